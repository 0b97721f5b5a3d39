"""The table of what an exercise's text asks: every row must still be true of text, check and bank."""

import pytest

from convnets.classroom.chapters import asked, bank
from convnets.classroom.chapters.chapter import ChapterError

HEAD = f"## {bank.RULES}\n\n| the text asks | seen by | broken by |\n|---|---|---|\n"


@pytest.fixture
def read(chapter, course, tmp_path):
    """Read the sample's bank with this table for same_padding."""
    known = bank.read(chapter, course.answers(chapter))

    def read(text: str) -> list[asked.Rule]:
        (tmp_path / "same_padding.md").write_text(text, encoding="utf-8")
        return asked.read(chapter, tmp_path, known)["same_padding"]

    return read


def test_words_may_be_broken_over_lines_or_stand_in_the_stub(read, chapter):
    told = asked.told(chapter, "same_padding")
    assert "def same_padding" in told and "BEGIN SOLUTION" not in told and "class BasicBlock" not in told
    first = next(line for line in told.splitlines() if len(line.split()) > 3)
    assert read(f"{HEAD}| {'  '.join(first.split())} | odd kernels | wrong_ignores_dilation |\n")[0].label == "odd kernels"


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("| words that stand nowhere | odd kernels | wrong_ignores_dilation |", "does not say 'words that stand nowhere'"),
        ("| def same_padding | odd kernel | wrong_ignores_dilation |", "no observation 'odd kernel'. Nearest: 'odd kernels'"),
        (
            "| def same_padding | odd kernels | wrong_ignores_dilatio |",
            "no wrong answer 'wrong_ignores_dilatio'. Nearest: 'wrong_ignores_dilation'",
        ),
        ("| def same_padding | odd | kernels | wrong_ignores_dilation |", "has 3 cells, this one 4"),
    ],
)
def test_a_row_that_does_not_hold_is_named_by_file_and_line(read, row, said):
    with pytest.raises(ChapterError, match="same_padding.md:5: ") as e:
        read(f"{HEAD}{row}\n")
    assert said in str(e.value)


def test_a_table_without_its_head_is_none(read):
    for text in ("", "def same_padding: odd kernels\n", "| the text asks |\n|---|\n| def same_padding |\n"):
        with pytest.raises(ChapterError, match="same_padding.md:1: .*begins with"):
            read(f"## {bank.RULES}\n\n{text}")
