"""What the library's rooms are to a grader, and the short names of some of their modules. A room's name stands here, and nowhere else in a string."""

ANSWERS = ("models", "lab")  # hold what students are asked to write: hidden while their code runs, and no graded cell may import them
EVIDENCE = ("base", "measure", "evidence", "keys", "check")  # decide what is observed: a part of every run's fingerprint
JUDGING = ("measure", "evidence", "check")  # put back around every observation, whatever a student's code has rebound
UNSCORED = ("classroom", "cli", "explore", "lab", "lineage", "plot", "repair")  # the points of handed-in weights do not depend on these
UNSHOWN = ("classroom", "keys", "cli")  # nor a notebook's outputs on these (its own key is counted with the chapter)
SHORT = {  # `from convnets import settings` finds the module in its room
    "checkpoint": "train",
    "device": "base",
    "features": "lab",
    "finetune": "lab",
    "settings": "base",
}
HOLD_ANSWERS = (*ANSWERS, *(name for name, room in SHORT.items() if room in ANSWERS))  # by every name that they go by
