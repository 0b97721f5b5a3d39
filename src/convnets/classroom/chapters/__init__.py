"""A chapter as its author wrote it, and what belongs to it.

`reading` makes a `chapter` of a file, `rules` says what it must keep; `syntax` reads code without running it. `bank` and `asked` are the answers
that its checks are held against; `notebook`, `install` and `needs` what becomes of it.
`assignment` is one that was made with nbgrader alone.
"""
