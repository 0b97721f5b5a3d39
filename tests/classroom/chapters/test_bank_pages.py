"""The pages of the answer bank: what an author may write, and that every slip ends in one error with the page and its line."""

import re
import textwrap

import pytest
from conftest import COURSE, PROJECT, SAMPLE

from convnets.classroom.chapters import asked, bank
from convnets.classroom.chapters.chapter import Chapter, ChapterError
from convnets.classroom.course import Course

LOOP = """\
def pad(kernel):
    sides = 0
    for step in range(kernel):
        if step % 2:
            sides = sides + 1

    return sides

def unused(kernel):
    sides = 0
    return sides
"""
PAGE = f"""\
# same_padding

Prose for instructors, of any kind.

## right_loop
```python
{LOOP}```

"""


@pytest.fixture(scope="module")
def chapter() -> Chapter:
    return Course(COURSE).chapter(SAMPLE)


@pytest.fixture
def read(chapter, tmp_path):
    """Read a page of the sample's exercise same_padding, which begins with one right answer: its other answers, by name."""

    def read(text: str, *, of: str = PAGE) -> dict[str, bank.Answer]:
        (tmp_path / "same_padding.md").write_bytes(text.encode() if of is None else (of + text).encode())
        return {a.name: a for a in bank.read(chapter, tmp_path)["same_padding"]}

    return read


def wrong(diff: str, base: str = " from right_loop", name: str = "wrong_a") -> str:
    return f"## {name}{base}\nSo not.\n```diff\n{diff}\n```\n"


def test_a_wrong_answer_is_its_right_one_with_the_lines_that_differ(read):
    """Replaced, taken away, put in before and after a line, at several places; blocks add up, blank lines count for nothing."""
    pairs = {
        "-        if step % 2:\n+        if step % 3:": LOOP.replace("% 2", "% 3"),
        "-    for step in range(kernel):\n-        if step % 2:\n-            sides = sides + 1\n     return sides": re.sub(
            r"    for.*\n.*\n.*\n", "", LOOP
        ),
        " def pad(kernel):\n+    kernel += 1": LOOP.replace("pad(kernel):\n", "pad(kernel):\n    kernel += 1\n"),
        "+import math\n def pad(kernel):": "import math\n" + LOOP,
        "             sides = sides + 1\n     return sides\n+    # seen\n": LOOP.replace("sides\n\ndef", "sides\n    # seen\n\ndef"),
        "-def unused(kernel):\n+def other(kernel):\n\n-            sides = sides + 1\n+            sides += 1": LOOP.replace(
            "unused", "other"
        ).replace("sides = sides + 1", "sides += 1"),
        "-def unused(kernel):\n+def other(kernel):\n...\n-def pad(kernel):\n+def put(kernel):": LOOP.replace("unused", "other").replace(
            "pad", "put"
        ),
        "-        if step % 2:\n+        if step % 3:\n```\n```diff\n-def pad(kernel):\n+def put(kernel):": LOOP.replace(
            "% 2", "% 3"
        ).replace("pad", "put"),
        "-for step in range(kernel):\n+for step in range(1, kernel):": LOOP.replace("range(", "range(1, "),  # moved to the left as a whole
        "-                if step % 2:\n+                if step % 3:\n+                    pass": LOOP.replace(
            "% 2:", "% 3:\n            pass"
        ),
    }
    for diff, source in pairs.items():
        assert read(wrong(diff))["wrong_a"].source == source, diff


def test_the_chapters_own_answer_is_a_base_and_never_repeated(read, chapter):
    own = bank.MARKER.sub("", chapter.exercises["same_padding"].cell.source)
    assert "return dilation * (kernel - 1) // 2" in own and "SOLUTION" not in own
    for base in ("", f" from {bank.OWN}"):
        found = read(wrong("-    return dilation * (kernel - 1) // 2\n+    return kernel // 2", base))
        assert found["wrong_a"].source.rstrip() == own.replace("dilation * (kernel - 1) // 2", "kernel // 2").rstrip()


