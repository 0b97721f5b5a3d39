"""Observation, key and verdict, as pure data: what is seen of an answer, and what it is worth.

Read `trial` (one observation, whatever happens in it), `probes` and `operations` (what there is to see of a module), `plain` (values as data) and `seeds`
(what is drawn); then `verdict`, which compares what was seen with a key and needs neither torch nor a notebook, and `display`, which says it.
`session` is how this process checks: practising, or for a grader.
"""
