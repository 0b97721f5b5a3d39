"""GoogLeNet against its paper's table, and against torchvision's network with the differences put right."""

import pytest
import torch
import torchvision
from proof import assert_as_published, on_meta, pour, scramble, stage_sizes
from torch import nn
from torch.nn import functional
from torchvision.models.googlenet import GoogLeNet, Inception, InceptionAux

from convnets import measure, models
from convnets.base.names import UnknownName
from convnets.models import googlenet

PUBLISHED = {  # Table 1: output, and operations in millions
    "inception3a": ((256, 28, 28), 128),
    "inception3b": ((480, 28, 28), 304),
    "inception4a": ((512, 14, 14), 73),
    "inception4b": ((512, 14, 14), 88),
    "inception4c": ((512, 14, 14), 100),
    "inception4d": ((528, 14, 14), 119),
    "inception4e": ((832, 14, 14), 170),
    "inception5a": ((832, 7, 7), 51),  # printed: 54, which the row's own filters do not give
    "inception5b": ((1024, 7, 7), 71),
}


class Plain(nn.Sequential):
    """torchvision's BasicConv2d as the paper has it: a bias, and no batch norm."""

    def __init__(self, c_in, c_out, **how):
        super().__init__(nn.Conv2d(c_in, c_out, **how), nn.ReLU())


class Mended(Inception):
    """torchvision's Inception with 5x5 in its third branch, where it has 3x3 by a known slip."""

    def __init__(self, *columns, conv_block=None):
        super().__init__(*columns, conv_block=Plain)
        _, _, _, _, r5, n5, _ = columns
        self.branch3[1] = Plain(r5, n5, kernel_size=5, padding=2)


class MendedHead(InceptionAux):
    """torchvision's head, which averages 14x14 to 4x4 over windows of its own choice, with the paper's: 5x5 in steps of 3."""

    def __init__(self, c_in, num_classes, dropout=0.7):
        super().__init__(c_in, num_classes, conv_block=Plain, dropout=dropout)

    def forward(self, x):
        return super().forward(functional.avg_pool2d(x, 5, 3))


def adapted(num_classes: int = 10) -> GoogLeNet:
    """torchvision's googlenet with everything put as in the paper that differs from it: batch norm, 3x3, two poolings, no LRN."""
    theirs = GoogLeNet(num_classes, init_weights=False, blocks=[Plain, Mended, MendedHead], dropout=0.4)
    lrn = nn.LocalResponseNorm(5, alpha=5e-4, beta=0.75, k=2)
    theirs.maxpool1 = nn.Sequential(theirs.maxpool1, lrn)
    theirs.maxpool2 = nn.Sequential(lrn, theirs.maxpool2)
    theirs.maxpool4 = nn.MaxPool2d(3, 2, ceil_mode=True)
    return theirs


def test_parameters_macs_and_scores_are_as_published():
    assert_as_published("googlenet", 1_582_671_872)
    assert_as_published("googlenet", 1_582_671_872, heads=False)
    assert measure.parameters(on_meta("googlenet", heads=False)) == 6_998_552
    assert [measure.parameters(head) for head in (on_meta("googlenet").head4a, on_meta("googlenet").head4d)] == [3_188_840, 3_190_888]


def test_every_module_has_the_sizes_and_operations_of_table_1():
    net = on_meta("googlenet")
    sizes = dict(measure.map_sizes(net, (3, 224, 224), depth=1))
    for name, (size, millions) in PUBLISHED.items():
        block = getattr(net, name)
        c_in = block.branch1[0].in_channels
        assert sizes[name] == size
        assert measure.macs(block, (c_in, *size[1:])) / 1e6 == pytest.approx(millions, abs=1)


def test_the_stages_have_the_papers_sizes():
    sizes = stage_sizes(on_meta("googlenet"), torch.zeros(1, 3, 224, 224, device="meta"))
    others = [(name, size) for name, size in sizes if name not in PUBLISHED]
    assert others == [
        *[("stem", (192, 28, 28)), ("pool3", (480, 14, 14)), ("pool4", (832, 7, 7))],
        *[("average", (1024, 1, 1)), ("flatten", (1024,)), ("dropout", (1024,)), ("linear", (1000,))],
    ]
    assert [name for name, _ in sizes if name in PUBLISHED] == list(PUBLISHED)
    stem = measure.map_sizes(on_meta("googlenet").stem, (3, 224, 224))
    assert [size for _, size in stem][::3] == [(64, 112, 112), (64, 56, 56), (192, 56, 56), (192, 28, 28)]


