"""From what was seen to a score: no student's code runs here.

`keys` are the right answers under a nonce, `judge` compares and writes verdicts, `reaching` remarks on what an answer should not need, `scoring` tries weights
that were handed in, `assignment` takes what is no chapter by nbgrader's own rules. A `record` is what is kept of a submission.
"""
