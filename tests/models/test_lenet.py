"""LeNet-5 against its paper's figures, and against references that share no code with it."""

import pytest
import torch
from proof import assert_as_published, on_meta
from torch import nn
from torch.nn import functional

from convnets import measure, models
from convnets.models import lenet

MACS = {  # by hand: outputs x weights of each
    "lenet5": 6 * 28 * 28 * 25 + 16 * 10 * 10 * 150 + 120 * 400 + 84 * 120 + 10 * 84,
    "lenet5_original": 6 * 28 * 28 * 25 + 60 * 10 * 10 * 25 + 120 * 400 + 84 * 120 + 10 * 84,
    "lenet_cats_dogs": 16 * 220 * 220 * 75 + 32 * 106 * 106 * 400 + 512 * 89888 + 2 * 512,
}


@pytest.mark.parametrize("name", MACS)
def test_parameters_macs_and_scores_are_as_published(name):
    assert_as_published(name, MACS[name])


def test_the_published_counts():
    assert [models.info(name).parameters for name in MACS] == [61_706, 60_850, 46_038_242]


def test_lenet5_has_the_papers_map_sizes():
    stages = [("c1", (6, 28, 28)), ("s2", (6, 14, 14)), ("c3", (16, 10, 10)), ("s4", (16, 5, 5)), ("c5", (120, 1, 1)), ("f6", (84,))]
    for name in ("lenet5", "lenet5_original"):
        sizes = dict(measure.map_sizes(on_meta(name), (1, 32, 32)))
        assert [(stage, sizes[stage]) for stage, _ in stages] == stages


def test_lenet5_gives_what_a_plain_sequential_gives_with_its_weights():
    reference = nn.Sequential(
        *[nn.Conv2d(1, 6, 5), nn.ReLU(), nn.MaxPool2d(2, 2), nn.Conv2d(6, 16, 5), nn.ReLU(), nn.MaxPool2d(2, 2)],
        *[nn.Flatten(), nn.Linear(400, 120), nn.ReLU(), nn.Linear(120, 84), nn.ReLU(), nn.Linear(84, 10)],
    )
    net = models.create("lenet5")
    for ours, theirs in zip(net.parameters(), reference.parameters(), strict=True):
        theirs.data.copy_(ours.data.reshape(theirs.shape))  # C5, a convolution over its whole input, is a linear layer
    x = 3 * torch.randn(4, 1, 32, 32)
    torch.testing.assert_close(net(x), reference(x))


def test_each_original_layer_has_the_papers_trainable_parameters():
    counts = {name: measure.parameters(layer) for name, layer in models.create("lenet5_original").named_children()}
    counts = {name: n for name, n in counts.items() if n}
    assert counts == {"c1": 156, "s2": 12, "c3": 1516, "s4": 32, "c5": 48120, "f6": 10164, "output": 850}
    assert sum(counts.values()) - counts["output"] == 60_000


def test_partial_c3_is_a_dense_convolution_with_the_unseen_maps_masked():
    c3 = lenet.PartialConv(lenet.TABLE_I, 5)
    dense = torch.zeros(16, 6, 5, 5)
    connections = [(out, seen) for out, chosen in enumerate(lenet.TABLE_I) for seen in chosen]
    for (out, seen), kernel in zip(connections, c3.weight.detach(), strict=True):
        dense[out, seen] = kernel
    c3.bias.data.normal_()
    x = torch.randn(2, 6, 14, 14)
    torch.testing.assert_close(c3(x), functional.conv2d(x, dense, c3.bias))


def test_table_i_is_the_papers():
    seen_by = [sum(s2 in chosen for chosen in lenet.TABLE_I) for s2 in range(6)]
    assert [len(chosen) for chosen in lenet.TABLE_I] == [3] * 6 + [4] * 9 + [6]
    assert seen_by == [10] * 6 and len(set(lenet.TABLE_I)) == 16


def test_the_original_squashes_and_subsamples_as_the_paper_says():
    torch.testing.assert_close(lenet.ScaledTanh()(torch.tensor([-1.0, 0.0, 1.0])), torch.tensor([-1.0, 0.0, 1.0]), atol=1e-4, rtol=0)
    s2 = lenet.Subsampling(2)
    s2.weight.data, s2.bias.data = torch.tensor([4.0, 2.0]), torch.tensor([0.0, 1.0])
    x = torch.arange(8.0).reshape(1, 2, 2, 2)  # sums 6 and 22
    assert s2(x).flatten().tolist() == [6.0, 12.0]


def test_cats_and_dogs_is_listed_as_usually_printed():
    text = measure.listing(models.create("lenet_cats_dogs"), (3, 224, 224))
    for line in ("Total params: 46,038,242", "Input size (MB): 0.57", "Forward/backward pass size (MB): 19.47", "Params size (MB): 175.62"):
        assert line in text


def test_cats_and_dogs_calls_every_relu_and_ends_in_logits():
    net = models.create("lenet_cats_dogs")
    called = [name for name, _ in measure.map_sizes(net, (3, 224, 224))]
    assert called == ["conv1", "relu1", "pool1", "conv2", "relu2", "pool2", "fc1", "relu3", "fc2"]
    assert (net(torch.randn(2, 3, 224, 224)).sum(dim=1) - 1).abs().min() > 1e-3
