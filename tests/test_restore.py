"""Restore: whatever was done to a submission, the author's cells stand in their order, and the student's answers in them."""

import copy
import json
import random
import time

import nbformat
import pytest
from conftest import submission

from convnets.classroom import restore as restore_module
from convnets.classroom.restore import happened, restore
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
    data["cells"] += [*bomb, *({"cell_type": "code", "source": "x = 1", "metadata": {}} for _ in range(restore_module.MOST_CELLS))]
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
