"""Restore: whatever was done to a submission, the author's cells stand in their order, and the student's answers in them."""

import base64
import copy
import io
import json
import random
import re
import time

import nbformat
import pytest
from conftest import PROJECT, submission
from nbconvert import HTMLExporter
from nbgrader.preprocessors import ClearHiddenTests, ClearMarkScheme, ClearSolutions
from PIL import Image

from convnets.classroom.chapters.notebook import source_notebook
from convnets.classroom.chapters.reading import read
from convnets.classroom.desk.update import carry
from convnets.classroom.intake import restore as restore_module
from convnets.classroom.intake.formats import normal, read_notebook
from convnets.classroom.intake.recognise import another
from convnets.classroom.intake.restore import happened, restore
from convnets.classroom.states import Happened

ROUNDS = 400


@pytest.fixture(scope="module")
def mine(answers):
    return {
        "same_padding": answers["same_padding"]["right_words"],
        "basic_block": answers["basic_block"]["wrong_bias"],
        "why_identity": "Because the answer is mine.",
    }


@pytest.fixture(scope="module")
def handed_in(blank, mine):
    """A worked notebook as plain JSON data."""
    return json.loads(nbformat.writes(submission(blank, **mine)))


def put_in_order(source, blank, data):
    """What becomes of a submission with this JSON data; the checks that hold for any."""
    given = nbformat.from_dict(json.loads(json.dumps(data)))
    before = copy.deepcopy((source, blank, given))
    restored = restore(source, blank, given)
    assert (source, blank, given) == before, "restore changed what it was given"
    nbformat.validate(restored)
    assert json.dumps(restored).encode("utf-8") and nbformat.writes(restored, version=4).encode("utf-8")
    ids = [c.id for c in restored.cells]
    assert len(ids) == len(set(ids))
    assert [i for i in ids if not i.startswith("own-")] == [c.id for c in source.cells], (
        "each of the author's cells once, in the author's order"
    )
    author = {c.id: c for c in source.cells} | {c.id: c for c in blank.cells if c.id.startswith(("exercise-", "written-"))}
    for cell in restored.cells:
        if cell.id in author:
            assert cell.cell_type == author[cell.id].cell_type
            assert cell.metadata == author[cell.id].metadata or cell.id.startswith(("training-", "demo-"))
            if not cell.id.startswith(("exercise-", "written-")):
                assert cell.source == author[cell.id].source
        else:
            assert "nbgrader" not in cell.metadata
    return restored


def text(cell):
    source = cell.get("source") if isinstance(cell, dict) else None
    return "".join(source) if isinstance(source, list) and all(isinstance(s, str) for s in source) else source


def known_as(cell, authored):
    """The author's cell that a damaged one says it is, by its grade id, else by its own id; None when it says nothing."""
    if not isinstance(cell, dict):
        return None
    metadata = cell.get("metadata")
    told = metadata.get("nbgrader") if isinstance(metadata, dict) else None
    said = [told.get("grade_id") if isinstance(told, dict) else None, cell.get("id")]
    return next((s for s in said if isinstance(s, str) and s in authored), None)


