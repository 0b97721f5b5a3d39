"""What students hand in, from a platform's zip file to a notebook that can be run.

`collect` puts files in their places (`archive`: zips; `exchange`: nbgrader's; `roster`, `times`: who, and when); `submissions` lists them. `formats`,
`recognise` and `pictures` make out what an editor left of a notebook, and `restore` puts the course's own cells back around the answers.
"""
