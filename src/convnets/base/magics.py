"""What stands in a cell beside Python: magics, shell commands, questions with a mark. While grading they do nothing, each line in its place."""

import ast
import re
import threading

LONGEST = 20_000  # characters of a cell that are read as code outside its sandbox
# Python 3.11 counts the depth of a tree once for all threads, and fails when two build one (cpython#106905)
_one_at_a_time = threading.Lock()

OTHER_LANGUAGES = frozenset(
    ["bash", "cmd", "cython", "file", "html", "javascript", "js", "latex", "markdown", "md", "perl", "r", "ruby", "script", "sh", "sql"]
    + ["svg", "sx", "system", "writefile"]
)
CELL_MAGIC = re.compile(r"%%(\w+)")
LINE = re.compile(r"([ \t]*)(?:[%!?]|[\w.]+\?{1,2}[ \t]*$)")  # %matplotlib inline, !pip install, ?nn.Conv2d, nn.Conv2d??
TIMED = re.compile(r"([ \t]*)%time[ \t]+(\S.*)$")  # runs what follows
ASSIGNED = re.compile(r"""([ \t]*\w[\w.,\[\]'" \t]*=[ \t]*)[%!](?!=).*$""")  # files = !ls
OPENING, CLOSING = set("([{"), set(")]}")
TOKEN = re.compile(
    r"""#[^\n]*|'{3}(?:\\.|[^\\])*?(?:'{3}|\Z)|"{3}(?:\\.|[^\\])*?(?:"{3}|\Z)|'(?:\\.|[^\\'\n])*(?:'|(?=\n)|\Z)|"(?:\\.|[^\\"\n])*(?:"|(?=\n)|\Z)|\\\n|[^#'"()\[\]{}\\\n]+|.|\n""",
    re.S,
)


def plain_python(source: str) -> str:
    """The cell as Python alone, line for line: a magic or a shell command is a ``pass``, what it would have given is None."""
    if len(source) > LONGEST or _parses(source):
        return source
    if found := CELL_MAGIC.match(source.lstrip("\n\ufeff")):
        if found[1].lower() in OTHER_LANGUAGES:
            return "\n" * source.count("\n")
        source = source.replace(source.lstrip("\n\ufeff").partition("\n")[0], "", 1)
    lines = source.split("\n")
    for n in _beginnings(source):
        line = lines[n]
        if m := TIMED.match(line):
            lines[n] = f"{m[1]}{m[2]}"
        elif m := ASSIGNED.match(line):
            lines[n] = f"{m[1]}None"
        elif m := LINE.match(line):
            lines[n] = f"{m[1]}pass"
            while line.endswith("\\") and n + 1 < len(lines):  # a shell command goes on below
                n += 1
                line, lines[n] = lines[n], ""
    return "\n".join(lines)


def _beginnings(source: str) -> list[int]:
    """The lines on which a statement may begin: those not inside brackets or a string, nor continued by a backslash."""
    found, line, depth, at = [0], 0, 0, 0
    lines = source.split("\n")
    while at < len(source):
        if depth == 0 and found[-1] == line and (at == 0 or source[at - 1] == "\n") and _is_magic(lines[line]):
            at += len(lines[line])  # whatever quotes and brackets a shell command holds are none of Python's
            if at >= len(source):
                break
        text = TOKEN.match(source, at)[0]  # type: ignore[index]  # a token matches anything
        at += len(text)
        depth = depth + 1 if text in OPENING else max(0, depth - 1) if text in CLOSING else depth
        line += text.count("\n")
        if text == "\n" and depth == 0:
            found.append(line)
    return found


def _is_magic(line: str) -> bool:
    return bool(re.match(r"[ \t]*[%!]", line) or ASSIGNED.match(line))


def tree(source: str) -> ast.Module:
    """The tree of plain Python. Raises SyntaxError, whatever is wrong with it."""
    if len(source) > LONGEST:  # Python's parser takes a time that grows with the square of some inputs
        raise SyntaxError(f"longer than {LONGEST} characters")
    try:
        with _one_at_a_time:
            return ast.parse(source)
    except SyntaxError:
        raise
    except (ValueError, RecursionError, MemoryError) as e:  # null bytes, lone surrogates, a million minus signs
        raise SyntaxError(str(e) or type(e).__name__) from None


def _parses(source: str) -> bool:
    try:
        tree(source)
    except SyntaxError:
        return False
    return True
