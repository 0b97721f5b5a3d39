"""What a student gets, in one file: notebooks, package and set-up; never the course's own folder or the solutions."""

import io
import re
import zipfile
from pathlib import Path

from convnets.classroom.course import Course, CourseError
from convnets.classroom.releasing import leaks

TOP = "convnets-course"
FILES = "README.md", "LICENSE", "pyproject.toml", "environment.yml", "Makefile"
FOLDERS = "notebooks", "src", "docs/pictures"
SKIPPED = "__pycache__", ".ipynb_checkpoints", ".egg-info", ".DS_Store"
START = """The smallest run

With Python 3.11 or newer and make:

```
make lab       # makes .venv (a few minutes, most of them torch), then opens JupyterLab on notebooks/; start with 00_convolution
make doctor    # what is installed, which device would be used, what is missing and how to get it
```

Where there is no make (Windows): `python -m venv .venv`, `.venv\\Scripts\\python -m pip install -e .`, then `.venv\\Scripts\\python -m convnets lab`.
When a chapter is released anew: `python -m convnets update MY_NOTEBOOK.ipynb`, with the new bundle's folder as the working folder, carries your answers over.

"""
STAMP = (1980, 1, 1, 0, 0, 0)  # the same files make the same bytes


def write(course: Course, out: Path) -> int:
    """Write the bundle after looking through it. Raises LeakError when it would tell an answer, CourseError when nothing is released."""
    project = course.root.parent
    files = [project / name for name in FILES if (project / name).is_file()]
    files += sorted(p for folder in FOLDERS for p in (project / folder).rglob("*") if p.is_file() and not any(s in str(p) for s in SKIPPED))
    files = [
        f for f in files if f.suffix != ".safetensors" or f.is_relative_to(project / "src")
    ]  # weights of one's own lie beside a notebook
    if not any(f.suffix == ".ipynb" for f in files):
        raise CourseError(f"there are no notebooks in {project / 'notebooks'}: run `convnets release` first")
    texts = {f: _text(f) for f in files if {"notebooks", "keys"} & set(f.relative_to(project).parts)}
    for name in course.chapters:
        own = {str(f.relative_to(project)): text for f, text in texts.items() if _chapters(f, course) in ([name], [])}
        leaks.check(course.chapter(name), own)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as bundle:
        for file in files:
            info = zipfile.ZipInfo(f"{TOP}/{file.relative_to(project).as_posix()}", STAMP)
            info.compress_type, info.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
            bundle.writestr(info, for_students(file.read_text(encoding="utf-8")) if file == project / "README.md" else file.read_bytes())
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_bytes(packed.getvalue())
    print(f"{out}: {len(files)} files, {len(packed.getvalue()) / 1e6:.1f} MB")
    return 0


def for_students(readme: str) -> str:
    """The project's README without what a student does not get: the course's own folder, its demonstration, the instructor's part."""
    parts = [p for p in re.split(r"^## ", readme, flags=re.M) if not p.startswith("For instructors")]
    return "## ".join(START if p.startswith("The smallest run") else p for p in parts)


def _chapters(file: Path, course: Course) -> list[str]:
    """The chapter that a file is made of, by its folder or its name; none for what may hold anything."""
    return [name for name in course.chapters if name in (file.stem, *file.parts)]


def _text(file: Path) -> leaks.Text | str:
    text = file.read_text(encoding="utf-8", errors="replace")
    return leaks.readable(text) if file.suffix in (".ipynb", ".json") else text
