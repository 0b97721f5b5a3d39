"""How fast the course's parts are, each beside what it stands in for: ``make bench``.

Both sides of a comparison are measured in one run, in turns, on one thread; a figure is the median of its runs.

Beside that, an author's tools: `proving` says what is wrong with a chapter's checks, seen by its answer bank and by its own answers rewritten
(`mutants`, `equivalents`); `nonces` does so under many nonces, `answers` tries answers of no bank, `located`
says where their mistakes stand.
"""
