"""The training loop learns, stops well, and says what is wrong."""

import math

import pytest
import torch
from torch import nn
from torch.utils.data import DataLoader, Dataset, Subset, TensorDataset

from convnets import data, models, train
from convnets.base.names import UnknownName


@pytest.fixture(scope="module", autouse=True)
def one_thread():
    """Small networks on several threads crawl when tests share the cores."""
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(before)


@pytest.fixture(scope="module")
def digits():
    return data.load("digits")


def linear(num_classes: int = 10) -> nn.Module:
    torch.manual_seed(0)
    return nn.Sequential(nn.Flatten(), nn.Linear(1024, num_classes))


def test_lenet5_learns_the_digits(digits):
    torch.manual_seed(0)
    net = models.create("lenet5")
    history = train.fit(net, digits, **train.DIGITS | dict(epochs=4))
    assert history.updates == 4 * 63 and not history.interrupted and history.seconds > 0
    assert [len(x) for x in (history.loss, history.accuracy, history.test_loss, history.test_accuracy)] == [4] * 4
    assert history.test_accuracy[-1] > 0.95 and history.loss[-1] < history.loss[0]
    result = train.evaluate(net, digits.test)
    assert result.accuracy == history.test_accuracy[-1] and math.isclose(result.loss, history.test_loss[-1], rel_tol=1e-5)


def test_fit_is_the_plain_loop(digits):
    pictures, net, twin = digits.train.take(200), linear(), linear()
    history = train.fit(net, pictures, epochs=2, batch_size=50, lr=0.1, momentum=0.9, weight_decay=0.01, seed=5)
    optimizer = torch.optim.SGD(twin.parameters(), lr=0.1, momentum=0.9, weight_decay=0.01)
    for epoch in range(2):
        losses = []
        for images, labels in pictures.batches(50, shuffle=True, seed=5000 + epoch):
            optimizer.zero_grad()
            loss = nn.functional.cross_entropy(twin(images), labels)
            loss.backward()
            optimizer.step()
            losses.append(loss.item())
        assert history.loss[epoch] == pytest.approx(sum(losses) / 4)
    assert torch.equal(net[1].weight, twin[1].weight)
    assert history.test_loss == []


def test_gradients_that_were_left_switched_off_do_not_stop_a_training(digits):
    torch.set_grad_enabled(False)
    try:
        assert train.fit(linear(), digits.train.take(50), epochs=1).updates == 1
        assert not torch.is_grad_enabled(), "the switch is as it was"
    finally:
        torch.set_grad_enabled(True)


def test_a_network_of_lazy_layers_gets_its_shapes_from_the_pictures(digits):
    lazy = nn.Sequential(nn.LazyConv2d(4, 3), nn.ReLU(), nn.Flatten(), nn.LazyLinear(10))
    assert train.fit(lazy, digits.train.take(50), epochs=1).updates == 1 and lazy[3].in_features == 4 * 30 * 30


def test_the_same_seed_gives_the_same_network(digits):
    pictures = digits.train.take(256)

    def trained(seed):
        net = nn.Sequential(linear(32), nn.Dropout(), nn.Linear(32, 10))
        train.fit(net, pictures, epochs=1, augment=data.random_shift, seed=seed)
        return net[0][1].weight

    torch.manual_seed(0)
    a, b, c = trained(0), trained(0), trained(1)
    assert not torch.equal(a, c)
    assert torch.equal(a, b) or torch.allclose(a, b)


def test_schedules_start_and_end_where_they_should():
    shape = {name: [round(share(done), 3) for done in (0, 0.25, 0.5, 1)] for name, share in train.SCHEDULES.items()}
    assert shape == {
        "constant": [1, 1, 1, 1],
        "step": [1, 1, 0.1, 0.001],
        "cosine": [1, 0.854, 0.5, 0],
        "one-cycle": [0, 1, 0.667, 0],
    }


