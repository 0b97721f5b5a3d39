"""The instructor's side: author, release, run, judge, record. Nothing else in convnets imports it."""
