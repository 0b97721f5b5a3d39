"""What became of a class: `table` in the terminal, `export` for a platform, `late` and its penalties, `feedback` for students, `report` for the instructor."""
