"""The ground floor, which stands on nothing of the course: what the environment says, names and the nearest to a wrong one, files written whole,
the device, bars and tables, Ctrl-C, what in a cell is no Python. `rooms` says what the other rooms are to a grader."""