def test_mending_a_right_answer_mends_its_wrong_ones(read):
    page = PAGE + "## right_more from right_loop\n```diff\n-    sides = 0\n     for step in range(kernel):\n+        pass\n```\n"
    page += wrong("-        pass\n+        break", " from right_more")
    for text in (page, page.replace("pad(kernel)", "pad(kernel, dilation=1)")):
        found = read(text, of="")
        assert found["wrong_a"].source == found["right_more"].source.replace("pass", "break")
        assert found["wrong_a"].source.partition("\n")[0] == found["right_loop"].source.partition("\n")[0]


def test_what_is_said_is_read_as_it_is_shown(read):
    """A sentence may be broken over lines and holds code; a backslash keeps Markdown from reading a character, and is not said."""
    text = wrong("-def pad(kernel):\n+def put(kernel):").replace("So not.", "Not `a_b * c`,\nbut 2 \\* 3 \\<\nof *this* & 1 < 2 <b>.")
    form = "## right_form\nForm: in `parts`\n```python\nx = 1\n```\n"
    found = read(text + form)
    assert [a.says for a in found.values()] == ["", "Not `a_b * c`, but 2 * 3 < of *this* & 1 < 2 <b>.", ""]
    assert [a.form for a in found.values()] == ["", "", "in `parts`"] and [a.right for a in found.values()] == [True, False, True]


def test_what_editors_leave_does_no_harm(read):
    """A mark of byte order, lines ended as on Windows, trailing blanks, escaped headings, files of their own."""
    text = PAGE + wrong(" def pad(kernel):\n+    kernel += 1\n...\n-        if step % 2:\n+        if step % 3:")
    found = read(text, of="")
    trailing = re.sub(r"$", "  ", text, flags=re.M).replace("## wrong_a", "## wrong\\_a")
    assert {n: a.source.split() for n, a in read(trailing, of="").items()} == {n: a.source.split() for n, a in found.items()}
    assert read("\ufeff" + text.replace("\n", "\r\n"), of="") == found


