"""Cells run apart: in a process that is given nothing, knows nothing, and cannot outlast its time.

`run` is the way in: steps to what was seen, stored. `shell` talks to the process, `warm` has some ready, `watch` sees what they take, `sandbox` is what
they can see, `cluster` runs them elsewhere. `box` holds what stands beside a student's code.
"""
