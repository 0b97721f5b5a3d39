# %% [markdown]
# # GoogLeNet: several sizes of window at once
#
# **C. Szegedy, W. Liu, Y. Jia, P. Sermanet, S. Reed, D. Anguelov, D. Erhan, V. Vanhoucke, A. Rabinovich: *Going deeper with convolutions*,
# arXiv:1409.4842, 2014; CVPR 2015.** · **M. Lin, Q. Chen, S. Yan: *Network in network*, arXiv:1312.4400, 2013; ICLR 2014.**
#
# In 2014 two networks stood at the top of the ImageNet contest. VGG, of the last chapter, came second, with 138 million parameters and one kind of layer. The
# winner, GoogLeNet, got 6.67 % of the test pictures wrong (five guesses each, seven networks together) and has **7 million**. It is deeper than VGG, and a
# picture costs it a tenth of the work.
#
# How? With three ideas that are still in nearly every network you will meet: a convolution (합성곱) of 1×1, which sounds like a joke; a layer that is
# not *one* convolution, but several side by side; and no large fully connected layers (완전연결층) at all. The first and the third come from a
# paper of the year before, *Network in network*, so we begin there.
#
# | what | here |
# |---|---|
# | you build | Network in network, the Inception module, GoogLeNet from the nine rows of its table, and its auxiliary heads |
# | you count | what a 1×1 convolution saves, and where a number that many have copied counts something twice |
# | you find | a slip in the copy of GoogLeNet that most people use, which no map size betrays |
# | you train | a small GoogLeNet and a small Network in network, and make them show *where* they see a digit |
# | time | about 40 minutes to read, just under 3 hours for nine exercises, 25 minutes for two questions; no exercise needs another |
# | points | 39: exercises 33, written questions 6 |
#
# **What changed since chapter 03.** VGG is one column: each layer reads the one before it and has windows of 3×3. Here a layer splits into four branches (가지), with windows
# of 1×1, 3×3 and 5×5 and a pooling (풀링), which read the same maps and are joined again. And where VGG ends in two layers of 4,096 units, with nine tenths of its
# parameters (매개변수), GoogLeNet takes an average.

# %% tags=["setup"]
from collections import OrderedDict

import torch
from torch import nn
from torch.nn import functional as F

from convnets import data, explore, lineage, measure, plot, settings, train

# Table 1 of the paper. A row is a module: its name, then six numbers of filters,
# 1×1, 3×3 reduce, 3×3, 5×5 reduce, 5×5, pool proj.
# A row with a name alone is a 3×3 maximum pooling in steps of 2.
TABLE_1 = (
    ("3a", 64, 96, 128, 16, 32, 32),
    ("3b", 128, 128, 192, 32, 96, 64),
    ("pool3",),
    ("4a", 192, 96, 208, 16, 48, 64),
    ("4b", 160, 112, 224, 24, 64, 64),
    ("4c", 128, 128, 256, 24, 64, 64),
    ("4d", 112, 144, 288, 32, 64, 64),
    ("4e", 256, 160, 320, 32, 128, 128),
    ("pool4",),
    ("5a", 256, 160, 320, 32, 128, 128),
    ("5b", 384, 192, 384, 48, 128, 128),
)


def narrow(n, width=1 / 8):
    """n times the width, as a multiple of 4, at least 4: for the small networks that you train."""
    return max(4, 4 * int(n * width / 4))


# %% tags=["demo:network"]
from convnets import models  # for the drawing only; further down you write it yourself

with torch.device("meta"):  # shapes without numbers: quick
    parts = dict(models.create("googlenet", heads=False).named_children())


def stage(*names):
    return nn.Sequential(*(parts[name] for name in names))


drawn = OrderedDict(
    stem=parts["stem"],
    modules_3=stage("inception3a", "inception3b"),
    pool3=parts["pool3"],
    modules_4=stage(*(f"inception4{letter}" for letter in "abcde")),
    pool4=parts["pool4"],
    modules_5=stage("inception5a", "inception5b"),
    average=parts["average"],
    flatten=parts["flatten"],
    linear=parts["linear"],
)
plot.network(nn.Sequential(drawn), (3, 224, 224), depth=1, title="GoogLeNet (Szegedy et al. 2014, Table 1): 2, 5 and 2 Inception modules")

# %% [markdown]
# ## 1 · A network in every pixel
#
# A convolution lays its filter on a window, multiplies and adds: it is *linear*. If "an eye" cannot be told from "no eye" by a weighted sum of the pixels, one filter
# cannot tell; it takes many filters, and a later layer that puts them together. The authors of Network in network asked: why not look at each
# window with something better than a weighted sum, say with a small multilayer perceptron, an MLP (다층 퍼셉트론)? The same MLP for every window, of course, as the same
# filter was used for every window.
#
# The first layer of such an MLP is a convolution, as ever: $k \times k$ pixels in, some numbers out. Its second layer takes the numbers *at one pixel*, one from each feature
# map (특성 맵), and mixes them; so does its third. A layer that mixes the channels (채널) of each pixel by itself, with the same weights at every pixel: what is that?
#
# $$y_{o,i,j} = b_o + \sum_c w_{o,c} \; x_{c,i,j}$$
#
# It is a convolution whose window is a single pixel: **1×1 convolution** (1×1 합성곱). It sees no neighbours, so on a grey picture it would be no more than a change of
# brightness. But inside a network a pixel is a vector of 64 or 480 numbers, and a 1×1 convolution is a fully connected layer on that vector, at every pixel.

# %% [markdown]
# ### Exercise 1 · A linear layer at every pixel ●○○ · 10 minutes · 2 points
#
# Show that the two are the same, in both directions. `linear` is an `nn.Linear`, with or without a bias (편향).
#
# - `as_convolution(linear)`: an `nn.Conv2d` with 1×1 windows that computes at every pixel what `linear` computes. It has a bias if `linear` has one.
# - `at_every_pixel(linear, x)`: pictures x of shape (B, C, H, W) to (B, K, H, W), by calling `linear` itself, without a convolution. Gradients must be able to flow through.
#
# <details><summary>What shape do the weights have?</summary>
#
# `linear.weight` is (K, C); the weight of the convolution is (K, C, 1, 1). The numbers stand in the same order.
# </details>
# <details><summary>mat1 and mat2 shapes cannot be multiplied</summary>
#
# `nn.Linear` works on the *last* dimension, whatever stands before it. Bring the channels there, with `x.movedim(1, -1)` or `permute`, and afterwards back.
# </details>
# <details><summary>The shape is right and the values are jumbled</summary>
#
# `reshape` and `view` never exchange dimensions; they only cut the same row of numbers differently. Going there and coming back both take a `movedim`, `permute` or `transpose`.
# </details>


# %% tags=["exercise:per_pixel"]
def as_convolution(linear: nn.Linear) -> nn.Conv2d:
    """The 1x1 convolution that does at every pixel what `linear` does."""
    ### BEGIN SOLUTION
    conv = nn.Conv2d(linear.in_features, linear.out_features, 1, bias=linear.bias is not None)
    with torch.no_grad():
        conv.weight.copy_(linear.weight[:, :, None, None])
        if linear.bias is not None:
            conv.bias.copy_(linear.bias)
    return conv
    ### END SOLUTION


def at_every_pixel(linear: nn.Linear, x: torch.Tensor) -> torch.Tensor:
    """`linear` on the channels of each pixel: (B, C, H, W) -> (B, K, H, W)."""
    ### BEGIN SOLUTION
    return linear(x.movedim(1, -1)).movedim(-1, 1)
    ### END SOLUTION


# %% tags=["check:per_pixel:2"]
from convnets.check import Operations, check, parameters, pick, randn


class _Asked(nn.Linear):
    """A linear layer with drawn weights and biases, which counts how often it is called."""

    def __init__(self, c_in, c_out, bias=True):
        super().__init__(c_in, c_out, bias)
        self.weight.data = randn(c_out, c_in)
        if bias:
            self.bias.data = 3 * randn(c_out)
        self.calls = 0

    def forward(self, x):
        self.calls += 1
        return super().forward(x)


def _convolved(c_in, c_out, size, bias=True):
    """What your convolution is and yields, and whether the linear layer is as it was."""
    linear, x = _Asked(c_in, c_out, bias), randn(2, c_in, *size)
    before = [t.detach().clone() for t in linear.parameters()]
    conv = as_convolution(linear)
    y = conv(x)
    return {
        "an nn.Conv2d": isinstance(conv, nn.Conv2d),
        "kernel": list(getattr(conv, "kernel_size", ())),
        "parameters": parameters(conv),
        "shape": list(y.shape),
        "values": y.flatten()[:200],
        "linear as it was": all(torch.equal(t.detach(), old) for t, old in zip(linear.parameters(), before, strict=True)),
        "shapes in linear": [list(t.shape) for t in linear.parameters()],
    }


def _pixelwise(c_in, c_out, size, batch=2, bias=True):
    """What your function yields, whether it called `linear`, and how many convolutions were called on the way."""
    linear, x = _Asked(c_in, c_out, bias), randn(batch, c_in, *size)
    with Operations() as run:
        y = at_every_pixel(linear, x)
    return {
        "shape": list(y.shape),
        "values": y.flatten()[:200],
        "linear": "was called" if linear.calls else "was not called",
        "convolutions called": run.count("conv"),
    }


def _pulls(c_in, c_out):
    """How strongly the output pulls at the picture, the weights and the biases."""
    linear, x = _Asked(c_in, c_out), randn(2, c_in, 4, 3).requires_grad_()
    y = at_every_pixel(linear, x)
    if not y.requires_grad:
        return "no gradient flows"
    pulled = torch.autograd.grad((y * torch.linspace(-1, 1, y.numel()).reshape(y.shape)).sum(), [x, *linear.parameters()], allow_unused=True)
    return [0.0 if t is None else float(t.norm()) for t in pulled]


observe = check("04_googlenet/per_pixel")
observe(
    "as_convolution",
    lambda: _convolved(pick((3, 4, 5)), pick((6, 7, 8)), (3, 3)),
    hint="the kernel is 1×1; weight (K, C) becomes (K, C, 1, 1), in a layer of its own; the bias is copied",
)
observe(
    "as_convolution, no bias",
    lambda: _convolved(pick((3, 4, 5)), pick((6, 7, 8)), (2, 4), bias=False),
    hint="a linear layer without bias becomes a convolution without bias",
)
observe(
    "at_every_pixel",
    lambda: _pixelwise(pick((3, 4, 5)), pick((6, 7, 8)), pick(((2, 5), (5, 2), (3, 4)))),
    hint="channels to the last dimension, call linear, channels back to their place",
)
observe(
    "at_every_pixel, as wide as it has channels",
    lambda: _pixelwise(c := pick((3, 4, 5)), pick((6, 7, 8)), (2, c), batch=1),
    hint="here linear(x) runs without complaint, on the wrong dimension",
)
observe(
    "gradients",
    lambda: _pulls(pick((3, 4, 5)), pick((6, 7, 8))),
    hint="they must arrive at x, at the weights and at the biases: nothing detached, no torch.no_grad()",
)
### BEGIN HIDDEN TESTS
observe(
    "a single picture, a single pixel, no bias",
    lambda: [_pixelwise(pick((3, 4, 5)), pick((6, 7, 8)), size, batch, False) for batch, size in ((1, (2, 3)), (3, (1, 1)), (1, (1, 1)))],
)
### END HIDDEN TESTS
observe.score()

# %% [markdown]
# A convolution in front of it, two layers of 1×1 behind it, and a ReLU after each of the three: that is what the paper calls an **mlpconv** layer. It still slides over the picture, but what
# slides is a whole small network, a *network in network*.

