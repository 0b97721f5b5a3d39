"""From chapters to what people open: `release` writes notebooks, solutions and practice keys, `leaks` sees that no answer is in them, `contents` is
README's table, `bundle` the zip for students."""