def damage(cells, rng):
    """One thing that happens to notebooks, or that somebody does to one."""
    i = rng.randrange(len(cells))
    cell = cells[i]
    match rng.randrange(14):
        case 0:
            del cells[i]
        case 1:
            cells.insert(rng.randrange(len(cells)), copy.deepcopy(cell))
        case 2:
            rng.shuffle(cells)
        case 3:
            cells.reverse()
        case 4 if isinstance(cell, dict):
            cell["cell_type"] = rng.choice(["markdown", "code", "raw", "heading", None, 3, []])
        case 5 if isinstance(cell, dict):
            cell["metadata"] = rng.choice(
                [{}, None, [], "x", {"nbgrader": None}, {"nbgrader": []}, {"nbgrader": {"grade_id": 3}}, {"nbgrader": {}}]
            )
        case 6 if isinstance(cell, dict):
            cell.pop("id", None)
        case 7 if isinstance(cell, dict):
            cell["id"] = rng.choice([None, 3, "", "x" * 100, "check-same_padding", ["a"], {"a": 1}])
        case 8 if isinstance(cell, dict) and isinstance(cell.get("source"), str):
            cell["source"] = cell["source"].splitlines(keepends=True)
        case 9 if isinstance(cell, dict):
            cell.pop("outputs", None)
            cell["execution_count"] = "x"
        case 10:
            cells.insert(
                i,
                rng.choice(
                    [
                        None,
                        3,
                        "cell",
                        [],
                        {},
                        {"source": None},
                        {"cell_type": "code", "source": [1, None]},
                        {"cell_type": "code", "source": "("},
                    ]
                ),
            )
        case 11:
            odd = rng.choice(
                ["\ud800 = 1", "a\0b", "-" * 100_000 + "1", "(" * 5_000, "x = 1" * 50_000, "### BEGIN SOLUTION", "### END HIDDEN TESTS", "﻿"]
            )
            cells.insert(i, {"cell_type": "code", "source": odd, "metadata": {}, "id": f"odd{rng.random()}"})
        case 12:
            cells.insert(
                i, {"cell_type": "code", "source": "mine = 1", "metadata": {"tags": ["exercise"], "nbgrader": {"grade_id": "nobody"}}}
            )
        case 13 if isinstance(cell, dict):
            cell["source"] = rng.choice([None, 3, [], {"a": 1}, cell.get("source"), cell.get("source")])


