"""Commands that stand alone: `demo`, `doctor`, and `update`, which carries a student's answers into a newer notebook."""