# %% [markdown]
# ### Exercise 2 · The mlpconv layer ●●○ · 15 minutes · 3 points
#
# Write `MLPConv(c_in, filters, kernel)`, which gives an `nn.Module` from (B, c_in, H, W) to (B, filters[-1], H, W). `filters` is a list with one number for each layer, usually three.
#
# - The first layer is a convolution with `kernel` × `kernel` windows (odd), padded so that the map keeps its size; all others are 1×1.
# - All have biases, and a ReLU follows **every** one, the last too.
#
# <details><summary>The sizes shrink</summary>
#
# Padding (패딩) of `kernel // 2` keeps the size for an odd kernel, at stride 1. A window of 1×1 needs none.
# </details>
# <details><summary>It works for three layers, not for two or four</summary>
#
# Loop over `filters`. The input channels of a layer are the filters of the one before it.
# </details>
# <details><summary>Parameters and sizes are right, the response is not</summary>
#
# Then a ReLU is missing, or there is something that the text does not name. How many ReLUs are there in the end? As many as numbers in `filters`.
# </details>


# %% tags=["exercise:mlpconv"]
class MLPConv(nn.Module):
    """A k x k convolution and layers of 1x1 behind it, each with ReLU (Lin et al. 2013, Figure 1b)."""

    def __init__(self, c_in: int, filters: list[int], kernel: int) -> None:
        super().__init__()
        ### BEGIN SOLUTION
        self.layers = nn.ModuleList()
        for n in filters:
            self.layers.append(nn.Conv2d(c_in, n, kernel, padding=kernel // 2))
            c_in, kernel = n, 1
        ### END SOLUTION

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        ### BEGIN SOLUTION
        for layer in self.layers:
            x = F.relu(layer(x))
        return x
        ### END SOLUTION


# %% tags=["check:mlpconv:3"]
from convnets.check import both_modes, check, op_sizes, parameters, pick, randn, response, sensitivity


def _given_afterwards(filters):
    """The list of filters after a layer was made of it."""
    MLPConv(3, filters, 3)
    return filters


observe = check("04_googlenet/mlpconv")
observe(
    "size after every layer",
    lambda: op_sizes(MLPConv(3, pick(range(4, 20), 3), pick((3, 5, 7))), randn(1, 3, 9, 8)),
    hint="every map is as high and wide as the picture; one convolution for each number in filters",
)
observe(
    "parameters",
    lambda: [
        parameters(MLPConv(c, pick(range(4, 20), 3), k), randn(1, c, 8, 8))
        for c, k in zip((3, 8), pick((3, 5, 7), 2), strict=True)
    ],
    hint="the window is kernel × kernel in the first layer and 1×1 in all others; every layer has biases",
)
observe(
    "response",
    lambda: response(MLPConv(3, pick(range(4, 20), 3), pick((3, 5))), randn(2, 3, 8, 7)),
    weight=2,
    hint="if sizes and parameters pass, count the ReLUs: one after each layer, none missing at the end",
)
observe(
    "one layer, two, four",
    lambda: [response(MLPConv(3, pick(range(4, 20), n), pick((1, 3))), randn(1, 3, 6, 5)) for n in (1, 2, 4)],
    weight=0.5,
    hint="one layer for each number in filters, however many there are",
)
observe(
    "every layer learns",
    lambda: [sensitivity(MLPConv(4, filters, 3), randn(2, 4, 6, 7)) for filters in (pick(range(5, 20), 3), 3 * [pick(range(5, 20))])],
    hint="is every layer used, once, and nothing detached? Layers with equal numbers of filters are still layers of their own",
)
observe(
    "in training as in evaluation; filters as they were",
    lambda: [both_modes(MLPConv(3, pick(range(4, 20), 3), 3), randn(2, 3, 5, 6)), _given_afterwards(pick(range(4, 20), 3))],
    weight=0.5,
    hint="nothing but convolutions and ReLUs; the list that you were given is not yours to change",
)
### BEGIN HIDDEN TESTS
observe("four alike, on one pixel", lambda: sensitivity(MLPConv(c := pick((3, 5)), 4 * [c], 1), randn(1, c, 1, 1)))
### END HIDDEN TESTS
observe.score()

# %% [markdown]
# Three of them make the network that the paper trained on CIFAR-10, colour pictures of 32×32. (The paper draws it without numbers of filters. Those in the table are from the configuration that the authors published with their code.)
#
# | stage | what it does | output | learned |
# |---|---|---|---:|
# | mlpconv1 | 192 filters of 5×5, then 160 and 96 of 1×1 | 96×32×32 | 60,928 |
# | pool1 | 3×3 maximum in steps of 2, dropout (드롭아웃) 0.5 | 96×16×16 | 0 |
# | mlpconv2 | 192 filters of 5×5, then 192 and 192 of 1×1 | 192×16×16 | 535,104 |
# | pool2 | 3×3 maximum in steps of 2, dropout 0.5 | 192×8×8 | 0 |
# | mlpconv3 | 192 filters of 3×3, then 192 and **10** of 1×1 | 10×8×8 | 370,954 |
# | average | each of the ten maps to one number | 10 | 0 |
# | | **together** | | **966,986** |
#
# From your `MLPConv` (if it is still open, skip the cell and come back):

# %% tags=["demo:nin"]
NIN = ((5, (192, 160, 96)), (5, (192, 192, 192)), (3, (192, 192, None)))  # kernel, filters; None: as many as classes


def network_in_network(num_classes=10, width=1.0):
    net, c_in = nn.Sequential(), 3
    for i, (kernel, filters) in enumerate(NIN, 1):
        filters = [narrow(n, width) if n else num_classes for n in filters]
        net.add_module(f"mlpconv{i}", MLPConv(c_in, filters, kernel))
        if i < len(NIN):
            net.add_module(f"pool{i}", nn.MaxPool2d(3, 2, ceil_mode=True))
            net.add_module(f"dropout{i}", nn.Dropout(0.5))
        c_in = filters[-1]
    net.add_module("average", nn.AdaptiveAvgPool2d(1))
    net.add_module("flatten", nn.Flatten())
    return net


print(f"{measure.parameters(network_in_network()):,} parameters")
plot.network(network_in_network(), (3, 32, 32), depth=1, title="Network in network (Lin et al. 2013, Figure 2)")

# %% [markdown]
# ### No fully connected layer
#
# Look at the last rows. The last mlpconv makes **one map for each class**: map 3 is large where it looks like a cat. Then the network simply takes the average of each map, and these ten numbers
# are its logits (로짓). This is **global average pooling** (전역 평균 풀링). Compare that with what chapters 01 to 03 did, flattening the maps and putting a linear layer on all of the values:
#
# - It has nothing to learn, so it cannot overfit (과적합). AlexNet and VGG had to put dropout on theirs.
# - It does not care where in the picture something is, or **how large the picture is**: an average of 8×8 values or of 32×32 is one number.
# - The map of a class shows where the network sees it. In section 7 you will look.
#
# With the ten maps replaced by an ordinary fully connected layer the paper counted 11.59 % mistakes on CIFAR-10, with dropout on that layer 10.88 %, with global average pooling 10.41 %.
#
# GoogLeNet took over the average, in a slightly other form: its last module has 1,024 maps, which stand for features rather than classes. The average makes 1,024 numbers of them, and a single
# linear layer makes logits of these. (The authors kept that layer to make it easy to train the network for other classes.)

# %% [markdown]
# ### Exercise 3 · Average first ●○○ · 10 minutes · 2 points
#
# - `AverageHead(c_in, num_classes)`: an `nn.Module` from (B, c_in, H, W), **any H and W**, to logits (B, num_classes). It averages each map, and puts a linear layer, with biases, on the averages.
#   Nothing else.
# - `parameters_saved(channels, height, width, num_classes)`: by how many parameters such a head is smaller than a linear layer, with biases, on *all* values of the same maps. A whole number.
#
# On GoogLeNet's last maps, 1,024×7×7, with 1,000 classes, the second is 49,152,000: seven times all that GoogLeNet has.
#
# <details><summary>It runs for one size of maps only</summary>
#
# The linear layer has `c_in` inputs, not `c_in * height * width`: the average comes first. `nn.AdaptiveAvgPool2d(1)` or `x.mean(dim=(2, 3))` take maps of any size.
# </details>
# <details><summary>mat1 and mat2 shapes cannot be multiplied</summary>
#
# `nn.AdaptiveAvgPool2d(1)` leaves two dimensions of size 1 behind: (B, C, 1, 1). Flatten them away, but not the batch.
# </details>


# %% tags=["exercise:average_head"]
class AverageHead(nn.Module):
    """Global average pooling and a linear layer: (B, c_in, H, W) -> logits (B, num_classes)."""

    def __init__(self, c_in: int, num_classes: int) -> None:
        super().__init__()
        ### BEGIN SOLUTION
        self.linear = nn.Linear(c_in, num_classes)
        ### END SOLUTION

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        ### BEGIN SOLUTION
        return self.linear(x.mean(dim=(2, 3)))
        ### END SOLUTION


def parameters_saved(channels: int, height: int, width: int, num_classes: int) -> int:
    """How many fewer parameters AverageHead has than a linear layer on all values of the maps."""
    ### BEGIN SOLUTION
    return channels * (height * width - 1) * num_classes
    ### END SOLUTION


# %% tags=["check:average_head:2"]
from convnets.check import both_modes, check, parameters, pick, randn, response, sensitivity, whole


def _on_three_sizes(head, channels):
    """What one head, with all its parameters 0.1, makes of maps of different size."""
    with torch.no_grad():
        head(randn(2, channels, 4, 4))
        for p in head.parameters():
            p.fill_(0.1)
        return [head(randn(2, channels, *size)) for size in ((4, 4), (7, 3), (1, 9))]


observe = check("04_googlenet/average_head")
observe(
    "parameters",
    lambda: parameters(AverageHead(c := pick(range(5, 60)), pick(range(3, 40))), randn(2, c, 4, 4)),
    hint="one weight for each channel and class, one bias for each class",
)
observe(
    "response",
    lambda: response(AverageHead(c := pick(range(5, 20)), pick(range(3, 9))), randn(3, c, 5, 5)),
    hint="the average of each map, then the linear layer; logits come out as they are",
)
observe(
    "the same head on three sizes of maps",
    lambda: _on_three_sizes(AverageHead(c := pick(range(5, 20)), pick(range(3, 9))), c),
    weight=2,
    hint="the linear layer must not depend on height and width",
)
observe(
    "one picture; one position; in training as in evaluation",
    lambda: [both_modes(AverageHead(c := pick(range(5, 20)), pick(range(3, 9))), randn(b, c, *size)) for b, size in ((1, (4, 5)), (3, (1, 1)))],
    weight=0.5,
    hint="a batch of one picture is still a batch: (1, num_classes); and nothing that acts in training only",
)
observe(
    "every layer learns",
    lambda: sensitivity(AverageHead(c := pick(range(5, 20)), 6), randn(2, c, 4, 6)),
    weight=0.5,
    hint="the gradient reaches weights, biases and maps: nothing is detached",
)
observe(
    "parameters saved",
    lambda: whole([parameters_saved(pick(range(8, 99)), *pick(range(2, 12), 2), pick(range(5, 50))) for _ in range(3)]),
    hint="both have as many biases as classes; one has height × width times as many weights; a whole number",
)
### BEGIN HIDDEN TESTS
observe("saved on a map of one position, and of one row", lambda: whole([parameters_saved(pick(range(8, 99)), 1, n, pick(range(5, 50))) for n in (1, 7)]))
### END HIDDEN TESTS
observe.score()

# %% [markdown]
# ## 2 · Several windows at once
#
# The plain way to a better network is a larger one: deeper, wider. Two things stand against it. More parameters overfit sooner, when there are only so many labelled pictures. And the work grows
# fast: two layers in a row, both made twice as wide, cost four times as much in the second.
#
# The authors' way out begins with a theory. If a network were *sparse* (희소), each unit joined only to those that tend to answer together with it, it could be large and yet cheap. But computers are
# bad at sparse arithmetic and very good at multiplying dense blocks. So: which dense blocks come close to a sparse network? Units that answer together look mostly at the same place: for these a 1×1
# convolution is enough. Some are spread out a little: 3×3. A few more widely: 5×5. So put **all three** side by side on the same maps, and join what they yield along the channels (concatenation, 연결). And because pooling had always
# done good, a 3×3 maximum pooling, in steps of 1, as a fourth branch.
#
# That is the *naive* Inception module. The name is from the film, by way of "we need to go deeper".
#
# It has a fault. Take 28×28 maps of 256 channels, and 128 filters of 1×1, 192 of 3×3, 96 of 5×5. The 5×5 filters alone take $28 \cdot 28 \cdot 96 \cdot 5 \cdot 5 \cdot 256 = 482$ million multiply-accumulates
# (곱셈-누산), and all together 854 million: more than half of GoogLeNet, in *one* module. And it gets worse from module to module: the pooling branch hands on all of its 256 channels, so that $128 + 192 + 96 + 256 = 672$ come out. The
# number of channels can only grow.
#
# The cure is the 1×1 convolution. It makes the maps *thinner* before the expensive windows go over them: 56×56×64 becomes 56×56×32, say, and whatever follows costs half. Behind the pooling it does the same. Such a thin layer is a **bottleneck** (병목). With 64
# channels in each of the three places:

# %% tags=["demo:bottleneck"]
explore.bottleneck()

# %% [markdown]
# Move the sliders. Where is the module as dear as the naive one? What is the cheapest that puts out 480 channels? What does it cost the network, do you think, if you go down to 8?
#
# The bars are hatched where a 1×1 makes the maps thinner. They are short: what saves so much costs little itself. (And each brings a ReLU along, one more bend in what the module can compute.)

# %% [markdown]
# ### Exercise 4 · Count it, and find what was counted twice ●●○ · 25 minutes · 4 points
#
# Multiply-accumulates only, whole numbers, without biases; every map stays `side` × `side`. A pooling costs none.
#
# - `naive_cost(c_in, side, n1, n3, n5)`: the pair (output channels, multiply-accumulates) of the naive module.
# - `branch_costs(c_in, side, row)`: `row` is (1×1, 3×3 reduce, 3×3, 5×5 reduce, 5×5, pool proj), as in the paper's table: six numbers of filters, of six convolutions. The multiply-accumulates of each of the six, as a list, in this order.
# - `counted_twice(c_in, side, row, quoted)`: somebody has added up the six, and got `quoted`. If that is right, return `None`. If one of the six was counted twice, return its place in the row, 0 to 5.
#
# For the module above, `naive_cost(256, 28, 128, 192, 96)` is (672, 854196224), and the six add up to 271,351,808. But the number you will find in many lecture notes, and next to it the word "half", is 358,055,936. Which convolution did they count twice?
#
# <details><summary>The 3×3 and the 5×5 are far too large</summary>
#
# In the naive module they read the `c_in` channels that come in. With bottlenecks they read what the bottleneck leaves: row[1] channels for the 3×3, row[3] for the 5×5.
# </details>
# <details><summary>The naive module has too few channels</summary>
#
# Its pooling branch has no convolution. It hands on every channel it got.
# </details>
# <details><summary>How do I find the one counted twice?</summary>
#
# Counted twice means: too much by just that. Compare `quoted - sum(costs)` with each of the six. (In the check no two of the six are equal.)
# </details>


# %% tags=["exercise:module_cost"]
def naive_cost(c_in: int, side: int, n1: int, n3: int, n5: int) -> tuple[int, int]:
    """(output channels, multiply-accumulates) of the Inception module without bottlenecks (Figure 2a)."""
    ### BEGIN SOLUTION
    return n1 + n3 + n5 + c_in, side * side * c_in * (n1 + 9 * n3 + 25 * n5)
    ### END SOLUTION


def branch_costs(c_in: int, side: int, row: tuple[int, int, int, int, int, int]) -> list[int]:
    """Multiply-accumulates of the six convolutions of an Inception module (Figure 2b), in the table's order."""
    ### BEGIN SOLUTION
    n1, r3, n3, r5, n5, pool = row
    return [side * side * n for n in (c_in * n1, c_in * r3, 9 * r3 * n3, c_in * r5, 25 * r5 * n5, c_in * pool)]
    ### END SOLUTION


def counted_twice(c_in: int, side: int, row: tuple[int, int, int, int, int, int], quoted: int) -> int | None:
    """The place in the row of the convolution that `quoted` counts twice; None if it counts right."""
    ### BEGIN SOLUTION
    costs = branch_costs(c_in, side, row)
    too_much = quoted - sum(costs)
    return costs.index(too_much) if too_much else None
    ### END SOLUTION


# %% tags=["check:module_cost:4"]
from convnets.check import check, kind_of, pick, whole

_QUOTED = [  # c_in, side, row, and what somebody got
    (424, 28, (112, 192, 40, 80, 72, 96), 390469632),
    (368, 14, (104, 176, 184, 144, 48, 56), 136002048),
    (472, 28, (184, 80, 56, 16, 32, 40), 191672320),
    (496, 14, (16, 32, 80, 64, 112, 160), 72303616),
    (488, 14, (168, 40, 176, 184, 160, 104), 348371968),
    (280, 7, (136, 144, 64, 80, 128, 176), 26376896),
    (440, 14, (144, 80, 40, 176, 32, 184), 89250560),
    (440, 14, (120, 192, 168, 40, 80, 136), 131222784),
    (392, 7, (128, 168, 136, 32, 160, 48), 24492160),
    (440, 28, (80, 160, 128, 16, 112, 120), 344458240),
]
_ALSO_QUOTED = [
    (200, 14, (192, 160, 104, 136, 80, 176), 108693760),
    (344, 28, (64, 24, 176, 152, 136, 80), 521278464),
    (240, 14, (40, 24, 64, 88, 16, 160), 24285184),
    (488, 28, (88, 144, 104, 80, 40, 24), 296941568),
    (264, 7, (16, 72, 80, 144, 176, 56), 37312128),
    (312, 7, (168, 184, 96, 88, 104, 24), 26094656),
]
_OTHERS_QUOTED = [
    (328, 7, (16, 56, 120, 40, 144, 32), 12591040),
    (408, 14, (184, 56, 152, 112, 128, 88), 135161600),
]


def _drawn_row():
    """Six different numbers of filters, as in a row of the table."""
    n1, r3, n3, r5, n5, pool = pick([n for n in range(8, 200, 4) if n % 5], 6)
    return n1, r3, n3, r5, n5, pool


def _pair(cost):
    """What naive_cost returned: is it a pair, and of which whole numbers?"""
    return {"what comes back": kind_of(cost), "channels and multiply-accumulates": whole(cost)}


def _six(costs):
    """What branch_costs returned: is it a list, and of which whole numbers?"""
    return {"what comes back": kind_of(costs), "multiply-accumulates": whole(costs)}


def _suspected(*case):
    """The place that counted_twice names, or that it names none."""
    place = counted_twice(*case)
    return "None" if place is None else whole(place)


observe = check("04_googlenet/module_cost")
observe(
    "naive: channels and multiply-accumulates",
    lambda: [_pair(naive_cost(pick(range(100, 600)), pick((7, 14, 28)), *pick(range(16, 200), 3))) for _ in range(2)],
    hint="each filter sees all c_in channels; the pooling costs nothing and hands on c_in channels; a pair of whole numbers",
)
observe(
    "the six convolutions",
    lambda: [_six(branch_costs(pick(range(200, 600)), pick((7, 14, 28)), _drawn_row())) for _ in range(2)],
    weight=2,
    hint="the four 1×1 read c_in channels; the 3×3 reads row[1] channels, the 5×5 row[3]; a list of whole numbers",
)
observe(
    "358,055,936",
    lambda: whole(counted_twice(256, 28, (128, 64, 192, 64, 96, 64), 358055936)),
    weight=0,
    hint="the number of the lecture notes: which of the six does it hold twice?",
)
observe(
    "somebody's sums",
    lambda: [_suspected(*case) for case in pick((*pick(_QUOTED, 3), *pick(_ALSO_QUOTED, 2), pick(_OTHERS_QUOTED)), 6)],
    hint="None where the sum is right; else the place in the row, from 0, of the one counted twice",
)
### BEGIN HIDDEN TESTS


def _sums(c_in, side, row):
    """What is said of the sum with each of the six counted twice, and of the right one."""
    n1, r3, n3, r5, n5, pool = row
    exact = [side**2 * n for n in (c_in * n1, c_in * r3, 9 * r3 * n3, c_in * r5, 25 * r5 * n5, c_in * pool)]
    return [_suspected(c_in, side, row, sum(exact) + twice) for twice in pick((*exact, 0), 7)]


observe("more sums", lambda: _sums(pick((211, 307, 401, 503, 599)), pick((7, 14, 28)), _drawn_row()))
### END HIDDEN TESTS
observe.score()

# %% [markdown]
# So the real saving is from 854 to 271 million, to 32 %, and not to "half". The 3×3 is in the 358 twice.
#
# Now build it.

# %% [markdown]
# ### Exercise 5 · The Inception module ●●○ · 20 minutes · 5 points
#
# Write `Inception(c_in, n1, r3, n3, r5, n5, pool)`, which gives an `nn.Module` from (B, c_in, H, W) to (B, n1 + n3 + n5 + pool, H, W). Its arguments after `c_in` are the columns of the paper's table, in their order.
#
# | branch | what it does |
# |---|---|
# | 1 | 1×1, n1 filters |
# | 2 | 1×1, r3 filters, then 3×3, n3 filters |
# | 3 | 1×1, r5 filters, then 5×5, n5 filters |
# | 4 | 3×3 maximum pooling in steps of 1, then 1×1, `pool` filters |
#
# - All four read the same input. Nothing changes the height or the width: pad the 3×3, the 5×5 and the pooling.
# - A ReLU follows **each** of the six convolutions, inside the branches too. All have biases. There is no batch norm (배치 정규화); it was published half a year later.
# - The output is the four branches side by side in the channels, in the order of the table.
#
# <details><summary>Sizes of tensors must match except in dimension 1</summary>
#
# One of the branches changes the height or the width. Padding 1 for 3×3 (the pooling as well, with stride 1: it would take 3 by itself), 2 for 5×5.
# </details>
# <details><summary>The number of parameters is wrong</summary>
#
# For row 3a on 192 channels it is 163,696. Is the 5×5 a 5×5? Does it read r5 channels, and the 3×3 r3? Has each of the six a bias?
# </details>
# <details><summary>Parameters and sizes are right, the response is not</summary>
#
# Look at what has no weights: a ReLU after each of the six, the kind of the pooling, the order in `torch.cat`.
# </details>


# %% tags=["exercise:inception"]
class Inception(nn.Module):
    """Four branches side by side (Szegedy et al. 2014, Figure 2b): (B, c_in, H, W) -> (B, n1 + n3 + n5 + pool, H, W)."""

    def __init__(self, c_in: int, n1: int, r3: int, n3: int, r5: int, n5: int, pool: int) -> None:
        super().__init__()
        ### BEGIN SOLUTION
        self.one = nn.Conv2d(c_in, n1, 1)
        self.to_three = nn.Conv2d(c_in, r3, 1)
        self.three = nn.Conv2d(r3, n3, 3, padding=1)
        self.to_five = nn.Conv2d(c_in, r5, 1)
        self.five = nn.Conv2d(r5, n5, 5, padding=2)
        self.pooled = nn.Conv2d(c_in, pool, 1)
        ### END SOLUTION

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        ### BEGIN SOLUTION
        one = F.relu(self.one(x))
        three = F.relu(self.three(F.relu(self.to_three(x))))
        five = F.relu(self.five(F.relu(self.to_five(x))))
        pooled = F.relu(self.pooled(F.max_pool2d(x, 3, stride=1, padding=1)))
        return torch.cat([one, three, five, pooled], dim=1)
        ### END SOLUTION


# %% tags=["check:inception:5"]
from convnets.check import both_modes, check, op_sizes, parameters, pick, randn, response, sensitivity


class _Attempt(nn.Module):
    """A module that is watched as far as it gets, should it stop with an error."""

    def __init__(self, module):
        super().__init__()
        self.module = module

    def forward(self, x):
        try:
            return self.module(x)
        except RuntimeError:
            return x


def _columns():
    """Six different numbers of filters."""
    return pick(range(4, 24), 6)


def _alike(n):
    """A module whose numbers are all n: what comes out of it in both modes, and whether every layer learns."""
    return [both_modes(Inception(*[n] * 7), randn(2, n, 5, 4)), sensitivity(Inception(*[n] * 7), randn(1, n, 4, 5))]


observe = check("04_googlenet/inception")
observe(
    "size after every convolution",
    lambda: op_sizes(_Attempt(Inception(c := pick(range(5, 12)), *_columns())), randn(1, c, 7, 9)),
    hint="six convolutions, and every map keeps its height and width, the pooled one too",
)
observe(
    "parameters",
    lambda: [parameters(_Attempt(Inception(c, *_columns())), randn(1, c, 6, 6)) for c in pick(range(5, 60), 2)],
    hint="1×1 on c_in for the 1×1, both reductions and the projection; 3×3 on r3; 5×5 on r5; six biases",
)
observe(
    "parameters of row 3a: 163,696",
    lambda: parameters(_Attempt(Inception(192, 64, 96, 128, 16, 32, 32)), randn(1, 192, 6, 6)),
    weight=0,
    hint="the first row of the paper's table",
)
observe(
    "response",
    lambda: response(Inception(c := pick(range(5, 12)), *_columns()), randn(2, c, 7, 6)),
    weight=3,
    hint="if sizes and parameters pass: a ReLU after each of the six, a maximum, and the table's order in the output",
)
observe(
    "every layer learns",
    lambda: sensitivity(Inception(c := pick(range(5, 12)), *_columns()), randn(2, c, 6, 6)),
    hint="all four branches read the module's own input, and nothing is detached",
)
observe(
    "all seven numbers alike, in both modes",
    lambda: _alike(pick(range(4, 12))),
    weight=0.75,
    hint="4 · n channels come out, in training as in evaluation, and each of the six convolutions has weights of its own",
)
### BEGIN HIDDEN TESTS
observe("response, another module", lambda: response(Inception(c := pick(range(12, 20)), *_columns()), randn(1, c, 9, 8)))
observe("response on a single position", lambda: response(Inception(c := pick(range(5, 12)), *_columns()), randn(2, c, 1, 1)))
### END HIDDEN TESTS
observe.score()

# %% [markdown]
# This is what you wrote, drawn from the operations that run when it gets a picture. Lay it beside Figure 2(b) of the paper.

# %% tags=["demo:inside"]
plot.block(Inception(192, 64, 96, 128, 16, 32, 32), (192, 28, 28), title="Your module with the numbers of row 3a")

# %% [markdown]
# ## 3 · The same sizes, another network
#
# Suppose a friend has written GoogLeNet too, and says: "Every map has the size that the table gives." Does that prove it right?
#
# No. A padded window of 3×3 and a padded one of 5×5 leave maps of the same size. The most used copy of GoogLeNet, the one in torchvision, has 3×3 windows in the branch that should have 5×5. It is an old slip: torchvision took its weights over from TensorFlow-Slim, where users
# reported it in September 2016 (tensorflow/models #443) and again in January 2017 (tensorflow #7130). It is kept on purpose: the published weights were trained with it. No map size betrays it. How would you find such a thing in a module that you cannot read, in weights that you have only as a file, say?
#
# Ask the module itself **how far it sees**. A value in the middle of its output depends on a window of its input, and on nothing outside. That window can be measured from outside: the gradient (기울기) of the value with respect to the input
# is zero where it does not look. One caution: a ReLU that is off, or a maximum that another pixel has won, gives gradient zero too, for this *one* picture. With many random pictures, each pixel of the window gets its turn.

# %% [markdown]
# ### Exercise 6 · How far does it see? ●●● · 25 minutes · 4 points
#
# Write `window_sizes(module, c_in)`: for **each output channel** of `module`, how many pixels wide the window is that its values see, as a list of whole numbers.
#
# - `module` takes (B, c_in, H, W) to (B, channels, H, W), for any size of maps. Its windows are square, odd, centred, and at most 11 wide. Different channels may see differently far.
# - You may call it as often as you like; you may not look at its layers. Put it in evaluation mode first.
# - For your Inception module it would be n1 times 1, n3 times 3, n5 times 5, and `pool` times 3.
#
# <details><summary>Where do I begin?</summary>
#
# A batch of random pictures, larger than 11×11, that wants gradients: `x = torch.randn(50, c_in, 13, 13, requires_grad=True)`. Take one channel of the output at the middle pixel, sum it over the batch, and ask
# `torch.autograd.grad` for the gradient with respect to x. Where is it not zero, in any picture and any input channel?
# </details>
# <details><summary>Some windows come out too small</summary>
#
# With one picture, ReLU and maximum hide pixels: use many. At the border part of the window lies in the padding: use the middle.
# </details>
# <details><summary>I would rather not use gradients</summary>
#
# Change one pixel and see whether the middle value changes, for many pictures. Or put a single `nan` into a picture: whatever depends on it becomes `nan` as well.
# </details>


# %% tags=["exercise:window_sizes"]
def window_sizes(module: nn.Module, c_in: int) -> list[int]:
    """How many pixels wide the window of each output channel is."""
    ### BEGIN SOLUTION
    module.eval()
    x = torch.randn(48, c_in, 13, 13, requires_grad=True)
    middle = module(x)[:, :, 6, 6].sum(dim=0)  # (channels,)
    sizes = []
    for value in middle:
        (gradient,) = torch.autograd.grad(value, x, retain_graph=True)
        seen = (gradient != 0).any(dim=0).any(dim=0)  # (13, 13), over pictures and input channels
        sizes.append(int(seen.any(dim=0).sum()))
    return sizes
    ### END SOLUTION


# %% tags=["check:window_sizes:4"]
from convnets.check import check, kind_of, pick, randn, whole


class _Box(nn.Module):
    """Branches side by side, each a chain of convolutions (their kernels; 0 is a 3×3 maximum pooling), with ReLUs,
    and batch norm in front of them if `normed`. It does not look at the first channel of its input if `blind`."""

    def __init__(self, c_in, chains, channels, normed=False, blind=False):
        super().__init__()
        self.branches = nn.ModuleList()
        for chain, n in zip(chains, channels, strict=True):
            branch, c = nn.Sequential(), c_in
            for k in chain:
                if k:
                    conv = nn.Conv2d(c, n, k, padding=k // 2)
                    weight, first = randn(n, c, k, k) / (c * k * k) ** 0.5, int(blind and c == c_in)
                    weight[:, :first] = 0
                    weight[:, first:] -= weight[:, first:].mean(dim=(1, 2, 3), keepdim=True)
                    conv.weight.data, conv.bias.data = weight, 0.3 * torch.ones(n)
                    branch.extend([conv, nn.BatchNorm2d(n), nn.ReLU()] if normed else [conv, nn.ReLU()])
                    c = n
                else:
                    branch.append(nn.MaxPool2d(3, 1, 1))
            self.branches.append(branch)

    def forward(self, x):
        return torch.cat([branch(x) for branch in self.branches], dim=1)


def _box(*chains, c_in=None, **how):
    """The windows of drawn branches, each with two to four channels, and whether they came as a list."""
    c_in = c_in or pick((2, 3, 4))
    sizes = window_sizes(_Box(c_in, chains, [pick((2, 3, 4)) for _ in chains], **how), c_in)
    return {"what comes back": kind_of(sizes), "sizes": whole(sizes)}


observe = check("04_googlenet/window_sizes")
observe(
    "one convolution",
    lambda: [_box((k,)) for k in (pick((1, 3, 5, 7, 9)), 11)],
    hint="a list: the side of the square of input pixels on which the middle value depends, once for each channel; up to 11",
)
observe(
    "two convolutions in a row",
    lambda: [_box((k, j)) for k, j in (pick((3, 5), 2), pick((3, 5, 7), 2))],
    hint="a 3×3 behind a 3×3 sees 5 pixels; ReLU in between hides some of them in some pictures",
)
observe(
    "a maximum pooling, then a convolution",
    lambda: [_box((0, k), c_in=2) for k in (1, pick((3, 5)))],
    hint="in each picture only one pixel of nine wins; in which pictures does the corner win?",
)
observe(
    "branches",
    lambda: _box((1,), *((1, k) for k in pick((3, 5, 7, 9), 2)), (0, 1), c_in=5, blind=True),
    weight=2,
    hint="one number for each output channel, in the order of the channels, whichever channels of the input it looks at",
)
observe(
    "a module with batch norm, as it was made",
    lambda: _box((pick((1, 3)),), (1, pick((3, 5))), normed=True),
    hint="in training mode batch norm looks at all positions of all pictures; in evaluation mode at none of them",
)
### BEGIN HIDDEN TESTS
observe("branches, deeper", lambda: _box(pick((1, 3, 5, 7), 1), pick((1, 3, 5), 2), pick((1, 3, 5), 3), (0, pick((3, 5)))))
observe("grey pictures", lambda: _box((pick((3, 5, 7)),), (pick((3, 5)), 5), c_in=1))
### END HIDDEN TESTS
observe.score()

# %% [markdown]
# Now hold it against torchvision's module of row 3a, and against yours. (torchvision comes with this course; nothing is downloaded, only the code is used.)

# %% tags=["demo:slip"]
from collections import Counter

from torchvision.models.googlenet import GoogLeNet as TorchvisionsGoogLeNet
from torchvision.models.googlenet import Inception as TorchvisionsInception

row_3a = [narrow(n) for n in TABLE_1[0][1:]]  # an eighth as wide, which is quicker: 8, 12, 16, 4, 4, 4
for whose, module in {"yours": Inception, "torchvision's": TorchvisionsInception}.items():
    module = module(narrow(192), *row_3a)
    for p in module.parameters():
        if p.ndim == 1:
            nn.init.ones_(p)  # biases that keep every channel awake: one that is 0 for all pictures seems to see nothing
    windows = Counter(window_sizes(module, narrow(192)))
    print(f"{whose:<14}", ", ".join(f"{n} channels see {size}×{size}" for size, n in sorted(windows.items())))
for heads in (False, True):
    with torch.device("meta"):
        theirs = TorchvisionsGoogLeNet(init_weights=False, aux_logits=heads)
    print(f"torchvision's GoogLeNet {'with' if heads else 'without'} auxiliary heads: {measure.parameters(theirs):,} parameters")

# %% [markdown]
# No channel of theirs sees 5×5: those that should see 3×3. There are more differences, and those are no slips: batch norm behind every convolution (and so no biases), no response normalisation (국소 반응 정규화). It is a network
# of its own, a good one, with 6,624,904 parameters and not GoogLeNet's 6,998,552. If somebody tells you a count of GoogLeNet's parameters, you can now tell which of the two they counted.

# %% [markdown]
# ## 4 · The network
#
# The paper's Table 1. Each row with a name like 3a is an Inception module; the six middle columns are its filters. Sizes are channels × height × width.
#
# | name | 1×1 | 3×3 reduce | 3×3 | 5×5 reduce | 5×5 | pool proj | output |
# |---|---:|---:|---:|---:|---:|---:|---|
# | convolution 7×7, stride 2 | | | 64 | | | | 64×112×112 |
# | pool 3×3, stride 2 | | | | | | | 64×56×56 |
# | convolutions 1×1 and 3×3 | | 64 | 192 | | | | 192×56×56 |
# | pool 3×3, stride 2 | | | | | | | 192×28×28 |
# | 3a | 64 | 96 | 128 | 16 | 32 | 32 | 256×28×28 |
# | 3b | 128 | 128 | 192 | 32 | 96 | 64 | 480×28×28 |
# | pool3, 3×3, stride 2 | | | | | | | 480×14×14 |
# | 4a | 192 | 96 | 208 | 16 | 48 | 64 | 512×14×14 |
# | 4b | 160 | 112 | 224 | 24 | 64 | 64 | 512×14×14 |
# | 4c | 128 | 128 | 256 | 24 | 64 | 64 | 512×14×14 |
# | 4d | 112 | 144 | 288 | 32 | 64 | 64 | 528×14×14 |
# | 4e | 256 | 160 | 320 | 32 | 128 | 128 | 832×14×14 |
# | pool4, 3×3, stride 2 | | | | | | | 832×7×7 |
# | 5a | 256 | 160 | 320 | 32 | 128 | 128 | 832×7×7 |
# | 5b | 384 | 192 | 384 | 48 | 128 | 128 | 1024×7×7 |
# | average over all positions | | | | | | | 1024 |
# | dropout 0.4, linear | | | | | | | 1000 |
#
# Count the layers that learn, along one path: 3 in the stem, 2 in each of nine modules, 1 at the end: 22. The reductions are always narrower than what comes in, the projections behind the pooling too. And the first
# layers are no modules but a plain **stem** (줄기), for one reason only, says the paper: on large maps Inception modules took too much memory in training.
#
# A sentence of the paper to check for yourself: deeper inside, what belongs together is spread out further, so the share of 3×3 and 5×5 should grow. Filters of 3×3 and 5×5 for each filter of 1×1, from 3a to 5b: 2.5, 2.2, 1.3,
# 1.8, 2.5, 3.1, 1.8, 1.8, 1.3. It grows from 4a to 4d. On the whole it does not.
#
# In the stem stand two local response normalisations, as in AlexNet. The stem in code:

# %% tags=["demo:stem"]
def stem(c1=64, c2=64, c3=192, small=False):
    """Everything before 3a: (B, 3, 224, 224) -> (B, 192, 28, 28). The small one takes 32×32 to 8×8."""
    lrn = nn.LocalResponseNorm(5, alpha=5e-4, beta=0.75, k=2)  # AlexNet's constants: this paper gives none
    kernel, stride = (3, 1) if small else (7, 2)
    return nn.Sequential(
        *(nn.Conv2d(3, c1, kernel, stride, padding=kernel // 2), nn.ReLU(), nn.MaxPool2d(3, 2, ceil_mode=True), lrn),
        *(nn.Conv2d(c1, c2, 1), nn.ReLU()),
        *(nn.Conv2d(c2, c3, 3, padding=1), nn.ReLU(), lrn, nn.MaxPool2d(3, 2, ceil_mode=True)),
    )


print("stem", [size for _, size in measure.map_sizes(stem(), (3, 224, 224))][::3])

# %% [markdown]
# `ceil_mode=True`? A 3×3 window in steps of 2 fits into 112 pixels 55 times, with one pixel left over: $\lfloor (112 - 3)/2 \rfloor + 1 = 55$. The table says 56. One gets there by rounding **up**: a last window that sticks out counts too, if it
# covers at least one pixel. Caffe, in which GoogLeNet was soon rebuilt, does just that; what the authors' own software did, the paper does not say. All poolings of stride 2 here round up.

# %% [markdown]
# ### Exercise 7 · From the table to the network ●●● · 30 minutes · 5 points
#
# Write `googlenet(table, stem, c_in, block, num_classes)`, which returns an **`nn.Sequential`** from pictures to logits.
#
# - `stem` is a module that puts out `c_in` channels. It comes first, under the name `"stem"`.
# - Then a part for each row of `table`, in this order, under the name of the row. A row with six numbers is a `block(c, n1, r3, n3, r5, n5, pool)`, which gives a module; `c` is the number of channels that come in. A row with a name alone is a
#   maximum pooling, 3×3, stride 2, which rounds **up**.
# - Then the end: the average over all positions, dropout with 0.4, and one linear layer with biases. The names of these parts are yours to choose.
# - Any table may come, and maps of any size.
#
# The check hands in blocks of its own, so your Inception of exercise 5 is not needed. All that counts of a block is what a module of the table puts out: n1 + n3 + n5 + pool channels.
#
# <details><summary>RuntimeError: expected input to have ... channels, but got ...</summary>
#
# Keep the number of channels in a variable that each row brings up to date. What a module puts out is four of its six numbers; the reductions stay inside.
# </details>
# <details><summary>Names in an nn.Sequential?</summary>
#
# `net.add_module("3a", ...)`, or give `nn.Sequential` an `OrderedDict`.
# </details>
# <details><summary>The maps are one pixel too small</summary>
#
# `nn.MaxPool2d(..., ceil_mode=True)`, and no padding.
# </details>
# <details><summary>Everything passes but "while training"</summary>
#
# Dropout stands between the average and the linear layer. 0.4 is the share that is dropped.
# </details>


# %% tags=["exercise:googlenet"]
def googlenet(table: tuple[tuple, ...], stem: nn.Module, c_in: int, block, num_classes: int) -> nn.Sequential:
    """The stem, a part for each row of the table, global average pooling, dropout, a linear layer."""
    ### BEGIN SOLUTION
    net = nn.Sequential(OrderedDict(stem=stem))
    for name, *row in table:
        if row:
            net.add_module(name, block(c_in, *row))
            n1, _, n3, _, n5, pool = row
            c_in = n1 + n3 + n5 + pool
        else:
            net.add_module(name, nn.MaxPool2d(3, stride=2, ceil_mode=True))
    net.add_module("average", nn.AdaptiveAvgPool2d(1))
    net.add_module("flatten", nn.Flatten())
    net.add_module("dropout", nn.Dropout(0.4))
    net.add_module("linear", nn.Linear(c_in, num_classes))
    return net
    ### END SOLUTION


# %% tags=["check:googlenet:5"]
from convnets.check import check, op_sizes, pick, randn, response, sensitivity


class _StandIn(nn.Module):
    """A block with six numbers of filters that is no Inception module; it notices when they come in another order."""

    def __init__(self, c_in, n1, r3, n3, r5, n5, pool):
        super().__init__()
        self.a, self.b = nn.Conv2d(c_in, r3, 1), nn.Conv2d(c_in, r5, 1)
        self.c, self.d = nn.Conv2d(r3, n1 + n3, 1), nn.Conv2d(r5, n5 + pool, 1)

    def forward(self, x):
        self.out = torch.cat([self.c(self.a(x)), self.d(self.b(x))], dim=1)
        return self.out


def _drawn_table(pattern):
    """A row with drawn filters for each letter of the pattern but p, which stands for a pooling; names are drawn too."""
    names = pick([f"{stage}{letter}" for stage in range(3, 9) for letter in "abcdefg"], len(pattern))
    return tuple((name,) if kind == "p" else (name, *pick(range(3, 18), 6)) for name, kind in zip(names, pattern, strict=True))


def _network(pattern, num_classes=None):
    """Your network of a drawn table, with a stem that is one convolution to four channels."""
    return googlenet(_drawn_table(pattern), nn.Conv2d(3, 4, 1), 4, _StandIn, num_classes or pick(range(3, 12)))


def _names(pattern):
    """What the parts of your network are called, up to the last row of the table."""
    net = _network(pattern)
    return {"what comes back": "an nn.Sequential" if isinstance(net, nn.Sequential) else "another network", "parts": [name for name, _ in net.named_children()][: len(pattern) + 1]}


def _given_channels(pattern):
    """How many input channels each block was made for."""
    return [layer.a.in_channels for layer in _network(pattern).modules() if isinstance(layer, _StandIn)]


def _drops(pattern):
    """How much of the last maps counts for the logits, in both modes; seen by the gradient, whatever does the dropping."""
    net, x, found, pulls = _network(pattern), randn(100, 3, 8, 8), [], []
    last = [layer for layer in net.modules() if isinstance(layer, _StandIn)][-1]
    weights = randn(100, net.eval()(x).shape[1])
    for mode in (True, False):
        logits = net.train(mode)(x)
        pulls.append(torch.autograd.grad((logits * weights).sum(), last.out)[0].flatten(2))
        silent = pulls[-1] == 0
        found.append(
            {
                "logits": list(logits.shape),
                "averages that count for nothing": round(float(silent.all(dim=2).float().mean()), 1),
                "values of the maps that count for nothing": round(float(silent.float().mean()), 1),
                "logits that are 0": round(float((logits == 0).float().mean()), 1),
            }
        )
    kept = pulls[0] != 0
    return {"training": found[0], "evaluation": found[1], "what is kept counts, times": round(float((pulls[0] / pulls[1])[kept].median()), 2)}


def _alike(repeats):
    """A network of rows that all have the same numbers, such that its blocks could be one and the same."""
    numbers = [pick(range(3, 9)) for _ in range(6)]
    c_in = sum(numbers) - numbers[1] - numbers[3]
    return googlenet(tuple((f"{i}x", *numbers) for i in range(repeats)), nn.Conv2d(3, c_in, 1), c_in, _StandIn, pick(range(3, 12)))


observe = check("04_googlenet/googlenet")
observe(
    "names of the parts",
    lambda: [_names("xpx"), _names(pick(("xxpx", "pxxp", "xpxx")))],
    hint='"stem", then the names of the rows, in their order, poolings too',
)
observe(
    "channels that each block is given",
    lambda: [_given_channels("xpx"), _given_channels(pick(("xxpx", "pxxp", "xpxx")))],
    hint="the first block gets the stem's c_in; after that it is what the row before puts out: n1 + n3 + n5 + pool",
)
observe(
    "size after every layer",
    lambda: op_sizes(_network("xpxpx"), randn(1, 3, 13, 10)),
    hint="a pooling makes 7 of 13 and 5 of 10; a block's output is four of its six numbers; one average, one linear layer",
)
observe(
    "response",
    lambda: response(_network(pick(("xpx", "xxp", "pxx"))), randn(2, 3, 20, 18)),
    weight=2,
    hint="compare with the list of the exercise: the kind of pooling, and what stands at the end",
)
observe(
    "response, another table",
    lambda: response(_network(pick(("xxpxxpx", "xpxxxpx"))), randn(2, 3, 18, 18)),
    hint="a part for each row, however many there are",
)
observe(
    "every layer learns",
    lambda: sensitivity(_network(pick(("xxp", "xpx"))), randn(2, 3, 9, 9)),
    hint="each row needs a block of its own",
)
observe(
    "while training",
    lambda: _drops(pick(("xxpx", "xpxx"))),
    hint="two of five averages count for nothing in training mode, none in evaluation mode; those that are kept grow, as nn.Dropout does it",
)
observe(
    "no row at all, and rows that are alike",
    lambda: [response(_network(""), randn(1, 3, 5, 4)), sensitivity(_alike(3), randn(2, 3, 5, 4))],
    weight=0.5,
    hint="any table may come: without rows the end follows the stem; with equal rows each still has a block of its own",
)
### BEGIN HIDDEN TESTS
observe("response, nine modules", lambda: response(_network("xxpxxxxxpxx"), randn(1, 3, 28, 28)))
### END HIDDEN TESTS
observe.score()

# %% [markdown]
# Put it together from your parts, at full size, and count. Do you get the paper's network?

# %% tags=["demo:count"]
with torch.device("meta"):
    paper_net = googlenet(TABLE_1, stem(), 192, Inception, 1000)
print(f"{measure.parameters(paper_net):,} parameters (expected: 6,998,552)")
print(f"{measure.macs(paper_net, (3, 224, 224)):,} multiply-accumulates (expected: 1,582,671,872)")
print()
for name, size in measure.map_sizes(paper_net, (3, 224, 224), depth=1):
    part = getattr(paper_net, name)
    print(f"{name:<10}{'×'.join(map(str, size)):<14}{measure.parameters(part):>10,}")

# %% [markdown]
# Only 5a and 5b hold more than the one linear layer that is left, with its 1,025,000. And where is the *work*? Look at `measure.layers(paper_net, (3, 224, 224))`: the stem alone does 478 of the 1,583 million.

# %% [markdown]
# ## 5 · Two heads that help, and are thrown away
#
# 22 layers, without batch norm and without shortcuts, in 2014: would the gradient still reach the stem? Backward through each layer it is multiplied by that layer's weights, and a product of twenty numbers below 1 is small.
#
# The authors knew that shallower networks do well, so what is found halfway must already be good for telling classes apart. They made the network prove it: on the outputs of 4a and 4d, they hung small
# classifiers of their own, **auxiliary heads** (보조 분류기). Each is trained to name the picture, like the network itself. Its loss (손실) enters the sum with 0.3:
#
# $$\text{loss} = \text{loss of the network} + 0.3 \cdot \text{loss of the head on 4a} + 0.3 \cdot \text{loss of the head on 4d}$$
#
# So the early layers get their gradient by a shorter way too. After training the heads are taken off: a network that is *used* does not know of them.

# %% tags=["demo:head"]
def auxiliary_head(c_in, num_classes, filters=128, units=1024, pooled=True):
    """On maps of 14×14, or, if not pooled, of 4×4 (section 5 of the paper)."""
    return nn.Sequential(
        nn.AvgPool2d(5, 3) if pooled else nn.Identity(),  # 14×14 -> 4×4
        *(nn.Conv2d(c_in, filters, 1), nn.ReLU(), nn.Flatten()),
        *(nn.Linear(16 * filters, units), nn.ReLU(), nn.Dropout(0.7)),
        nn.Linear(units, num_classes),
    )


on_4a, on_4d = auxiliary_head(512, 1000), auxiliary_head(528, 1000)
print(f"parameters: {measure.parameters(on_4a):,} and {measure.parameters(on_4d):,}")
print(f"with both:  {6_998_552 + measure.parameters(on_4a) + measure.parameters(on_4d):,}")

# %% [markdown]
# Here they are again, the linear layers that the network has got rid of: the two heads hold nearly as much as the whole rest.

# %% [markdown]
# ### Exercise 8 · Heads in training only ●●● · 25 minutes · 5 points
#
# - `WithHeads(net, heads)` is an `nn.Module`. `net` is an `nn.Sequential` with named parts, `heads` a dict: name of a part → the head that reads this part's output.
#   - In **evaluation** mode it returns what `net` returns, and the heads are not run.
#   - In **training** mode it returns a tuple: the logits of `net`, then those of each head, in the order in which the heads hang along the network. The dict may have another order.
#   - Each part of `net` runs once. The heads are part of the module: their parameters are learned with the others.
# - `loss_with_heads(outputs, labels, weight=0.3)`: the loss of a batch as a tensor: the cross-entropy (교차 엔트로피) of the network's logits plus `weight` times that of each head. `outputs` is such a tuple, with any number of heads, or
#   logits alone, as in evaluation mode.
#
# `self.training` says which mode a module is in. `net.named_children()` gives a Sequential's names and parts in order.
#
# <details><summary>The heads' parameters are missing</summary>
#
# A plain dict hides its modules from PyTorch. `nn.ModuleDict(heads)` does not.
# </details>
# <details><summary>The network's own logits are wrong as soon as there are heads</summary>
#
# A head *reads* the output of a part. The next part gets that output too, not what the head made of it.
# </details>
# <details><summary>The loss is right for a tuple, not for logits alone</summary>
#
# `isinstance(outputs, tuple)` tells them apart. A tensor can be unpacked as well, row by row, and then everything goes wrong quietly.
# </details>


# %% tags=["exercise:heads"]
class WithHeads(nn.Module):
    """A network with auxiliary heads: logits in evaluation mode, (logits, logits of each head...) in training mode."""

    def __init__(self, net: nn.Sequential, heads: dict[str, nn.Module]) -> None:
        super().__init__()
        ### BEGIN SOLUTION
        self.net, self.heads = net, nn.ModuleDict(heads)
        ### END SOLUTION

    def forward(self, x: torch.Tensor) -> torch.Tensor | tuple[torch.Tensor, ...]:
        ### BEGIN SOLUTION
        of_heads = []
        for name, part in self.net.named_children():
            x = part(x)
            if self.training and name in self.heads:
                of_heads.append(self.heads[name](x))
        return (x, *of_heads) if self.training else x
        ### END SOLUTION


def loss_with_heads(outputs: torch.Tensor | tuple[torch.Tensor, ...], labels: torch.Tensor, weight: float = 0.3) -> torch.Tensor:
    """Cross-entropy of the network's logits, plus `weight` times that of each head's."""
    ### BEGIN SOLUTION
    logits, *of_heads = outputs if isinstance(outputs, tuple) else (outputs,)
    return F.cross_entropy(logits, labels) + weight * sum(F.cross_entropy(y, labels) for y in of_heads)
    ### END SOLUTION


# %% tags=["check:heads:5"]
from convnets.check import check, parameters, pick, randint, randn, response


class _Counted(nn.Linear):
    """A linear layer with drawn weights and a bend behind it, which counts how often it is called."""

    def __init__(self, c_in, c_out):
        super().__init__(c_in, c_out)
        self.weight.data, self.bias.data = randn(c_out, c_in) / c_in**0.5, randn(c_out)
        self.calls = 0

    def forward(self, x):
        self.calls += 1
        return torch.tanh(super().forward(x))


def _drawn_heads(parts=5, number=2, classes=4):
    """A network of drawn width with drawn names, and heads on some of its parts, in another order; of three heads one is on the last part."""
    widths, labels = [*pick(range(5, 12), parts - 1), classes], pick(["3a", "3b", "4a", "4b", "4c", "4d", "4e", "5a", "5b"], parts)
    net, c_in = nn.Sequential(), 6
    for label, width in zip(labels, widths, strict=True):
        net.add_module(label, nn.Sequential(_Counted(c_in, width)))
        c_in = width
    places = sorted(pick(range(parts - 1), number)) if number < 3 else [*sorted(pick(range(parts - 1), number - 1)), parts - 1]
    return net, {labels[i]: _Counted(widths[i], classes) for i in places[1:] + places[:1]}


def _kind(y):
    """What something is, of the things that may come out."""
    return "tuple" if isinstance(y, tuple) else "tensor" if torch.is_tensor(y) else type(y).__name__


def _in_both_modes(number):
    """What comes out in training and in evaluation mode, as shapes and numbers."""
    model, x = WithHeads(*_drawn_heads(number=number, classes=pick((3, 4, 5)))), randn(2, 6)
    trains, evaluates = model.train()(x), model.eval()(x)
    kinds = [_kind(y) for y in (trains, evaluates)]
    return {"kinds": kinds, "shapes": [list(y.shape) for y in trains], "training": list(trains), "evaluation": evaluates}


def _counted(net):
    """The layers of a network that count."""
    return [layer for layer in net.modules() if isinstance(layer, _Counted)]


def _calls(number):
    """How often each part and each head was called: after one picture in evaluation mode, and after one more in training mode."""
    net, heads = _drawn_heads(number=number)
    model, x, seen = WithHeads(net, heads), randn(2, 6), []
    for mode in (False, True):
        model.train(mode)(x)
        seen.append([[part.calls for part in _counted(net)], [head.calls for head in heads.values()]])
    return seen


def _pulls(number):
    """The gradient at each part and each head, when all that comes out in training mode is pulled at."""
    net, heads = _drawn_heads(number=number)
    outputs = WithHeads(net, heads).train()(randn(8, 6))
    layers = [*_counted(net), *heads.values()]
    weights = [layer.weight for layer in layers if layer.weight.requires_grad]
    pulled = iter(torch.autograd.grad(sum((y * randn(*y.shape)).sum() for y in outputs), weights, allow_unused=True))
    gradients = [next(pulled) if layer.weight.requires_grad else None for layer in layers]
    return [0.0 if g is None else float(g.norm()) for g in gradients]


def _drawn_outputs(heads, fewest=1):
    """Logits of a network and of its heads, and labels for them."""
    classes, batch = pick((3, 4, 5)), pick(range(fewest, 8))
    return tuple(2 * randn(batch, classes) for _ in range(heads + 1)), randint(0, classes, (batch,))


def _losses(heads, **how):
    """The loss of drawn logits and labels; without heads, of the logits alone and of a tuple that holds nothing else."""
    outputs, labels = _drawn_outputs(heads, fewest=1 if heads else 2)
    return [float(loss_with_heads(given, labels, **how)) for given in ([outputs] if heads else [outputs[0], outputs])]


def _loss_as_it_comes(heads):
    """What kind of thing the loss is, and how it pulls at the logits."""
    outputs, labels = _drawn_outputs(heads)
    outputs = tuple(y.requires_grad_() for y in outputs)
    loss = loss_with_heads(outputs, labels)
    found = {"kind": _kind(loss), "gradient": torch.is_tensor(loss) and loss.requires_grad}
    if not found["gradient"]:
        return found
    pulled = torch.autograd.grad(loss, outputs, allow_unused=True)
    return found | {"shape": list(loss.shape), "pulls": [0.0 if g is None else float(g.norm()) for g in pulled]}


observe = check("04_googlenet/heads")
observe(
    "two heads, in both modes",
    lambda: _in_both_modes(2),
    weight=2,
    hint="training: the tuple (network, first head along the way, second head); evaluation: the network's logits alone",
)
observe(
    "one head, three heads, none",
    lambda: [_in_both_modes(1), _in_both_modes(3), _in_both_modes(0)],
    hint="any number of heads, on any part; in training mode always a tuple, however short",
)
observe(
    "how often each part is called",
    lambda: [_calls(pick((1, 2))), _calls(3)],
    weight=0.5,
    hint="each part once for each batch; a head not at all in evaluation mode",
)
observe(
    "parameters",
    lambda: [parameters(WithHeads(*_drawn_heads(number=n))) for n in (1, 3)],
    hint="those of the network and those of the heads",
)
observe(
    "every part and every head learns",
    lambda: [_pulls(pick((1, 2))), _pulls(3)],
    hint="the heads learn, and so do the parts before them, by every way: nothing is detached or frozen",
)
observe(
    "loss of a tuple",
    lambda: [_losses(2), _losses(1), _losses(4)],
    hint="the network's cross-entropy plus 0.3 times that of each head: a sum, no mean",
)
observe(
    "loss with another weight",
    lambda: [_losses(2, weight=pick((0.1, 0.2, 0.5, 0.9))), _losses(3, weight=0.0)],
    hint="the argument `weight`, not 0.3; 0 is a weight too",
)
observe(
    "loss of logits alone",
    lambda: [_losses(0), _losses(0)],
    hint="a tensor is the network's logits, without any heads",
)
observe(
    "the loss as a tensor",
    lambda: _loss_as_it_comes(pick((1, 2, 3))),
    weight=0.5,
    hint="one number, still a tensor, from which the gradient reaches the network's logits and those of each head",
)
### BEGIN HIDDEN TESTS
observe("evaluation as the network alone", lambda: response(WithHeads(*_drawn_heads(number=pick((1, 2, 3)))), randn(3, 6)))
### END HIDDEN TESTS
observe.score()

# %% [markdown]
# ### Does the gradient reach the stem?
#
# Measure it, in a GoogLeNet made of your own parts. It is a small one, for pictures of 32×32: an eighth of the filters in each place, and a stem whose first convolution is 3×3 in steps of 1. So
# stages 3, 4 and 5 work on maps of 8×8, 4×4 and 2×2. (A head's first pooling is there to make 4×4 of 14×14; behind the small stem 4×4 is what it gets.)

# %% tags=["demo:small"]
SMALL_TABLE = tuple((name, *map(narrow, row)) for name, *row in TABLE_1)
OUTPUTS = {name: row[0] + row[2] + row[4] + row[5] for name, *row in SMALL_TABLE if row}


def small_googlenet(num_classes=10):
    """Your GoogLeNet, and the same with your heads on 4a and 4d."""
    small_stem = stem(narrow(64), narrow(64), narrow(192), small=True)
    net = googlenet(SMALL_TABLE, small_stem, narrow(192), Inception, num_classes)
    heads = {name: auxiliary_head(OUTPUTS[name], num_classes, narrow(128), narrow(1024), pooled=False) for name in ("4a", "4d")}
    return net, WithHeads(net, heads)


def he(net):
    """Weights that keep the size of the signal from layer to layer (He et al. 2015), biases 0."""
    for layer in net.modules():
        if isinstance(layer, (nn.Conv2d, nn.Linear)):
            nn.init.kaiming_normal_(layer.weight, nonlinearity="relu")
            nn.init.zeros_(layer.bias)
    return net


net, with_heads = small_googlenet()
print(f"{measure.parameters(net):,} parameters, {measure.parameters(with_heads):,} with heads")
print(f"{measure.macs(net, (3, 32, 32)):,} multiply-accumulates")

# %% [markdown]
# How strongly does a batch of 64 pictures pull at each part, before any training? Below, for each part, the size of the gradient relative to the size of the weights, on a logarithmic scale: with heads and without, from
# two ways to start. On the left the weights start as PyTorch starts them unless told. On the right as He et al. proposed, early in 2015: just so large that the signal keeps its size from layer to layer.

# %% tags=["demo:gradients"]
import matplotlib.pyplot as plt

photos = data.load("digits_on_photos")


def gradient_by_part(net, loss):
    """Gradient over weights (2-norms over all convolutions of the part), for each part of the network that has some."""
    net.zero_grad()
    loss.backward(retain_graph=True)
    sizes = {}
    for name, part in net.named_children():
        weights = [layer.weight for layer in part.modules() if isinstance(layer, nn.Conv2d)]
        if weights:
            gradient = torch.cat([w.grad.flatten() for w in weights]).norm()
            sizes[name] = float(gradient / torch.cat([w.detach().flatten() for w in weights]).norm())
    return sizes


def gradients(start):
    """By part, without and with heads, for the same network and the same pictures."""
    torch.manual_seed(0)
    net, with_heads = small_googlenet()
    start(with_heads)
    images, labels = photos.train[:64]
    outputs = with_heads.train()(images)
    return [gradient_by_part(net, loss_with_heads(what, labels)) for what in (outputs[0], outputs)]


figure, panels = plt.subplots(1, 2, figsize=(9.4, 3.6), sharey=True, layout="constrained")
for axes, (title, start) in zip(panels, {"as PyTorch starts": lambda net: net, "He et al. 2015": he}.items(), strict=True):
    alone, helped = gradients(start)
    axes.semilogy(alone.keys(), alone.values(), marker="o", label="without heads")
    axes.semilogy(helped.keys(), helped.values(), marker="o", label="with heads on 4a and 4d")
    axes.set(title=title, xlabel="part of the network")
    axes.grid(axis="y", alpha=0.4)
    print(f"{title:<18} at the stem, with heads / without: {helped['stem'] / alone['stem']:8.1f}")
panels[0].set_ylabel("gradient / weights")
panels[1].legend(loc="lower right")
plt.close(figure)
figure

# %% [markdown]
# Left: every module on the way back makes the gradient smaller, and what arrives at the stem is more than ten thousand times weaker than at 5b. The heads are short cuts: at 4d and before it, and again at 4a and before it, the
# curve jumps up. At the stem they win a factor of some hundreds. Right: from a good start nothing vanishes, and the heads add a factor of two or three.
#
# The heads were a cure for a sickness that a better start, and soon after batch norm, cured at the root. GoogLeNet's paper does not say how its weights start. In the version printed in 2015 the authors add that later experiments found the effect of
# the heads to be minor, about half a per cent, and one of them enough for it. In chapter 06 you meet their own explanation: a head regularises.

# %% [markdown]
# ## 6 · Training
#
# The common budget of the course, as in every chapter: 4,000 digits on photographs, 16 epochs, 1,008 steps of 64 pictures, and 1,000 others to test. The networks are the small forms, an eighth as wide as the paper's.
#
# Networks without batch norm are slow to get going. With the budget's usual steps (gradient descent, learning rate 0.05) this small GoogLeNet, with He's initialisation, said "a tenth each" for several epochs, and ended at 92 and 82 % with two seeds; with a third, without heads, it never got further than 10 %. So
# the recipe changes in one point: **RMSProp**, which divides the step of each weight by the recent size of its gradient, so that weights with small gradients move too. (GoogLeNet's authors used plain gradient descent with
# momentum 0.9, and had time. So did their next network, BN-Inception; with the one after it, of chapter 06, they went over to RMSProp.)
#
# GoogLeNet's gradient is also **clipped** (기울기 클리핑): take the gradient of all weights together as one long vector, and where it is longer than 1, shorten it to 1 without changing its direction. A single batch with a huge gradient can then no longer throw the weights far away.
# In chapter 06 you write this yourself.
#
# First your Network in network:

# %% tags=["training:nin"]
torch.manual_seed(0)
small_nin = he(network_in_network(width=1 / 8))
nin_history = lineage.fit(small_nin, "nin", "width 1/8", optimizer="rmsprop", lr=0.002, after_epoch=plot.live())
nin_history

# %% [markdown]
# Then your GoogLeNet, with its heads. `lineage.fit` trains as `train.fit` does, which knows about heads: when a network returns a tuple in training mode, it adds 0.3 of the loss of each further entry, just as your `loss_with_heads`.
# What it shows is the network's own loss alone.

# %% tags=["training:googlenet"]
recipe = dict(optimizer="rmsprop", lr=0.001, clip=1.0)

torch.manual_seed(0)
net, with_heads = small_googlenet()
he(with_heads)
googlenet_history = lineage.fit(with_heads, "googlenet", "small stem, width 1/8", **recipe, after_epoch=plot.live())
googlenet_history

# %% [markdown]
# And the same once more, from the same weights, without heads. (If the time is short, skip the cell. It takes as long again.)

# %% tags=["training:without_heads"]
torch.manual_seed(0)
headless, heads_too = small_googlenet()
he(heads_too)
headless_history = lineage.fit(headless, "googlenet", "small stem, width 1/8, no heads", **recipe)
headless_history

# %% tags=["demo:curves"]
plot.curves({"Network in network": nin_history, "GoogLeNet": googlenet_history, "GoogLeNet without heads": headless_history})

# %% [markdown]
# In five runs each, our small GoogLeNet came to 94.5 to 95.5 % of the held-out pictures with heads, and to 88.0, 93.9, 94.6, 94.8 and 94.9 % without; Network in network, in four, to 92.5 to 94.9 %. The 88.0 is a run that hardly
# moved in its first four epochs, while the others were at 40 to 65 % by then, and had not caught up at the end. So the heads may help a network to get going; most of the time it does so without them. From one run each you
# can conclude nothing. And from PyTorch's own initialisation instead of He's, with the budget's usual gradient descent, our small GoogLeNet learned nothing in the 1,008 steps, neither without heads nor with them, for all the hundreds that they win at
# the stem.
#
# LeNet-5 in colour (the end of chapter 01), by the way, reads these digits at least as well as either of them. 22 layers do not pay on 4,000 small pictures; they were made for 1.2 million large ones. How a network gets a gain out of depth even here is the matter of the
# next chapter.

# %% tags=["demo:lineage"]
lineage.table()

# %% [markdown]
# ## 7 · Looking inside
#
# ### Where does it see the digit?
#
# The average is the last step but one, and the last is linear. So they may change places. Let $m_{c,i,j}$ be the last maps and $w_{k,c}$, $b_k$ the weights and biases of the linear layer. Then the logit of class $k$ is
#
# $$\sum_c w_{k,c} \left( \frac{1}{HW} \sum_{i,j} m_{c,i,j} \right) + b_k \;=\; \frac{1}{HW} \sum_{i,j} \left( \sum_c w_{k,c} \, m_{c,i,j} + b_k \right)$$
#
# The bracket on the right is a map: how much each place says for class $k$. The logit is its average. This is a **class activation map** (클래스 활성화 맵; Zhou et al. 2016): with global average pooling, a network that was only ever told *what* is in a
# picture can say *where*, for nothing.

# %% [markdown]
# ### Exercise 9 · Class activation maps ●●○ · 15 minutes · 3 points
#
# Write `class_maps(maps, linear, labels)`. `maps` are the last maps (B, C, H, W) of B pictures, `linear` the `nn.Linear(C, K)` that follows their average, `labels` one class for each picture, an int64 tensor (B,). Return the class activation map of
# each picture for its class, (B, H, W), with the bias in it as above: so that its average is exactly the logit. Negative values stay.
#
# <details><summary>Which weights?</summary>
#
# Row `labels[b]` of `linear.weight`: C numbers, one for each map. `linear.weight[labels]` gives all of them at once, (B, C).
# </details>
# <details><summary>The average is not the logit</summary>
#
# Is the bias added at *every* position? Then it is in the average once. Is anything divided, clipped or normalised? Nothing should be.
# </details>


# %% tags=["exercise:class_maps"]
def class_maps(maps: torch.Tensor, linear: nn.Linear, labels: torch.Tensor) -> torch.Tensor:
    """(B, C, H, W), the layer behind their average, (B,) classes -> (B, H, W), whose averages are the classes' logits."""
    ### BEGIN SOLUTION
    weights, biases = linear.weight[labels], linear.bias[labels]  # (B, C), (B,)
    return torch.einsum("bchw,bc->bhw", maps, weights) + biases[:, None, None]
    ### END SOLUTION


# %% tags=["check:class_maps:3"]
from convnets.check import check, pick, randint, randn


def _drawn_layer(channels, classes):
    """A linear layer with drawn weights and biases."""
    linear = nn.Linear(channels, classes)
    linear.weight.data, linear.bias.data = randn(classes, channels), 2 * randn(classes)
    return linear


def _seen_maps(batch, size, same=False, channels=None, classes=None):
    """Your maps of drawn features, and which of what was given has changed; with `same`, all pictures ask for one class."""
    channels, classes = channels or pick(range(5, 9)), classes or pick(range(3, 7))
    linear, labels, maps = _drawn_layer(channels, classes), randint(0, classes, (batch,)), randn(batch, channels, *size)
    if same:
        labels = labels[:1].expand(batch)
    given = {"maps": maps, "weights": linear.weight, "biases": linear.bias, "labels": labels}
    before = [t.detach().clone() for t in given.values()]
    y = class_maps(maps, linear, labels)
    changed = [name for (name, t), old in zip(given.items(), before, strict=True) if not torch.equal(t, old)]
    return {"shape": list(y.shape), "values": y.flatten(), "averages": y.flatten(1).mean(dim=1), "changed": changed}


observe = check("04_googlenet/class_maps")
observe(
    "one picture",
    lambda: _seen_maps(1, pick(((1, 4), (5, 1)))),
    hint="at each position: the maps' values there, times the row of weights of the class, plus its bias",
)
observe(
    "several pictures, the same class",
    lambda: _seen_maps(pick((3, 4)), pick(((1, 5), (5, 1))), same=True),
    hint="the same for each picture of the batch",
)
observe(
    "several pictures, each with its class",
    lambda: _seen_maps(pick((4, 5)), pick(((3, 5), (5, 3)))),
    weight=2,
    hint="picture b asks for class labels[b]; the result is (B, H, W)",
)
### BEGIN HIDDEN TESTS
observe("many pictures, one position each", lambda: _seen_maps(12, (1, 1)))
observe("one channel, one class", lambda: [_seen_maps(b, (2, 3), channels=1, classes=1) for b in (1, 2)])
### END HIDDEN TESTS
observe.score()

# %% [markdown]
# A trial of it. Sixteen test pictures, laid out as **one** picture of 128×128, four times as high and as wide as anything the networks were trained on. No layer minds. The last maps of the small GoogLeNet are then 8×8
# instead of 2×2, and those of Network in network 32×32 instead of 8×8; they *are* class maps already, one for each digit.
#
# To read them, we average over as many positions as a training picture has, 2×2 and 8×8, wherever such a square fits, and take the softmax over the ten classes. That is what the network would say of the 32×32 pixels around
# that place, for all places in one go.

# %% tags=["demo:class_maps"]
def last_maps(net, part, images):
    """What the part called `part` puts out."""
    kept = []
    hook = net.get_submodule(part).register_forward_hook(lambda layer, given, out: kept.append(out))
    with torch.no_grad():
        net.eval()(images)
    hook.remove()
    return kept[0]


tiles, digits_on_it = photos.test[:16]
sheet = torch.cat([torch.cat(list(row), dim=2) for row in tiles.reshape(4, 4, 3, 32, 32)], dim=1)[None]
net.cpu(), small_nin.cpu()
linear = next(layer for layer in net.modules() if isinstance(layer, nn.Linear))
features = last_maps(net, "5b", sheet).expand(10, -1, -1, -1)
maps_of = {
    "GoogLeNet": (class_maps(features, linear, torch.arange(10)).detach(), 2),
    "Network in network": (last_maps(small_nin, "mlpconv3", sheet)[0], 8),
}
wanted = list(dict.fromkeys(digits_on_it.tolist()))[:4]

figure, panels = plt.subplots(2, 5, figsize=(9.4, 4.2), layout="constrained")
picture = photos.test.pixels(sheet)[0].permute(1, 2, 0).clamp(0, 1).numpy()
for row, (name, (maps, side)) in zip(panels, maps_of.items(), strict=True):
    sure = F.avg_pool2d(maps, side, stride=1).softmax(dim=0)
    step = 32 // side  # pixels from one position to the next
    right = int((sure[:, ::side, ::side].argmax(dim=0).flatten() == digits_on_it).sum())
    print(f"{name:<20} read {right} of the 16 right, each at its place on the sheet")
    row[0].imshow(picture)
    row[0].set_ylabel(name)
    for axes, digit in zip(row[1:], wanted, strict=True):
        edge = 16 - step / 2
        axes.imshow(picture, extent=(0, 128, 128, 0))
        axes.imshow(sure[digit].numpy(), cmap="magma", alpha=0.7, vmin=0, vmax=1, extent=(edge, 128 - edge, 128 - edge, edge))
        for k in (digits_on_it == digit).nonzero().flatten().tolist():
            axes.add_patch(plt.Rectangle((32 * (k % 4) + 1, 32 * (k // 4) + 1), 30, 30, fill=False, edgecolor="#56b4e9", linewidth=2))
        axes.set(title=f"is it a {digit}?", xlim=(0, 128), ylim=(128, 0))
for axes in panels.flat:
    axes.set(xticks=(), yticks=())
plt.close(figure)
figure

# %% [markdown]
# Bright is where the network is sure of the digit; the blue frames show where it really is. In two runs of ours Network in network read 14 and 15 of the sixteen right, GoogLeNet 11 and 8; on another machine, which rounds differently, it may well be a few more or fewer. Nobody ever told them where a digit was.
#
# Why is the better classifier the worse at this? Look at how far they see: `measure.receptive_field` says 27 pixels for a value of Network in network's last maps, and 357 for one of the small GoogLeNet's. In training, nearly all of that window lay in the
# padding, beyond the picture's edge. On the sheet it is full of other digits.
#
#
# ### Which branch answers?
#
# Each module puts four branches side by side. How much of what comes out comes from each? Below, for each module of your trained GoogLeNet: the share of the branches in its output channels, pale, and their share of the activation (all values added up,
# over 500 test pictures; after a ReLU none is negative), full colour.

# %% tags=["demo:branches"]
modules = [(name, (row[0], row[2], row[4], row[5])) for name, *row in SMALL_TABLE if row]
figure, axes = plt.subplots(figsize=(9.4, 3.4), layout="constrained")
for i, (name, channels) in enumerate(modules):
    maps = last_maps(net, name, photos.test.images[:500])
    activation = torch.stack([branch.sum() for branch in maps.split(channels, dim=1)])
    shares = torch.tensor(channels) / sum(channels), activation / activation.sum()
    for x, share, alpha in ((i - 0.2, shares[0], 0.35), (i + 0.2, shares[1], 1)):
        bottom = 0.0
        for branch, (part, colour) in enumerate(zip(share.tolist(), ("#0072b2", "#d55e00", "#009e73", "#e69f00"), strict=True)):
            label = ("1×1", "3×3", "5×5", "pool")[branch] if i == 0 and alpha == 1 else None
            axes.bar(x, part, 0.38, bottom=bottom, color=colour, alpha=alpha, label=label)
            bottom += part
axes.set(xticks=range(len(modules)), xticklabels=[name for name, _ in modules], ylabel="share", ylim=(0, 1), title="left, pale: of the channels. Right: of the activation")
axes.legend(loc="upper left", bbox_to_anchor=(1, 1))
plt.close(figure)
figure

# %% [markdown]
# Nearly every branch has its say, and none does all the work. In our runs the 5×5 of 4a was almost silent, that of 5a gave less than its share of the channels, and most pooling branches gave more than theirs. With another start
# it comes out otherwise: what the network must find out, it can find out in several ways, and four branches offer it four.

# %% [markdown]
# ## 8 · Two questions to answer in words
#
# ### Question 1 · How many parameters has GoogLeNet? · 10 minutes · 3 points
#
# You find four statements. (a) "Twelve times fewer than AlexNet", in the paper itself. (b) "6.6 million", in the documentation of a library. (c) "13 million", printed by somebody's program. (d) "7 million". For each of them: is it right, and what
# was counted? Four or five sentences with numbers; AlexNet has 60,965,224 parameters as its authors trained it, on two graphics cards.

# %% [markdown] tags=["written:how_many:3"]
# (d) is right: the network of Table 1, with 5×5 windows, biases and no batch norm, has 6,998,552 parameters. (a) does not come out: 60,965,224 / 6,998,552 is 8.7, not 12; for twelve times fewer it would have to be 5.1 million. (b) is torchvision's network,
# 6,624,904: it has batch norm instead of biases, and 3×3 in the place of the 5×5, which saves more than batch norm adds. (c) is 13,378,280, GoogLeNet with its two auxiliary heads (or 13,004,888, torchvision's with its heads): these are there in training only, and are taken off before
# the network is used. To give a count one has to say which form is meant, and whether with the heads.
#
# ### BEGIN MARK SCHEME
# - 1 point: (d) is right, 6,998,552, and (a) is not: 8.7 times (8.9 with the 62.4 million of AlexNet without groups). Half without the ratio.
# - 1 point: (b) is another network: batch norm, and the 3×3 slip in the 5×5 branch. Half for one of the two differences.
# - 1 point: (c) counts the auxiliary heads, which are used in training only. Either of the two numbers near 13 million is fine.
# ### END MARK SCHEME

# %% [markdown]
# ### Question 2 · Were the heads needed? · 15 minutes · 3 points
#
# Somebody writes: *"The auxiliary heads are what makes it possible to train GoogLeNet: without them, the gradient vanishes."* Answer in 100 to 150 words, with at least two numbers of your own from sections 5 and 6.
#
# 1. By what factor do the heads raise the gradient at the stem, from each of the two starts?
# 2. Why does a head raise it only in the parts that stand before it?
# 3. What did they change in your training? Is the sentence right?

# %% [markdown] tags=["written:heads:3"]
# In my measurement, the heads raise the gradient at the stem by a factor of 490 when the weights start as PyTorch starts them, and by 2.8 from the start of He et al.
#
# A head's loss depends only on the parts before the place where it hangs. Its gradient enters there and flows back to the stem; 4e, 5a and 5b are not on its way, so for them there is only the gradient of the network's own loss. That is why the two
# curves lie on each other from 4e on, and part at 4d and again at 4a.
#
# In training, from He's start, the network came to 94.5 % with heads and to 93.9 % without. That is six pictures of a thousand; another start can move a run by more than that. So the sentence is too strong: the gradient vanishes from a bad start
# and not from a good one, and from a good one the network can be trained without heads. They may make it get going sooner; to say so would take more runs than my two.
#
# ### BEGIN MARK SCHEME
# One point each, half points allowed. Any numbers that the student's own run can have given are fine.
#
# - 1 point: both factors, hundreds from PyTorch's start, and two or three from He's.
# - 1 point: the gradient of a head's loss flows from its place backward only; parts behind it are not on its way, so they get the network's own loss alone.
# - 1 point: a judgement that rests on the measured accuracies (with and without heads, the difference within or little beyond what another seed makes), and says that a good start takes over the heads' task; the sentence is too strong. Half without a number.
# ### END MARK SCHEME

# %% [markdown]
# ## 9 · Where you are

# %% tags=["demo:so_far"]
from convnets.check import so_far

so_far("04_googlenet")

# %% [markdown]
# **To hand in:** *Kernel → Restart Kernel and Run All Cells*, look once more at the tables under the checks, save, and hand in this file, `04_googlenet.ipynb`, under this name. If an exercise is still open, running stops at the first cell that
# needs it; hand the file in all the same.
#
# ## What came next
#
# Two roads. One asks: if depth is so good, and heads only a crutch, how can a gradient get through a hundred layers? Chapter 05, ResNet, lets it pass by the layers altogether. The other asks what else can be done inside the module: if 5×5 is dear, why not two 3×3;
# if 3×3 is, why not 1×3 and 3×1? Chapter 06, by GoogLeNet's first author, rebuilds it with batch norm and such *factorised* windows.
#
# ## Often misquoted
#
# - The four counts of Question 1, and the sentence of Question 2. You have set them right yourself.
# - *"358 million operations, half of the naive module."* 271.4 million, 32 %. The 358 hold the 3×3 twice.
# - *"The naive module saves work."* It costs the most of all; the bottlenecks save.
# - *"torchvision's GoogLeNet is GoogLeNet."* You have seen its 3×3 and its batch norm in section 3. Its heads also average 14×14 to 4×4 over windows of other sizes than 5×5 in steps of 3, and its last pooling is 2×2.
# - *"GoogLeNet has no fully connected layer."* One, 1024 → 1000. And two in each head.
# - *"The share of large windows grows with depth."* The paper says it should. In its own table it grows from 4a to 4d only.
# - *The operations in Table 1 add up to 1,502 million*; counting gives 1,583. The difference is nearly all in its first row, the 7×7 convolution: printed are 34 million and 2.7 thousand parameters, $112^2 \cdot 7^2 \cdot 3 \cdot 64$ is 118 million, with 9,408 weights.
# - *"6.67 %, and that with 7 million parameters."* The 6.67 % are seven networks together, on 144 crops of each picture. One network on one crop: 10.07 %.
# - *"GoogLeNet invented the 1×1 convolution."* It took it from Network in network, and used it for a new end: to make maps thinner.