SLIPS = {  # what stands on the page after its right answer: the line of it that is named, and what is said
    "no line": (wrong("-        if step % 3:\n+        if step % 4:"), "if step % 3", "in right_loop stands no line 'if step % 3:'. Nearest: 'if step % 2:'"),
    "twice": (wrong("-    sides = 0\n+    sides = 1"), "-    sides = 0", "more than once, on its lines 2, 10"),
    "not in a row": (wrong("-def pad(kernel):\n-        if step % 2:"), "-def pad", "but not one after the other"),
    "indented otherwise": (wrong(" def pad(kernel):\n-        sides = 0"), " def pad", "but not one after the other, indented so"),
    "no place": (wrong("+    sides = 1"), "+    sides", "nothing says where"),
    "no mark": (wrong("-def pad(kernel):\ndef put(kernel):"), "def put", "begins with `-`, `+` or a blank, this one with 'd'"),
    "taken twice": (wrong("-def pad(kernel):\n...\n-def pad(kernel):\n-    sides = 0"), "-def pad(kernel):\n-", "taken from right_loop twice"),
    "nothing differs": (wrong("-def pad(kernel):\n+def pad(kernel):"), "```diff", "nothing differs from right_loop"),
    "not Python": (wrong("-def pad(kernel):\n+def pad(kernel:"), "+def pad", ": def pad(kernel:"),
    "no body": (wrong("-            sides = sides + 1"), "```diff", "wrong_a is not Python: expected an indented block"),
    "whole, not Python": ("## right_b\n```python\nx = 1\nx = = 2\n```\n", "x = = 2", "right_b is not Python"),
    "the same": (f"## wrong_b\nSo not.\n```python\n{LOOP}```\n", "## wrong_b", "wrong_b is the same as right_loop"),
    "two alike": (wrong("-def pad(kernel):") .replace("-def pad(kernel):", "-def pad(kernel):\n+def p(kernel):") + wrong("-def pad(kernel):\n+def p(kernel):", name="wrong_b"), "## wrong_b", "wrong_b is the same as wrong_a"),
    "no such base": (wrong("-x", " from right_lop"), "## wrong_a", "no right answer 'right_lop' stands above. Nearest: right_loop"),
    "a wrong base": (wrong("-def pad(kernel):\n+def p(kernel):") + wrong("-x", " from wrong_a", "wrong_b"), "## wrong_b", "no right answer 'wrong_a'"),
    "twice the name": (wrong("-def pad(kernel):\n+def p(kernel):", name="right_loop"), "## right_loop from", "there is a heading 'right_loop' on line 5"),
    "no sentence": (wrong("-def pad(kernel):\n+def p(kernel):").replace("So not.\n", ""), "## wrong_a", "what a teacher would say"),
    "two paragraphs": (wrong("-x").replace("So not.", "So not.\n\nNor so."), "Nor so.", "one paragraph is enough"),
    "a list": (wrong("-x").replace("So not.", "- So not."), "- So not.", "a bullet list cannot stand here"),
    "a right one's sentence": ("## right_b\nSo.\n```python\nx = 1\n```\n", "So.", "nothing is said of a right answer but `Form: WHAT`"),
    "a form twice": ("## right_b\nForm: b\n```python\nx = 1\n```\n## right_c\nForm: b\n```python\nx = 2\n```\n", "## right_c", "one of each form"),
    "no code": ("## wrong_b\nSo not.\n", "## wrong_b", "the code of wrong_b is one block"),
    "no language": ("## wrong_b\nSo not.\n```\nx = 1\n```\n", "## wrong_b", "the code of wrong_b is one block"),
    "whole code from": ("## wrong_b from right_loop\nSo not.\n```python\nx = 1\n```\n", "## wrong_b", "`from` belongs to a diff"),
    "a heading": ("## wright_b\n```python\nx = 1\n```\n", "## wright_b", "unknown heading 'wright_b': a page has `## right_WHAT`"),
    "another level": ("### wrong_b\nSo not.\n", "### wrong_b", "unknown heading 'wrong_b'"),
}  # fmt: skip


@pytest.mark.parametrize("slip", SLIPS)
def test_a_slip_is_named_by_page_and_line(read, tmp_path, slip):
    text, where, said = SLIPS[slip]
    line = (PAGE + text).count("\n", 0, (PAGE + text).index(where, len(PAGE))) + 1
    with pytest.raises(ChapterError) as e:
        read(text)
    assert str(e.value).startswith(f"{tmp_path / 'same_padding.md'}:{line}: ") and said in str(e.value)


def test_the_page_in_contributing_is_one(read, chapter, tmp_path):
    (page,) = re.findall(r"^   ````\n(.*?)^   ````$", (PROJECT / "CONTRIBUTING.md").read_text(encoding="utf-8"), re.M | re.S)
    assert read(textwrap.dedent(page), of="").keys() == {"right_words", "wrong_whole_kernel"}
    (rule,) = asked.read(chapter, tmp_path, bank.read(chapter, tmp_path))["same_padding"]
    assert rule.broken_by == "wrong_whole_kernel"


def test_a_file_that_is_no_page_is_refused(read, chapter, tmp_path):
    read("")
    (tmp_path / ".ipynb_checkpoints").mkdir()
    assert bank.read(chapter, tmp_path).keys() == chapter.exercises.keys()
    for name in ("same_paddings.md", "same_padding.py", "same_padding"):
        (tmp_path / name).mkdir()
        with pytest.raises(ChapterError, match=f"{name}:1: .*EXERCISE.md; exercises are same_padding, basic_block"):
            bank.read(chapter, tmp_path)
        (tmp_path / name).rmdir()
