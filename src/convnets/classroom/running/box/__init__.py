"""Beside a student's code: the programs that run inside, each alone, by its file. Nothing in here is trusted, or knows a right answer.

`inside` runs cells (`forks`: many of them, quickly), `confine` takes away what they do not need, `pristine` puts back what they rebind, `tries` runs
many forms of one answer, `nothing` stands where an answer would. `execute` runs another assignment's notebook by nbgrader's rules. `score` runs where no student's code does.
"""
