"""The pages on the library: one a module, made of its docstrings by Sphinx's autodoc."""

import pkgutil
from collections.abc import Iterator
from types import ModuleType

GROUPS = {  # as a student meets them
    "Data and training": ("data", "train", "lineage", "checkpoint", "weights", "device", "settings"),
    "Networks": ("models",),
    "Measuring, drawing, moving": ("measure", "plot", "explore"),
    "The lab": ("finetune", "features", "handin"),
    "Checks": ("check",),
}


def pages() -> Iterator[tuple[str, str]]:
    """Name and Markdown of each page."""
    lines = ["# The library", "", "What the notebooks import: small, and meant to be read.", ""]
    for group, modules in GROUPS.items():
        lines += [f"## {group}", ""]
        for name in modules:
            module = _module(name)
            first = (module.__doc__ or "").strip().split("\n\n")[0].replace("\n", " ")
            lines.append(f"- [`convnets.{name}`]({name}.md): {first}")
            yield name, _page(name)
        lines.append("")
    toctree = [name for modules in GROUPS.values() for name in modules]
    yield "index", "\n".join([*lines, "```{toctree}", ":hidden:", "", *toctree, "```", ""])


def _module(name: str) -> ModuleType:
    """What ``from convnets import NAME`` gives: a room, or one of the modules that go by a short name."""
    return getattr(__import__("convnets", fromlist=[name]), name)


def _page(name: str) -> str:
    module = _module(name)
    parts = [f"# convnets.{name}", _auto(module.__name__, imported=hasattr(module, "__all__"))]
    if name == "models":
        for info in pkgutil.iter_modules(module.__path__):
            if not info.name.startswith("_") and info.name != "registry":
                parts += [f"## convnets.models.{info.name}", _auto(f"convnets.models.{info.name}")]
    return "\n\n".join(parts) + "\n"


def _auto(module: str, *, imported: bool = False) -> str:
    options = ["   :members:", *(["   :imported-members:"] if imported else [])]
    return "\n".join(["```{eval-rst}", f".. automodule:: {module}", *options, "```"])