def test_it_gives_what_torchvisions_gives_once_that_is_the_papers_network():
    """Its own logits, and in training mode (dropout aside) those of both heads."""
    ours, theirs = scramble(models.create("googlenet", num_classes=10)), adapted()
    x = torch.randn(2, 3, 224, 224)
    pour(ours, theirs, x)
    pour(ours.head4a, theirs.aux1, torch.randn(1, 512, 14, 14))
    pour(ours.head4d, theirs.aux2, torch.randn(1, 528, 14, 14))
    for dropout in (m for net in (ours, theirs) for m in net.modules() if isinstance(m, nn.Dropout)):
        dropout.p = 0.0
    logits, of_4a, of_4d = ours.train()(x)
    expected = theirs.train()(x)
    for got, wanted in ((logits, expected.logits), (of_4a, expected.aux_logits1), (of_4d, expected.aux_logits2)):
        torch.testing.assert_close(got, wanted, rtol=1e-4, atol=1e-4)
    torch.testing.assert_close(ours.eval()(x), logits)


def test_torchvisions_own_is_another_network():
    with torch.device("meta"):
        theirs = [torchvision.models.googlenet(init_weights=False, aux_logits=heads) for heads in (False, True)]
    assert [measure.parameters(net) for net in theirs] == [6_624_904, 13_004_888]


@pytest.mark.parametrize("heads", [True, False])
def test_the_heads_speak_in_training_only(heads):
    net, x = models.create("googlenet", num_classes=10, width=0.125, stem="small", heads=heads), torch.zeros(2, 3, 32, 32)
    assert net.eval()(x).shape == (2, 10)
    y = net.train()(x)
    assert [logits.shape for logits in y] == [(2, 10)] * 3 if heads else y.shape == (2, 10)


def test_heads_do_not_change_the_network_they_hang_on():
    """Evaluated, a network with heads is the one without."""
    ours, alone = (models.create("googlenet", num_classes=10, width=0.125, stem="small", heads=heads).eval() for heads in (True, False))
    alone.load_state_dict({name: value for name, value in ours.state_dict().items() if not name.startswith("head")})
    x = torch.randn(2, 3, 32, 32)
    assert torch.equal(ours(x), alone(x))


def test_width_and_the_small_stem():
    net = on_meta("googlenet", num_classes=10, width=0.25, stem="small")
    sizes = dict(measure.map_sizes(net, (3, 32, 32), depth=1))
    assert [sizes[name] for name in ("stem", "inception3b", "inception4a", "inception5b")] == [
        *[(48, 8, 8), (120, 8, 8)],
        *[(128, 4, 4), (256, 2, 2)],
    ]
    with pytest.raises(UnknownName, match="'paper', 'small'"):
        models.create("googlenet", stem="tiny")


def test_any_picture_goes_through_without_heads_and_is_refused_clearly_with_them():
    with torch.device("meta"):
        x = torch.zeros(1, 3, 320, 256)
        assert on_meta("googlenet").eval()(x).shape == (1, 1000)
        assert on_meta("googlenet", heads=False)(x).shape == (1, 1000)
        with pytest.raises(ValueError, match="made for maps of 14×14 and got 20×16"):
            on_meta("googlenet")(x)


def test_the_gradient_reaches_the_stem_from_the_start():
    """22 layers without batch norm: torch's own start loses it by a factor of 1,000 and more on the way from the last module."""
    torch.manual_seed(0)
    net = models.create("googlenet", num_classes=10, width=0.25, stem="small", heads=False)
    functional.cross_entropy(net(torch.randn(16, 3, 32, 32)), torch.arange(16) % 10).backward()
    first, last = (conv.weight.grad.norm() / conv.weight.norm() for conv in (net.stem[0], net.inception5b.branch3[2]))
    assert first > 0.1 * last


def test_dropout_is_the_papers():
    shares = {name: part.p for name, part in on_meta("googlenet").named_modules() if isinstance(part, nn.Dropout)}
    assert shares == {"head4a.6": 0.7, "head4d.6": 0.7, "dropout": 0.4}


def test_table_1_is_the_papers():
    rows = [row for row in googlenet.TABLE_1 if len(row) > 1]
    assert [row[1] + row[3] + row[5] + row[6] for row in rows] == [256, 480, 512, 512, 512, 528, 832, 832, 1024]
