"""One small change of a student's own code after which everything passes: where it stands is where the mistake is.

Read `edit` (a change of a tree, made and undone), then the operators: `expressions`, `lists`, `statements`, `together` (several places at once), `vocabulary` (the
words they know); `edits` is all of them over one tree, `donors` what right answers have to give. `order` says what to try first, `search` tries, `place`
says what may be said of what was found: their line and their text, never the new one. Nothing here runs code, or imports torch.
"""
