"""Stands in the sandbox where a file with answers would: every name is there, and none is what it says."""


def __getattr__(name: str) -> type:
    if name.startswith("__"):
        raise AttributeError(name)
    return type(name, (), {})