def test_the_schedule_clipping_and_groups_reach_the_optimizer(digits):
    pictures = digits.train.take(128)
    still, clipped, frozen = linear(), linear(), linear()
    train.fit(still, pictures, epochs=1, schedule=lambda done: 0.0)
    assert torch.equal(still[1].weight, linear()[1].weight)
    train.fit(clipped, pictures, epochs=1, lr=1.0, momentum=0, weight_decay=0, clip=1e-3)
    assert (clipped[1].weight - linear()[1].weight).norm() < 2.1e-3
    train.fit(frozen, pictures, epochs=1, groups=[{"params": [frozen[1].bias]}])
    assert torch.equal(frozen[1].weight, linear()[1].weight) and not torch.equal(frozen[1].bias, linear()[1].bias)


def test_rmsprop_is_torchs(digits):
    pictures, net, twin = digits.train.take(64), linear(), linear()
    train.fit(net, pictures, epochs=1, lr=0.01, momentum=0.5, weight_decay=0.01, optimizer="rmsprop")
    descent = torch.optim.RMSprop(twin.parameters(), lr=0.01, alpha=0.9, eps=1e-3, momentum=0.5, weight_decay=0.01)
    images, labels = next(pictures.batches(64, shuffle=True, seed=0))
    nn.functional.cross_entropy(twin(images), labels).backward()
    descent.step()
    assert torch.equal(net[1].weight, twin[1].weight)


@pytest.mark.parametrize(("name", "torchs"), [("adam", torch.optim.Adam), ("adamw", torch.optim.AdamW)])
def test_adam_is_torchs(digits, name, torchs):
    pictures, net, twin = digits.train.take(64), linear(), linear()
    train.fit(net, pictures, epochs=1, lr=0.01, weight_decay=0.01, optimizer=name)
    descent = torchs(twin.parameters(), lr=0.01, weight_decay=0.01)
    images, labels = next(pictures.batches(64, shuffle=True, seed=0))
    nn.functional.cross_entropy(twin(images), labels).backward()
    descent.step()
    assert torch.equal(net[1].weight, twin[1].weight)


class Listed(Dataset):
    """A Dataset as a student writes one."""

    def __init__(self, pictures):
        self.pictures, self.classes = pictures, ["zero", "one"]

    def __len__(self):
        return len(self.pictures)

    def __getitem__(self, i):
        return self.pictures.images[i], int(self.pictures.labels[i])


GIVEN = {
    "a pair of tensors": lambda p: (p.images, p.labels),
    "a TensorDataset": lambda p: TensorDataset(p.images, p.labels),
    "a Dataset": Listed,
    "a part of a Dataset": lambda p: Subset(Listed(p), range(len(p))),
}


@pytest.mark.parametrize("kind", GIVEN)
def test_what_pytorch_users_have_trains_the_same_network(digits, kind):
    """The order is another where torch's own sampler shuffles, so all pictures go in at once."""
    pictures, net, twin = digits.train.take(70), linear(), linear()
    given, how = GIVEN[kind](pictures), dict(epochs=2, batch_size=70)
    history, expected = train.fit(net, given, test=given, **how), train.fit(twin, pictures, test=pictures, **how)
    assert train.fit(linear(), given, epochs=1).updates == 2
    torch.testing.assert_close(net[1].weight, twin[1].weight)
    assert history.updates == 2 and history.test_loss == pytest.approx(expected.test_loss)
    found = train.evaluate(net, given)
    assert torch.equal(found.labels, pictures.labels) and found.classes[0] == (
        "zero" if "Dataset" in kind and "Tensor" not in kind else "0"
    )


def test_a_loader_keeps_its_batches_and_says_how_many_there_are(digits):
    loader = DataLoader(Listed(digits.train.take(70)), batch_size=20, drop_last=True)
    assert train.fit(linear(), loader, epochs=2).updates == 6
    assert len(train.evaluate(linear(), loader).labels) == 60


