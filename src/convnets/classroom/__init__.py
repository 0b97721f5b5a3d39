"""The instructor's side. `course` is the folder, `states` how a submission can end; the rooms, in the order in which they may use one another:

chapters · intake · running · judging · releasing · records · site · grading · desk

``grading.grade`` is one class on its way through all of them.
"""
