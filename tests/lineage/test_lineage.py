"""The lineage table: what is trained under the budget is kept, nothing else is, and a damaged file costs a line."""

import json
import subprocess
import sys

import pytest
import torch
from torch import nn

from convnets import data, lineage, models, train


@pytest.fixture(autouse=True)
def home(tmp_path, monkeypatch):
    """A home of its own, one thread, and trainings that take a moment."""
    monkeypatch.setenv("CONVNETS_HOME", str(tmp_path / "home"))
    monkeypatch.setitem(train.BUDGET, "epochs", 1)
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    yield tmp_path / "home"
    torch.set_num_threads(threads)


def linear() -> nn.Module:
    torch.manual_seed(0)
    return nn.Sequential(nn.Flatten(), nn.Linear(3072, 10))


def row(**changes: object) -> lineage.Row:
    start = dict(network="mine", variant="", parameters=1, macs=2, seconds=3.0, accuracy=0.5, seed=0, device="CPU, 1 thread")
    return lineage.Row(**start | changes)


def test_the_reference_rows_hold_what_they_say():
    rows = lineage.read(lineage.REFERENCE)
    assert "lenet5" in [row.network for row in rows]
    labels = data.load(lineage.DATA).test.labels
    for row in rows:
        assert row.reference and set(row.versions) == {"convnets", "torch", "python"}
        scores = lineage.logits(row)
        assert scores.shape == (1000, 10) and (scores.argmax(dim=1) == labels).double().mean() == pytest.approx(row.accuracy, abs=1e-9)
    lenet = next(row for row in rows if row.network == "lenet5")
    assert (lenet.parameters, lenet.macs) == (62_006, 651_720) and lenet.accuracy > 0.94


def test_a_training_under_the_budget_takes_its_reference_s_place(home, capsys):
    net = models.create("lenet5", in_channels=3)
    history = lineage.fit(net, "lenet5", seed=3, lr=0.01, device="cpu")
    mine = [row for row in lineage.rows() if row.network == "lenet5"]
    assert len(mine) == 1 and not mine[0].reference and mine[0].seed == 3 and mine[0].recipe == {"lr": "0.01"}
    assert history.updates == 63 and mine[0].accuracy == history.test_accuracy[-1]
    evaluation = train.evaluate(net, data.load(lineage.DATA).test, device="cpu")
    torch.testing.assert_close(lineage.logits(mine[0]), evaluation.logits, atol=0.02, rtol=1e-3)
    assert mine[0].device == "CPU, 1 thread" and mine[0].versions["torch"] == torch.__version__
    lineage.fit(linear(), "lenet5", "linear", device="cpu")
    lineage.fit(linear(), "something of mine", device="cpu", seed=7)
    lineage.fit(linear(), "something of mine", device="cpu", seed=8)
    names = [(row.name, row.seed) for row in lineage.rows()]
    assert ("lenet5 (linear)", 0) in names and names[-1] == ("something of mine", 8)
    assert len(lineage.read(home)) == 4
    lines = [line.split() for line in repr(lineage.table()).splitlines()]
    assert [line[:4] for line in lines if line[:2] == ["lenet5", "linear"]] == [["lenet5", "linear", "30,730", "30,720"]]
    assert sum(line[-1] == "yours" for line in lines) == 3
    assert "<td" in lineage.table()._repr_html_()


def test_fast_mode_grading_and_interruptions_leave_no_trace(home, monkeypatch):
    for variable in ("CONVNETS_FAST", "CONVNETS_GRADING"):
        with monkeypatch.context() as environment:
            environment.setenv(variable, "1")
            lineage.fit(linear(), "mine")

    def stop(history):
        raise KeyboardInterrupt

    assert lineage.fit(linear(), "mine", after_epoch=stop).interrupted
    assert not home.exists()


def test_the_budget_is_the_same_for_all():
    with pytest.raises(ValueError, match="epochs is the same for all networks of the lineage table: 1"):
        lineage.fit(linear(), "mine", epochs=100)


def test_a_damaged_line_costs_itself_alone(home, capsys):
    for seed in (0, 1):
        lineage.append(row(network=f"net{seed}"), torch.randn(5, 3), home)
    path = home / "lineage.jsonl"
    first, second = path.read_bytes().splitlines(keepends=True)
    future = json.dumps(json.loads(second) | {"network": "later", "colour": "blue"}).encode() + b"\n"
    lacking = json.dumps({"network": "half"}).encode() + b"\n"
    text = json.dumps(json.loads(second) | {"accuracy": "high"}).encode() + b"\n"
    path.write_bytes(first + b"\xff\xfe\n" + lacking + text + b"[]\n" + future + second[:40])  # a power cut in the last line
    assert [row.network for row in lineage.read(home)] == ["net0", "later"]
    said = capsys.readouterr().out.splitlines()
    assert said == [f"{path}, line {n} is damaged and left out." for n in (2, 3, 4, 5, 7)]
    lineage.append(row(network="after"), torch.randn(5, 3), home)
    assert [row.network for row in lineage.read(home)] == ["net0", "later", "after"]


def test_rows_of_several_processes_do_not_mix(home):
    code = (
        "import sys, torch; from pathlib import Path; from convnets import lineage\n"
        "for i in range(40):\n"
        "    row = lineage.Row('net' * 200, sys.argv[1], 1, 2, 3.0, 0.5, i, 'CPU')\n"
        "    lineage.append(row, torch.zeros(2, 2), Path(sys.argv[2]))"
    )
    running = [subprocess.Popen([sys.executable, "-c", code, name, str(home)]) for name in "ab"]
    assert [process.wait(timeout=120) for process in running] == [0, 0]
    rows = lineage.read(home)
    assert sorted((row.variant, row.seed) for row in rows) == [(name, i) for name in "ab" for i in range(40)]


def test_a_full_disk_does_not_cost_the_training(home, capsys, monkeypatch):
    home.write_text("a file where the folder should be")
    net = linear()
    before = net[1].weight.clone()
    lineage.fit(net, "mine", device="cpu")
    assert not torch.equal(net[1].weight, before)
    assert "The result could not be kept:" in capsys.readouterr().out
