"""How fast the course's parts are, each beside what it stands in for: ``make bench``.

Both sides of a comparison are measured in one run, in turns, on one thread; a figure is the median of its runs.
"""