@pytest.mark.parametrize("seed", range(8))
def test_no_damage_stops_it_and_answers_that_can_be_recognised_are_kept(seed, source, blank, handed_in, mine):
    rng, stubs = random.Random(seed), {c.id: c.source for c in blank.cells}
    kept = lost = 0
    for _ in range(ROUNDS // 8):
        data = copy.deepcopy(handed_in)
        for _ in range(rng.randint(1, 12)):
            if data["cells"]:
                damage(data["cells"], rng)
        restored = {c.id: c.source for c in put_in_order(source, blank, data).cells}
        told = [(known_as(c, stubs), text(c)) for c in data["cells"]]
        for name in ("same_padding", "basic_block"):
            gid, answer = f"exercise-{name}", mine[name]
            if (gid, answer) in told:
                assert restored[gid] == answer
                kept += 1
            elif (None, answer) in told:  # known by what it defines; where another cell claims its place, it runs as the student's own
                assert answer in [restored[gid], *(s for i, s in restored.items() if i.startswith("own-"))]
            else:
                lost += 1
                assert restored[gid] in ("", stubs[gid])
        if ("written-why_identity", mine["why_identity"]) in told:
            assert restored["written-why_identity"] == mine["why_identity"]
    assert kept > lost > 0, "the damage is too much, or too little, to test anything"


@pytest.mark.parametrize(
    "data", [{}, {"cells": []}, {"cells": [None]}, {"cells": None}, {"cells": {}}, {"cells": "x"}, {"metadata": None, "cells": [[]]}]
)
def test_a_notebook_with_nothing_in_it_becomes_the_blank_one(data, source, blank):
    restored = put_in_order(source, blank, data | {"nbformat": 4})
    stubs = {c.id: c.source for c in blank.cells}
    assert all(c.source == stubs[c.id] for c in restored.cells if c.id.startswith(("exercise-", "written-")))
    assert restored.metadata.convnets.damaged and [r.what for r in happened(restored)].count(Happened.MISSING) == 6


def test_an_untouched_submission_is_not_called_damaged(source, blank, handed_in):
    assert put_in_order(source, blank, handed_in).metadata.convnets == {"remarks": [], "damaged": False, "look": []}


def test_edited_checks_and_setups_are_put_back_and_told(source, blank, handed_in):
    data = copy.deepcopy(handed_in)
    for cell in data["cells"]:
        if cell["id"].startswith(("check-", "setup")):
            cell["source"] = "print('full marks')\n4.0"
        if cell["id"].startswith("check-"):
            cell["metadata"]["nbgrader"]["points"] = 400
    told = happened(put_in_order(source, blank, data))
    assert [r.cell for r in told if r.what is Happened.EDITED] == ["setup", "check-same_padding", "check-basic_block"]


def test_an_answer_survives_being_turned_into_markdown_and_being_copied(source, blank, handed_in, mine):
    data = copy.deepcopy(handed_in)
    at = {c["id"]: i for i, c in enumerate(data["cells"])}
    cell = data["cells"][at["exercise-same_padding"]]
    stub = next(c.source for c in blank.cells if c.id == "exercise-same_padding")
    copied = copy.deepcopy(cell) | {"id": "copied"}
    cell["source"] = stub  # worked on in a copy, as JupyterLab makes one: another id, the same grade id
    data["cells"].insert(at["exercise-same_padding"] + 1, copied)
    data["cells"][at["exercise-basic_block"] + 1] |= {"cell_type": "markdown"}
    restored = {c.id: c.source for c in put_in_order(source, blank, data).cells}
    assert restored["exercise-same_padding"] == mine["same_padding"]
    assert restored["exercise-basic_block"] == mine["basic_block"]


def test_a_students_own_cells_and_notes_stay_where_they_stood(source, blank, handed_in):
    data = copy.deepcopy(handed_in)
    own = [
        {"cell_type": t, "source": f"mine_{i} = {i}", "metadata": {}, "id": f"x{i}"}
        for i, t in enumerate(["code", "markdown", "code", "raw"])
    ]
    at = {c["id"]: i for i, c in enumerate(data["cells"])}
    data["cells"][at["text-02"]]["source"] += "\n\nmine_note"
    data["cells"].insert(0, own[0])
    data["cells"].insert(at["exercise-basic_block"] + 2, own[1])
    data["cells"].insert(at["exercise-basic_block"] + 3, own[2])
    data["cells"].append(own[3])
    cells = put_in_order(source, blank, data).cells
    before = {c.source.splitlines()[-1]: cells[i - 1].id if i else "" for i, c in enumerate(cells) if c.id.startswith("own-")}
    assert before["mine_0 = 0"] == "" and before["mine_note"] == "text-02" and before["mine_3 = 3"] == "demo-look"
    assert before["mine_1 = 1"] == "exercise-basic_block"
    assert [c.cell_type for c in cells if c.source.startswith("mine_") and "=" in c.source] == ["code", "markdown", "code", "raw"]


def test_a_great_deal_of_code_does_not_keep_the_grader_busy(source, blank):
    cells = [{"cell_type": "code", "source": "x = 1\n" * 15_000, "metadata": {}} for _ in range(20)]
    started = time.monotonic()
    put_in_order(source, blank, {"cells": cells})
    assert time.monotonic() - started < 10


def test_what_nobody_writes_is_cut_so_that_pages_stay_quick_to_show(source, blank, handed_in, mine):
    """Of 30 MB of markdown a page took three minutes, and of brackets alone a day."""
    data = copy.deepcopy(handed_in)
    bomb = [{"cell_type": "markdown", "source": "[" * 100_000, "metadata": {}} for _ in range(50)]
    data["cells"] += [*bomb, *({"cell_type": "code", "source": "x = 1", "metadata": {}} for _ in range(2_000))]
    next(c for c in data["cells"] if c["id"] == "exercise-same_padding")["source"] += "\n#" + "#" * 30_000
    restored = put_in_order(source, blank, data)
    cells = {c.id: c.source for c in restored.cells}
    own = [s for i, s in cells.items() if i.startswith("own-")]
    assert sum(map(len, own)) <= restore_module.OWN_CHARACTERS and max(map(len, own)) <= restore_module.SOURCE_LIMIT
    assert cells["exercise-same_padding"].startswith(mine["same_padding"]) and cells["exercise-basic_block"] == mine["basic_block"]
    told = " ".join(map(str, happened(restored)))
    assert (
        "only the first 2,000" in told and "only the first 10 were kept" in told and "exercise-same_padding was longer than 20,000" in told
    )


def test_of_long_cells_without_end_as_many_are_looked_at_as_anybody_writes(source, blank, handed_in, mine):
    """Recognising 2,500 cells of 19,000 characters took 20 seconds; the answers before them are taken, and what was left out is said."""
    long = {"cell_type": "markdown", "source": "a\n" * 9_500, "metadata": {}}
    restored = put_in_order(source, blank, handed_in | {"cells": [*handed_in["cells"], *[long] * 2_500]})
    cells = {c.id: c.source for c in restored.cells}
    assert cells["exercise-same_padding"] == mine["same_padding"] and cells["exercise-basic_block"] == mine["basic_block"]
    looked_at = int(re.search(r"cells: only the first (\d+) were", " ".join(map(str, happened(restored))))[1])
    assert looked_at * 19_000 < 2_500_000


# The real chapter 01, as editors and platforms leave it


@pytest.fixture(scope="module")
def lenet():
    """Chapter 01's source, its release, and a notebook with every exercise and the question answered, as plain JSON data."""
    source = source_notebook(read(PROJECT / "course" / "chapters" / "01_lenet.py"))
    release = ClearSolutions(code_stub={"python": "raise NotImplementedError"}, text_stub="*Write your answer here.*").preprocess(
        copy.deepcopy(source), {}
    )[0]
    release = ClearHiddenTests().preprocess(ClearMarkScheme().preprocess(release, {})[0], {})[0]
    worked = json.loads(nbformat.writes(release))
    whole = {c.id: c.source for c in source.cells}
    for cell in worked["cells"]:
        if cell["id"].startswith("exercise-"):
            cell["source"] = SOLVED.sub("", whole[cell["id"]]).splitlines(keepends=True)
        if cell["id"].startswith("written-"):
            cell["source"] = ["The maps move with the digit; the dense layers see other pixels."]
    return source, release, worked


SOLVED = re.compile(r"^[ \t]*### (?:BEGIN|END) SOLUTION\n?", re.M)


def joined(cell):
    return "".join(cell["source"])


def every(change):
    def changed(data):
        for cell in data["cells"]:
            change(cell)
        return data

    return changed


def old_format(data):
    sheets = []
    for cell in data["cells"]:
        if cell["cell_type"] == "code":
            sheets.append({"cell_type": "code", "language": "python", "input": cell["source"], "outputs": [], "metadata": {}})
        elif re.fullmatch(r"# .*", joined(cell)):
            sheets.append({"cell_type": "heading", "level": 1, "source": joined(cell)[2:], "metadata": None})
        else:
            sheets.append({"cell_type": cell["cell_type"], "source": joined(cell), "metadata": {}})
    return {"nbformat": 3, "nbformat_minor": 0, "metadata": {"name": ""}, "worksheets": [{"cells": sheets, "metadata": {}}]}


def merged_ids(data):
    for cell in data["cells"]:
        cell["id"], cell["metadata"] = "a1b2c3d4", None
    return data


EDITORS = {
    "Windows": every(lambda c: c.update(source=joined(c).replace("\n", "\r\n"))),
    "converted twice": every(lambda c: c.update(source=joined(c).replace("\n", "\r\r\n"))),
    "the Macintosh of old": every(lambda c: c.update(source=joined(c).replace("\n", "\r"))),
    "a mixture": every(lambda c: c.update(source=joined(c).replace("\n", "\r\n", 2))),
    "white space at the ends of lines": every(lambda c: c.update(source=joined(c).replace("\n", "  \n") + "\n\n")),
    "lines without their ends": every(lambda c: c.update(source=joined(c).split("\n"))),
    "no ids": every(lambda c: c.pop("id")),
    "neither ids nor metadata": every(lambda c: (c.pop("id", None), c.update(metadata={"application/vnd.databricks.v1+cell": {}}))),
    "one id for all, no metadata": merged_ids,
    "format 3, headings, no metadata": old_format,
}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("editor", EDITORS)
def test_what_an_editor_does_to_a_notebook_changes_no_answer_and_accuses_nobody(editor, encoding, lenet):
    source, release, worked = lenet
    text = json.dumps(EDITORS[editor](copy.deepcopy(worked)), ensure_ascii=False)
    handed_in = read_notebook("01_lenet.ipynb", text.encode(encoding))
    assert another(release, "01_lenet", handed_in) == ""
    restored = restore(source, release, handed_in)
    answers = {c["id"]: joined(c) for c in worked["cells"] if c["id"].startswith(("exercise-", "written-"))}
    assert {c.id: normal(c.source) for c in restored.cells if c.id in answers} == {gid: normal(a) for gid, a in answers.items()}
    assert not [c.source for c in restored.cells if c.id.startswith("own-")], "nothing of the author's stands twice"
    told = {r.what for r in happened(restored)}
    assert told <= {Happened.RECOGNISED, Happened.ELSEWHERE} and not restored.metadata.convnets.damaged
    carried, _ = carry(handed_in, release)
    assert len(carried.cells) == len(release.cells)
    assert not any("\r" in c.source or "\ufffd" in c.source for c in carried.cells)
    assert {c.id: normal(c.source) for c in carried.cells if c.id in answers} == {gid: normal(a) for gid, a in answers.items()}


def stripped(data):
    return EDITORS["neither ids nor metadata"](copy.deepcopy(data))


def put(data, beside, *cells, after=True):
    """Insert cells of one's own beside the cell that holds this text."""
    at = next(i for i, c in enumerate(data["cells"]) if beside in joined(c))
    for n, text in enumerate(cells):
        data["cells"].insert(at + after + n, {"cell_type": "code", "metadata": {}, "source": [text], "outputs": []})
    return data


def test_without_metadata_the_answer_at_its_place_is_taken_and_no_first_try_or_import(lenet):
    source, release, worked = lenet
    answer = next(joined(c) for c in worked["cells"] if c["id"] == "exercise-lenet5")
    data = stripped(worked)
    put(data, "## 1 · The idea", answer.replace("num_classes: int = 10", "num_classes: int = 99"), after=False)  # whole, but an earlier one
    put(data, "## 1 · The idea", "class LeNet5(nn.Module):\n    pass", "from sklearn.metrics import confusion_matrix", after=False)
    restored = restore(source, release, nbformat.from_dict(data))
    cells = {c.id: c.source for c in restored.cells}
    assert normal(cells["exercise-lenet5"]) == normal(answer)
    assert "bincount" in cells["exercise-confusion"]
    assert any(r.cell == "exercise-lenet5" and r.what is Happened.LOOK for r in happened(restored)), "what is ambiguous is said"


@pytest.mark.parametrize("known", [True, False])
def test_an_answer_in_two_cells_is_joined_in_order(known, lenet):
    source, release, worked = lenet
    data = copy.deepcopy(worked)
    cell = next(c for c in data["cells"] if c["id"] == "exercise-dense_and_shared")
    parts = re.split(r"\n\n\n(?=def )", joined(cell))
    assert len(parts) == 3
    cell["source"] = [parts[0]]
    put(data, parts[0], *parts[1:])
    restored = restore(source, release, nbformat.from_dict(data if known else stripped(data)))
    cells = {c.id: c.source for c in restored.cells}
    assert cells["exercise-dense_and_shared"] == "\n\n".join(parts)
    assert not [i for i in cells if i.startswith("own-")]


def test_an_answer_below_the_untouched_stub_is_the_answer(lenet):
    source, release, worked = lenet
    data = json.loads(nbformat.writes(release))
    for cell in worked["cells"]:
        if cell["id"].startswith("exercise-"):
            put(data, f'01_lenet/{cell["id"].removeprefix("exercise-")}"', joined(cell))  # even below its check
    cells = {c.id: c.source for c in restore(source, release, nbformat.from_dict(data)).cells}
    for cell in worked["cells"]:
        if cell["id"].startswith("exercise-"):
            assert cells[cell["id"]] == joined(cell)


WORDS = "A dense layer sees other pixels and starts anew."


def question(data):
    return next(i for i, c in enumerate(data["cells"]) if c["id"] == "written-invariance")


def below(data, at):
    data["cells"].insert(at + 1, {"cell_type": "markdown", "id": "mine", "metadata": {}, "source": WORDS})


def above(data, at):
    data["cells"].insert(at, {"cell_type": "raw", "id": "mine", "metadata": {}, "source": WORDS})


def in_its_place(data, at):
    data["cells"][at] = {"cell_type": "markdown", "id": "mine", "metadata": {}, "source": WORDS}


def as_code(data, at):
    data["cells"].insert(at + 1, {"cell_type": "code", "id": "mine", "metadata": {}, "source": f"# {WORDS}"})


def retyped(data, at):
    data["cells"][at] |= {"cell_type": "code", "source": WORDS}


def in_the_text(data, at):
    data["cells"][at - 1]["source"] = [joined(data["cells"][at - 1]), f"\n\n{WORDS}"]


@pytest.mark.parametrize("where", [below, above, in_its_place, as_code, retyped, in_the_text])
def test_an_answer_in_words_is_found_where_students_write_it(where, lenet):
    source, release, _ = lenet
    data = json.loads(nbformat.writes(release))
    where(data, question(data))
    restored = restore(source, release, nbformat.from_dict(data))
    cell = next(c for c in restored.cells if c.id == "written-invariance")
    assert WORDS in cell.source and cell.cell_type == "markdown"
    assert not restored.metadata.convnets.look


def test_an_answer_far_from_its_place_is_a_persons_to_judge_and_an_empty_question_is_empty(lenet):
    source, release, _ = lenet
    data = json.loads(nbformat.writes(release))
    assert restore(source, release, nbformat.from_dict(data)).metadata.convnets.look == []
    data["cells"].append({"cell_type": "markdown", "id": "mine", "metadata": {}, "source": WORDS})
    assert restore(source, release, nbformat.from_dict(data)).metadata.convnets.look == ["written-invariance"]


def picture(kind="PNG", size=(40, 30)):
    out = io.BytesIO()
    Image.new("RGB", size, "red").save(out, kind)
    return base64.b64encode(out.getvalue()).decode()


SVG = base64.b64encode(b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>').decode()


@pytest.mark.parametrize(
    "text, attached, shown",
    [
        ("![a](attachment:image (1).png)", {"image (1).png": {"image/png": picture()}}, 1),
        ("![a](attachment:%EC%82%AC%EC%A7%84.jpg) see", {"사진.jpg": {"image/jpeg": picture("JPEG")}}, 1),
        (f"![image.png](data:image/png;base64,{picture()})", {}, 1),
        (f'<img src="data:image/png;base64,{picture()}" onerror="alert(1)" width="3">', {}, 1),
        ("nothing refers to it", {"x.png": {"image/png": picture()}}, 1),
        ("![a](attachment:x.png)", {"x.png": {"image/png": SVG}}, 0),
        ("![a](attachment:x.svg)", {"x.svg": {"image/svg+xml": SVG}}, 0),
        ("![a](attachment:gone.png)", {}, 0),
        ("![picture 1](attachment:picture-1.png)", {}, 0),
        ("![a](attachment:x.png)", {"x.png": {"image/png": picture()[:60]}}, 0),
        ("![a](attachment:x.png)", {"x.png": {"image/png": base64.b64encode(b"<script>alert(1)</script>").decode()}}, 0),
        ("![a](https://example.org/x.png) <script>alert(1)</script>", {}, 0),
    ],
)
def test_pasted_pictures_are_shown_as_pictures_and_as_nothing_else(text, attached, shown, lenet):
    source, release, _ = lenet
    data = json.loads(nbformat.writes(release))
    data["cells"][question(data)] |= {"source": text, "attachments": attached}
    restored = restore(source, release, nbformat.from_dict(data))
    nbformat.validate(restored)
    page, _ = HTMLExporter(template_name="basic").from_notebook_node(restored)
    cell = next(c for c in restored.cells if c.id == "written-invariance")
    found = re.findall(r'<img[^>]*src="data:image/(?:png|jpeg);base64,([^"]+)"', page)
    assert len(found) == shown == len(cell.get("attachments", {}))
    for one in found:
        Image.open(io.BytesIO(base64.b64decode(one))).load()
    assert "<script" not in page.split("written-invariance")[-1] and "onerror" not in re.sub(r"&lt;.*?&gt;|<\u200b[^>]*>", "", page)
    assert shown or text.startswith("![a](https") or any(r.what is Happened.PICTURE for r in happened(restored)) or "picture 1" in text


def kaggle(*cells):
    made = [{"cell_type": "markdown", "metadata": {}, "source": "# Digit recognizer, with a LeNet"}]
    made += [{"cell_type": "code", "metadata": {"trusted": True}, "source": s, "outputs": []} for s in cells]
    return {"nbformat": 4, "nbformat_minor": 4, "metadata": {"kernelspec": {"name": "python3"}}, "cells": made}


FOREIGN = {
    "Kaggle": kaggle(
        "import numpy as np, pandas as pd\nimport torch\nfrom torch import nn\nfrom sklearn.metrics import confusion_matrix",
        "class LeNet5(nn.Module):\n    def __init__(self):\n        super().__init__()\n    def forward(self, x):\n        return x",
        "model = LeNet5()\nfor epoch in range(10):\n    pass",
    ),
    "R": {
        "nbformat": 4,
        "metadata": {"kernelspec": {"name": "ir"}},
        "cells": [{"cell_type": "code", "metadata": {"nbgrader": {"grade_id": "q1"}}, "source": "x <- c(1, 2)"}],
    },
    "empty": {"nbformat": 4, "metadata": {}, "cells": []},
}


@pytest.mark.parametrize("name", FOREIGN)
def test_another_courses_notebook_is_not_this_chapter(name, lenet):
    assert another(lenet[1], "01_lenet", nbformat.from_dict(FOREIGN[name]))


@pytest.mark.parametrize("strip", [True, False])
def test_another_chapter_is_named(strip, lenet):
    """With or without its metadata."""
    other = json.loads((PROJECT / "notebooks" / "02_alexnet" / "02_alexnet.ipynb").read_text(encoding="utf-8"))
    other = stripped(other) | {"metadata": {}} if strip else other
    assert "chapter 02_alexnet, not 01_lenet" in another(lenet[1], "01_lenet", nbformat.from_dict(other))


def test_an_honest_notebook_is_this_chapter_however_little_is_left_of_it(lenet):
    _, release, worked = lenet
    blank = stripped(json.loads(nbformat.writes(release))) | {"metadata": {}}
    assert another(release, "01_lenet", nbformat.from_dict(blank)) == "", "nothing answered, no metadata"
    answers = [joined(c) for c in worked["cells"] if c["id"].startswith("exercise-")]
    alone = kaggle("import torch\nfrom torch import nn", *answers[:4])
    assert another(release, "01_lenet", nbformat.from_dict(alone)) == "", "answers alone, copied elsewhere"
    one = kaggle(answers[1]) | {"metadata": {"convnets": {"chapter": "01_lenet"}}}
    assert another(release, "01_lenet", nbformat.from_dict(one)) == "", "one answer, in what was our notebook"
