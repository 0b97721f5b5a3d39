"""The lab: a network that knows ImageNet learns to tell other things apart.

`finetune` is the way in. A picture goes through `features` (of a frozen network, kept on disk) to a `head`; `methods` are the ways to learn, `tuning` how
pictures vary for two of them, `freezing` says what learns along, `fusing` folds normalisation away; `result` is what comes out, `predictor` a file that answers.
"""
