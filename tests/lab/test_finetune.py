"""The lab's methods and commands: features kept and mended, a head that is the optimum, what is frozen stands still, a file that says what it is."""

import json
import os
import shutil
import signal
import subprocess
import sys

import pytest
import torch
from folders import fill
from torch import nn

from convnets import cli, data, handin, models
from convnets.lab import features, finetune, tuning
from convnets.lab.fusing import fused
from convnets.lab.head import fit_head
from convnets.models.resnet import conv_bn_relu
from convnets.train import checkpoint


def ctrl_c_while_looking(monkeypatch, batch: int, call: int = 1) -> list:
    """Ctrl-C comes when this batch of pictures is to be looked at, in this call; the calls until now."""
    on_cores, calls = features._on_cores, []

    def stopped(*args):
        calls.append(args)
        for i, looked_at in enumerate(on_cores(*args)):
            if i == batch and len(calls) == call:
                raise KeyboardInterrupt
            yield looked_at

    monkeypatch.setattr(features, "_on_cores", stopped)
    return calls


@pytest.fixture(autouse=True)
def home(monkeypatch, tmp_path):
    monkeypatch.delenv("CONVNETS_CATS_DOGS", raising=False)
    monkeypatch.delenv("CONVNETS_FAST", raising=False)
    monkeypatch.setenv("CONVNETS_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


@pytest.fixture
def body():
    torch.manual_seed(0)
    net = nn.Sequential(conv_bn_relu(3, 8, 3, stride=2), conv_bn_relu(8, 12, 3, stride=2), nn.AdaptiveAvgPool2d(1), nn.Flatten())
    for norm in net.modules():
        if isinstance(norm, nn.BatchNorm2d):
            norm.running_mean.uniform_(-0.2, 0.2)
            norm.running_var.uniform_(0.5, 2)
    return net


SMALL = data.View(32)


def test_features_are_what_the_network_says_and_are_computed_once(body, home):
    photos = data.drawn(11)
    first = features.extract(photos, body, view=SMALL)
    with torch.no_grad():
        expected = body.eval()(torch.stack([SMALL(photos[i]) for i in range(11)]))
    torch.testing.assert_close(first.values, expected, rtol=1e-4, atol=1e-4)
    again = features.extract(photos, body, view=SMALL)
    assert again.kept and not first.kept and torch.equal(again.values, first.values) and again.names == photos.names
    assert [file.name for file in features.folder().iterdir()] == [f"{first.key}.safetensors"]


def test_another_picture_weight_or_view_is_another_file(body):
    photos, keys = data.drawn(5), set()
    keys.add(features.extract(photos, body, view=SMALL).key)
    keys.add(features.extract(photos[[0, 1, 2, 4]], body, view=SMALL).key)
    keys.add(features.extract(photos, body, view=data.View(32, mirror=True)).key)
    with torch.no_grad():
        body[1].conv.weight[0, 0, 0, 0] += 1e-3
    keys.add(features.extract(photos, body, view=SMALL).key)
    body[0].relu = nn.Identity()  # the same numbers, another network
    keys.add(features.extract(photos, body, view=SMALL).key)
    assert len(keys) == 5


@pytest.mark.parametrize("harm", [lambda b: b[: len(b) // 2], lambda b: b"", lambda b: b"{" * 100, lambda b: b[:-8] + b"\xff" * 8])
def test_damaged_features_are_computed_anew(body, harm):
    photos = data.drawn(5)
    first = features.extract(photos, body, view=SMALL)
    path = features.folder() / f"{first.key}.safetensors"
    path.write_bytes(harm(path.read_bytes()))
    again = features.extract(photos, body, view=SMALL)
    assert not again.kept and torch.equal(again.values, first.values)
    assert features.extract(photos, body, view=SMALL).kept


def test_features_that_were_interrupted_go_on_where_they_stopped(body, monkeypatch):
    photos = data.drawn(21)
    whole = features.extract(photos, body, view=SMALL, keep=False)
    ctrl_c_while_looking(monkeypatch, batch=2)
    some = features.extract(photos, body, view=SMALL)
    assert some.interrupted and len(some) == 2 * features.AT_ONCE and torch.equal(some.values, whole.values[: len(some)])
    monkeypatch.undo()
    monkeypatch.setenv("CONVNETS_HOME", str(features.folder().parent))
    rest = features.extract(photos, body, view=SMALL)
    assert not rest.interrupted and torch.allclose(rest.values, whole.values, atol=1e-5) and rest.labels.equal(photos.labels)


def test_a_picture_that_is_gone_leaves_the_others_in_their_place(tmp_path, body):
    lab = data.cats_vs_dogs(fill(tmp_path / "pets", 8))
    whole = features.extract(lab.train, body, view=SMALL, keep=False)
    (tmp_path / "pets" / lab.train.names[5]).unlink()
    left = [i for i in range(len(lab.train)) if i != 5]
    seen = features.extract(lab.train, body, view=SMALL)
    assert torch.allclose(seen.values, whole.values[left], atol=1e-5) and seen.names == tuple(lab.train.names[i] for i in left)
    assert seen.labels.equal(lab.train.labels[left]) and features.extract(lab.train, body, view=SMALL).names == seen.names


def test_fusing_changes_no_output():
    for name in ("efficientnet_lite0", "resnet18"):
        net = models.create(name, width=0.25).eval()
        for norm in net.modules():
            if isinstance(norm, nn.BatchNorm2d):
                norm.running_mean.uniform_(-0.2, 0.2)
                norm.running_var.uniform_(0.5, 2)
        x = torch.randn(2, 3, 64, 64)
        with torch.no_grad():
            expected = net(x)
            torch.testing.assert_close(fused(net)(x), expected, rtol=1e-3, atol=1e-4)
        assert not any(isinstance(m, nn.BatchNorm2d) for m in net.modules())


def blobs(n=150, d=20, k=2, seed=0, apart=1.0):
    torch.manual_seed(seed)
    labels = torch.arange(n) % k
    return 5 + 3 * torch.randn(n, d) + apart * 3 * torch.randn(k, d)[labels], labels


@pytest.mark.parametrize(("n", "d", "k"), [(150, 20, 2), (60, 200, 2), (150, 20, 4)])
def test_the_head_is_the_optimum_of_its_problem(n, d, k):
    """The gradient of mean cross-entropy plus strength / 2 * |weights|^2 is nil, in features of mean 0 and mean square 1."""
    values, labels = blobs(n, d, k)
    head = fit_head(values, labels, strength=0.03)
    middle = values.mean(0)
    scale = (values - middle).square().mean().sqrt()
    weight = (head.weight * scale).double().requires_grad_()
    bias = (head.bias + head.weight @ middle).double().requires_grad_()
    loss = nn.functional.cross_entropy(((values - middle) / scale).double() @ weight.T + bias, labels) + 0.015 * weight.square().sum()
    for slope in torch.autograd.grad(loss, (weight, bias)):
        assert slope.abs().max() < 2e-3
    assert not head.trials


def test_cross_validation_holds_the_head_back_as_far_as_it_should():
    noise, clear = (fit_head(*blobs(200, 60, apart=apart)) for apart in (0.15, 2.0))
    assert noise.strength > clear.strength and max(clear.trials.values()) > 0.98 > max(noise.trials.values())
    values, labels = blobs(200, 60, apart=0.5)
    twice = fit_head(values.repeat(2, 1), labels.repeat(2), groups=torch.arange(200).repeat(2))
    naive = fit_head(values.repeat(2, 1), labels.repeat(2))
    assert max(naive.trials.values()) >= max(twice.trials.values())  # a copy in the other fold flatters
    with pytest.raises(ValueError, match="all 200 pictures are of one class"):
        fit_head(values, torch.zeros(200, dtype=torch.int64))


def test_what_is_frozen_stands_still_in_training_too():
    net = models.create("efficientnet_lite0", width=0.25, num_classes=2)
    finetune.freeze(net)
    finetune.unfreeze(net.classifier)
    finetune.unfreeze(net.stage7, norms=False)
    before = {name: value.clone() for name, value in net.state_dict().items()}
    learning = finetune.groups(net, lr=0.1)
    assert [(g["name"], g["lr"], len(g["params"])) for g in learning] == [("body", pytest.approx(0.01), 9), ("head", 0.1, 2)]
    descent = torch.optim.SGD(learning, weight_decay=0.1)
    net.train()
    nn.functional.cross_entropy(net(torch.randn(4, 3, 64, 64)), torch.tensor([0, 1, 0, 1])).backward()
    descent.step()
    moved = {name for name, value in net.state_dict().items() if not torch.equal(value, before[name])}
    assert moved == {name for name, _ in net.named_parameters() if name.startswith(("stage7.", "classifier."))}
    finetune.unfreeze(net)
    net.train()(torch.randn(4, 3, 64, 64))
    assert not torch.equal(net.stem.bn.running_mean, before["stem.bn.running_mean"])


@pytest.fixture(scope="module")
def pets(tmp_path_factory):
    return fill(tmp_path_factory.mktemp("lab") / "pets", 24)


def test_the_command_learns_writes_and_repeats_from_what_it_kept(pets, tmp_path, capsys):
    out = tmp_path / "out.safetensors"
    assert cli.main(["finetune", "--data", str(pets), "--out", str(out), "--json", "--predictions", "--device", "cpu"]) == 0
    told = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert told["method"] == "probe" and told["device"].startswith("CPU") and told["seconds"] > 0 and told["accuracy"] >= 0.7
    assert sum(map(sum, told["confusion"])) == told["pictures"] == len(told["predictions"]) == 8
    right = sum(p["truth"] == p["said"] for p in told["predictions"])
    assert right == told["confusion"][0][0] + told["confusion"][1][1] == round(8 * told["accuracy"])
    assert len(list(features.folder().iterdir())) == 2

    assert cli.main(["finetune", "--data", str(pets), "--json"]) == 0
    again = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert again["confusion"] == told["confusion"] and again["seconds"] < told["seconds"]

    shown = [str(pets / p["name"]) for p in told["predictions"]]
    assert cli.main(["predict", str(out), *shown]) == 0
    said = [line.split("\t")[:2] for line in capsys.readouterr().out.splitlines()]
    assert said == [[name, p["said"]] for name, p in zip(shown, told["predictions"], strict=True)]


def test_the_file_gives_a_grader_the_same_accuracy(pets, tmp_path):
    lab = data.cats_vs_dogs(pets)
    result = finetune.run(lab, progress=False)
    net, card = handin.load(result.save(tmp_path / "it.safetensors"))
    found = handin.evaluate(net, card, lab.test)
    assert found["accuracy"] == result.accuracy and found["confusion"] == result.confusion and card["accuracy"] == result.accuracy
    assert card["size"] == 224 and card["mean"] == [0.5, 0.5, 0.5] and card["data"] == "folder"
    low, high = result.interval
    assert low < result.accuracy <= high and "95% interval" in repr(result)
    predictor = finetune.load(tmp_path / "it.safetensors")
    assert predictor.views == result.views
    assert finetune.evaluate(predictor.model, lab.test, predictor.views)[0].accuracy == result.accuracy


@pytest.mark.parametrize("method", ["finetune", "scratch", "best"])
def test_every_method_leaves_a_file_that_a_grader_reads_alike(method, pets, tmp_path, monkeypatch):
    monkeypatch.setenv("CONVNETS_FAST", "1")
    lab = data.cats_vs_dogs(pets, train_pictures=8, test_pictures=4)
    result = finetune.run(lab, method, progress=False)
    net, card = handin.load(result.save(tmp_path / "it.safetensors"))
    assert handin.evaluate(net, card, lab.test)["confusion"] == result.confusion
    assert card["method"] == method and len(result.stages) > 1


def test_training_that_is_interrupted_keeps_what_was_learned(pets, monkeypatch, capsys):
    lab = data.cats_vs_dogs(pets, train_pictures=12, test_pictures=4)
    varied, calls = tuning.varied, []

    def stop(pixels, size):
        calls.append(len(pixels))
        if len(calls) == 4:
            raise KeyboardInterrupt
        return varied(pixels, size)

    monkeypatch.setattr(tuning, "varied", stop)
    result = finetune.run(lab, "scratch", progress=False, epochs=9)
    assert result.interrupted and "Stopped in epoch 3 of 9. What was learned is kept" in capsys.readouterr().out
    assert all(p.isfinite().all() for p in result.model.parameters())


def test_ctrl_c_while_looking_uses_what_was_seen(pets, monkeypatch, capsys):
    ctrl_c_while_looking(monkeypatch, batch=4)
    assert cli.main(["finetune", "--data", str(pets), "--json"]) == 0
    said = capsys.readouterr().out
    assert "Stopped after 16 of 40 pictures" in said and json.loads(said.splitlines()[-1])["interrupted"]


def test_other_classes_than_cats_and_dogs_will_do(tmp_path, monkeypatch):
    folder = fill(tmp_path / "things", 8, names=("apple", "pear"))
    shutil.copytree(folder / "pear", folder / "plum")
    for i, file in enumerate(sorted((folder / "plum").iterdir())):
        data.drawn(16, "plums")[i].rotate(180).save(file)
    result = finetune.run(data.cats_vs_dogs(folder), progress=False)
    assert result.classes == ("apple", "pear", "plum") and result.model.classifier.weight.shape == (3, 1280)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["finetune", "--data", "nowhere"], "there is no folder nowhere"),
        (["finetune", "--data", "{pets}", "--device", "gpu"], "no device 'gpu' here"),
        (["finetune", "--data", "{pets}", "--device", "meta"], "it is none of cpu, cuda, mps"),
        (["finetune", "--data", "{pets}", "--out", "{pets}"], "is a folder: name a file in it"),
        (["finetune", "--data", "{pets}", "--out", "{pets}/cat/0.jpg/x.safetensors"], "x.safetensors cannot be written"),
        (["finetune", "--data", "{pets}", "--out", "{pets}/new/"], "new is a folder: name a file in it"),
        (["finetune", "--data", "{pets}", "--out", ""], "is a folder: name a file in it"),
        (["finetune", "--data", ""], "--data is empty: name a folder"),
        (["finetune", "--test", "{pets}"], "no folder to learn from"),
        (["predict", "{pets}", "x.jpg"], "pets is a folder; name the file"),
        (["finetune", "--data", "{pets}", "--body", "resnet19"], "resnet19"),
        (["predict", "nothing.safetensors", "x.jpg"], "there is no nothing.safetensors here"),
    ],
    ids=lambda v: v[-1] if isinstance(v, list) else "",
)
def test_a_wrong_word_ends_in_one_clear_line(words, said, pets, capsys):
    assert cli.main([word.format(pets=pets) for word in words]) == 1
    error = capsys.readouterr().err
    assert said in error and error.count("\n") == 1 and error.startswith("convnets: ")


def test_a_picture_that_cannot_be_read_does_not_keep_the_others_back(pets, tmp_path, capsys):
    lab = data.cats_vs_dogs(pets, train_pictures=10, test_pictures=2)
    file = finetune.run(lab, progress=False).save(tmp_path / "it.safetensors")
    good = str(pets / lab.test.names[0])
    capsys.readouterr()
    assert cli.main(["predict", str(file), "missing.jpg", good]) == 1
    output = capsys.readouterr()
    assert output.out.startswith(good) and "missing.jpg: there is no such file" in output.err


def test_a_hint_that_is_right_saves_pictures_and_a_wrong_one_is_unlearned():
    torch.manual_seed(3)
    direction = nn.functional.normalize(torch.randn(60), dim=0)
    labels = torch.arange(4000) % 2
    values = torch.randn(4000, 60) + 1.8 * (2 * labels[:, None] - 1) * direction

    def accuracy(n, hints):
        head = fit_head(values[:n], labels[:n], hints=hints, strength=0.01)
        return (head(values[2000:]).argmax(dim=1) == labels[2000:]).float().mean().item()

    assert accuracy(16, direction[None]) > accuracy(16, None) + 0.05
    wrong = torch.randn(1, 60)
    assert accuracy(1000, wrong) > accuracy(1000, None) - 0.01


def test_features_that_cannot_be_kept_are_used_all_the_same(body, home, capsys):
    home.write_text("a file where the folder should be")
    seen = features.extract(data.drawn(5), body, view=SMALL)
    assert len(seen) == 5 and "could not be kept" in capsys.readouterr().out


def test_a_file_that_cannot_be_written_does_not_lose_the_result(pets, tmp_path, monkeypatch, capsys, home):
    save, out = finetune.Result.save, tmp_path / "new/it.safetensors"

    def full(result, path):
        if path == out:
            raise OSError(28, "No space left on device")
        return save(result, path)

    monkeypatch.setattr(finetune.Result, "save", full)
    assert cli.main(["finetune", "--data", str(pets), "--out", str(out), "--json"]) == 1
    output = capsys.readouterr()
    assert json.loads(output.out.splitlines()[-1])["pictures"] == 8
    assert "it.safetensors cannot be written (No space left on device): the network is in" in output.err and output.err.count("\n") == 1
    (refuge,) = home.glob("it.*.safetensors")
    assert str(refuge) in output.err and finetune.load(refuge).classes == ("cat", "dog")


def test_what_was_there_is_not_lost(pets, tmp_path, monkeypatch, capsys):
    """A file that is no hand-in is left alone; a hand-in gives way, but not to one that was stopped early."""
    picture = pets / "cat" / "0.jpg"
    before = picture.read_bytes()
    assert cli.main(["finetune", "--data", str(pets), "--out", str(picture)]) == 1
    assert "0.jpg is there already" in capsys.readouterr().err and picture.read_bytes() == before
    os.mkfifo(tmp_path / "pipe")
    assert cli.main(["finetune", "--data", str(pets), "--out", str(tmp_path / "pipe")]) == 1
    assert "pipe is there already" in capsys.readouterr().err and (tmp_path / "pipe").is_fifo()

    out = tmp_path / "it.safetensors"
    out.touch()  # as mktemp makes it
    for _ in range(2):
        assert cli.main(["finetune", "--data", str(pets), "--out", str(out)]) == 0
    assert [file.name for file in tmp_path.glob("it*")] == [out.name]
    first, run = out.read_bytes(), finetune.run

    def stopped(*args, **how):
        result = run(*args, **how)
        result.interrupted = True
        result.card["seed"] = 1
        return result

    monkeypatch.setattr(finetune, "run", stopped)
    assert cli.main(["finetune", "--data", str(pets), "--out", str(out)]) == 0
    assert "what was there is now" in capsys.readouterr().out
    assert (tmp_path / "it.before.safetensors").read_bytes() == first != out.read_bytes()


def test_ctrl_c_while_libraries_are_read_is_one_line(monkeypatch, capsys):
    def stopped(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(cli.lab, "_device", stopped)
    monkeypatch.setattr(cli.entry, "_author_errors", lambda: pytest.fail("imports what may be half imported"))
    assert cli.main(["finetune"]) == 1
    assert capsys.readouterr().err.startswith("convnets: stopped")


def test_ctrl_c_while_testing_says_so_and_one_while_looking_ends_fine_tuning_too(pets, monkeypatch):
    lab = data.cats_vs_dogs(pets, train_pictures=8, test_pictures=8)
    calls = ctrl_c_while_looking(monkeypatch, batch=1, call=2)
    monkeypatch.setenv("CONVNETS_FAST", "1")
    result = finetune.run(lab, "finetune", progress=False)
    assert result.interrupted and len(result.names) == 4 and dict(result.stages)["fine-tuning"] > 0

    calls[:] = [None]
    result = finetune.run(lab, "finetune", progress=False, keep=False)
    assert result.interrupted and len(result.names) == 8 and "fine-tuning" not in dict(result.stages)


@pytest.mark.parametrize("method", ["probe", "best", "scratch"])
def test_ctrl_c_before_anything_is_tested_keeps_what_was_learned(method, pets, tmp_path, monkeypatch, capsys):
    """However often it is pressed: while the test begins, and while the file is written."""
    extract, write = features.extract, checkpoint.write

    def stopped(photos, *args, **how):
        if len(photos) == 8:
            raise KeyboardInterrupt
        return extract(photos, *args, **how)

    def impatient(*args):
        signal.raise_signal(signal.SIGINT)
        return write(*args)

    monkeypatch.setattr(features, "extract", stopped)
    monkeypatch.setattr(checkpoint, "write", impatient)
    monkeypatch.setenv("CONVNETS_FAST", "1")
    out = tmp_path / "it.safetensors"
    assert cli.main(["finetune", "--data", str(pets), "--method", method, "--out", str(out), "--json"]) == 0
    output = capsys.readouterr()
    told = json.loads(output.out.splitlines()[-1])
    assert (told["accuracy"], told["pictures"], told["confusion"], told["interrupted"]) == (None, 0, [[0, 0], [0, 0]], True)
    assert "nobody knows yet" in output.out and f"{method}: not tested" in output.out and not output.err
    monkeypatch.undo()
    predictor = finetune.load(out)
    four = data.cats_vs_dogs(pets).test.take(4)
    assert "accuracy" not in predictor.card and finetune.evaluate(predictor.model, four, predictor.views)[0].logits.isfinite().all()


def test_a_second_ctrl_c_while_threads_end_loses_no_features(body, monkeypatch):
    photos, on_cores = data.drawn(21), features._on_cores

    def stopped(*args):
        try:
            for i, batch in enumerate(on_cores(*args)):
                if i == 2:
                    raise KeyboardInterrupt
                yield batch
        finally:
            raise KeyboardInterrupt

    monkeypatch.setattr(features, "_on_cores", stopped)
    some = features.extract(photos, body, view=SMALL)
    assert some.interrupted and len(some) == 2 * features.AT_ONCE
    monkeypatch.setattr(features, "_on_cores", on_cores)
    assert not features.extract(photos, body, view=SMALL).interrupted


def test_a_network_from_scratch_without_one_epoch_is_no_result(pets, monkeypatch, tmp_path, capsys):
    def stop(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(tuning, "varied", stop)
    out = tmp_path / "it.safetensors"
    assert cli.main(["finetune", "--data", str(pets), "--method", "scratch", "--out", str(out)]) == 1
    assert capsys.readouterr().err.startswith("convnets: stopped") and not out.exists()


def test_the_command_line_offers_the_methods_that_there_are():
    """It has its own list of names, so that asking for help does not load torch."""
    assert tuple(finetune.METHODS) == cli.lab.METHODS


def test_classes_that_no_file_could_name_are_refused_before_the_work(tmp_path, monkeypatch):
    folder = fill(tmp_path / "pets", 4, names=("a" * 101, "dog"))
    monkeypatch.setattr(features, "extract", lambda *_, **__: pytest.fail("work that cannot be saved"))
    with pytest.raises(handin.HandinError, match="it should be a list of different names"):
        finetune.run(data.cats_vs_dogs(folder), progress=False)


def test_a_reader_who_has_read_enough_is_no_error(pets, tmp_path):
    command = f'"{sys.executable}" -m convnets finetune --data "{pets}" --predictions | true'
    done = subprocess.run(["sh", "-c", command], capture_output=True, text=True, timeout=60)
    assert not done.stderr