@pytest.mark.parametrize(
    ("net", "pictures", "how", "says"),
    [
        (nn.Linear, None, {}, "Linear is a class, no network yet: build one, Linear"),
        (len, None, {}, "no network: <built-in function len>"),
        (linear(), 3, {}, "no labelled pictures but int: .* a Dataset or a DataLoader"),
        (linear(), None, {"device": "gpu"}, "no device 'gpu': it is cpu, cuda or mps"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_cannot_be_trained_or_trained_on_is_told_in_a_line(digits, net, pictures, how, says):
    with pytest.raises((TypeError, ValueError), match=says):
        train.fit(net, pictures or digits, epochs=1, **how)


class WithHead(nn.Module):
    """Two linear classifiers: the second one is an auxiliary head, heard in training only."""

    def __init__(self, always: bool = False) -> None:
        super().__init__()
        self.own, self.head, self.always = linear(), linear(), always

    def forward(self, x):
        return (self.own(x), self.head(x)) if self.training or self.always else self.own(x)


def test_an_auxiliary_head_learns_by_its_share_and_is_not_counted(digits):
    """The step is that of own loss + 0.3 x the head's; the history shows the network's own loss and accuracy."""
    pictures, net, alone = digits.train.take(64), WithHead(), linear()
    how = dict(epochs=1, lr=0.1, momentum=0, weight_decay=0)
    history, expected = train.fit(net, pictures, **how), train.fit(alone, pictures, **how)
    assert torch.equal(net.own[1].weight, alone[1].weight)
    assert (history.loss, history.accuracy) == (expected.loss, expected.accuracy)
    start = linear()[1].weight
    torch.testing.assert_close(net.head[1].weight - start, 0.3 * (alone[1].weight - start))
    twice = WithHead()
    train.fit(twice, pictures, auxiliary=0.6, **how)
    torch.testing.assert_close(twice.head[1].weight - start, 0.6 * (alone[1].weight - start))


def test_a_head_that_speaks_in_evaluation_too_is_named(digits):
    with pytest.raises(ValueError, match=r"2 outputs rather than its logits alone.*if self\.training"):
        train.fit(WithHead(always=True), digits.train.take(8), epochs=1)


def test_label_smoothing_spreads_the_target(digits):
    pictures = digits.train.take(64)
    history = train.fit(linear(), pictures, epochs=1, label_smoothing=0.3)
    scores = linear()(pictures.images).log_softmax(dim=1)
    target = 0.7 * nn.functional.one_hot(pictures.labels, 10) + 0.3 / 10
    assert history.loss[0] == pytest.approx(float(-(target * scores).sum(dim=1).mean().detach()), rel=1e-5)


def test_ctrl_c_keeps_what_was_learned(digits, capsys):
    calls = 0

    def impatient(images):
        nonlocal calls
        calls += 1
        if calls == 6:
            raise KeyboardInterrupt
        return images

    net = linear()
    history = train.fit(net, digits.train.take(256), epochs=9, augment=impatient)
    assert history.interrupted and history.updates == 5 and len(history.loss) == 1
    assert not torch.equal(net[1].weight, linear()[1].weight)
    assert "Stopped in epoch 2 of 9" in capsys.readouterr().out


def test_fast_mode_takes_a_few_batches(digits, monkeypatch):
    monkeypatch.setenv("CONVNETS_FAST", "1")
    history = train.fit(linear(), digits, epochs=50, schedule="one-cycle")
    assert history.updates == 4 and len(history.test_accuracy) == 2


def test_nothing_is_written_to_stderr(digits, capfd):
    train.fit(linear(), digits.train.take(128), epochs=1)
    assert capfd.readouterr().err == ""


def test_after_each_epoch_the_history_so_far_is_handed_on(digits):
    seen = []
    train.fit(linear(), digits.train.take(64), test=digits.test.take(50), epochs=3, after_epoch=lambda h: seen.append(len(h.test_loss)))
    assert seen == [1, 2, 3]


def test_evaluation_adds_up(digits):
    net = nn.Sequential(linear(), nn.Dropout(0.5)).train()
    pictures = digits.test.take(250)
    result = train.evaluate(net, pictures, batch_size=64)
    assert net.training and result.logits.shape == (250, 10) and result.logits.dtype == torch.float32
    torch.testing.assert_close(result.logits, net.eval()(pictures.images).detach())
    assert torch.equal(result.labels, pictures.labels) and torch.equal(result.predictions, result.logits.argmax(1))
    assert result.confusion.sum() == 250 and result.confusion.diagonal().sum() == round(result.accuracy * 250)
    row, column = pictures.labels[0], result.predictions[0]
    assert result.confusion[row, column] == ((result.labels == row) & (result.predictions == column)).sum()
    worst = result.mistakes()
    assert len(worst) == 250 - result.confusion.diagonal().sum()
    assert result.probabilities[worst[0]].max() == result.probabilities[worst].max()


@pytest.mark.parametrize(
    ("build", "says"),
    [
        (lambda: nn.Conv2d(3, 6, 5), "does not take pictures of 1 x 32 x 32.*first layer expect 1 channel,"),
        (lambda: nn.Sequential(nn.Flatten(), nn.Linear(784, 10)), "does not take pictures.*first linear layer"),
        (lambda: linear(2), r"scores of shape \(2, 2\).*num_classes=10"),
        (lambda: nn.Conv2d(1, 10, 5), "are its maps flattened"),
        (lambda: nn.Sequential(linear().requires_grad_(False)), "nothing to learn"),
    ],
)
def test_a_network_that_does_not_fit_the_pictures_is_told_so(digits, build, says):
    with pytest.raises(ValueError, match=says):
        train.fit(build(), digits, epochs=1)


@pytest.mark.parametrize(("flatten", "channels_last"), [(lambda x: x.view(len(x), -1), False), (lambda x: x.flatten(1), True)])
def test_maps_lie_channels_last_unless_the_network_reads_them_as_they_lie(digits, flatten, channels_last):
    class Net(nn.Module):
        def __init__(self):
            super().__init__()
            self.conv, self.linear = nn.Conv2d(1, 4, 5, stride=4), nn.Linear(4 * 49, 10)

        def forward(self, x):
            x = self.conv(x)
            layouts.append(x.is_contiguous())
            return self.linear(flatten(x))

    layouts, net = [], Net()
    train.fit(net, digits.train.take(64), epochs=1, batch_size=32)
    assert layouts[-2:] == [not channels_last] * 2
    assert net.conv.weight.is_contiguous()  # afterwards, however it was trained


@pytest.mark.parametrize(("channels", "threads"), [(2, 1), (128, 2)])
def test_a_network_of_small_layers_is_trained_by_one_thread_and_a_larger_one_by_all(digits, channels, threads):
    class Net(nn.Sequential):
        def forward(self, x):
            seen.add(torch.get_num_threads())
            return super().forward(x)

    seen, before = set(), torch.get_num_threads()
    net = Net(nn.Conv2d(1, channels, 3), nn.Conv2d(channels, channels, 3), nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(channels, 10))
    try:
        torch.set_num_threads(2)
        history = train.fit(net, digits.train.take(64), epochs=1)
        assert torch.get_num_threads() == 2
    finally:
        torch.set_num_threads(before)
    assert history.device == f"CPU, {threads} thread{'s' * (threads > 1)}" and threads in seen


def test_an_unwritten_exercise_speaks_for_itself(digits):
    class Stub(nn.Module):
        def forward(self, x):
            raise NotImplementedError("write me")

    with pytest.raises(NotImplementedError, match="write me"):
        train.fit(Stub(), digits, epochs=1)


def test_a_loss_that_is_no_number_stops_with_advice(digits):
    with pytest.raises(FloatingPointError, match=r"lr=1e\+07 rather than 1e\+08.*normalised"):
        train.fit(models.create("lenet5"), digits.train.take(640), epochs=3, lr=1e8)


def test_an_unknown_schedule_or_optimizer_is_answered(digits):
    with pytest.raises(UnknownName, match="Nearest: 'cosine'"):
        train.fit(linear(), digits, epochs=1, schedule="cosin")
    with pytest.raises(UnknownName, match="no optimizer called 'adamm'. Nearest: 'adam', 'adamw'. All of them: sgd, rmsprop"):
        train.fit(linear(), digits, epochs=1, optimizer="adamm")


@pytest.mark.gpu
@pytest.mark.skipif(not torch.cuda.is_available(), reason="needs a CUDA device")
def test_training_on_a_gpu_reaches_the_same_accuracy(digits):
    net = models.create("lenet5")
    history = train.fit(net, digits, **train.DIGITS | dict(epochs=4))
    assert next(net.parameters()).is_cuda and history.test_accuracy[-1] > 0.95
