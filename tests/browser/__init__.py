"""The course in a real browser: `make test-browser`."""
