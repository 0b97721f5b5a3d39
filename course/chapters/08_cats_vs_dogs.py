# %% [markdown]
# # The lab: cats and dogs
#
# **M. Tan, Q. V. Le: *EfficientNet: Rethinking model scaling for convolutional neural networks*, arXiv:1905.11946, 2019.** · **M. Sandler, A. Howard, M. Zhu, A. Zhmoginov, L.-C. Chen:
# *MobileNetV2: Inverted residuals and linear bottlenecks*, arXiv:1801.04381, 2018.** · **K. He, R. Girshick, P. Dollár: *Rethinking ImageNet pre-training*, arXiv:1811.08883, 2018.**
#
# So far every network began with random numbers. Hardly anybody works like that. You have a few hundred pictures, a laptop and an afternoon; and somewhere there is a network that has looked at 1.28 million photographs for days. Can it lend you what it knows?
#
# In this lab you teach machines to tell cats from dogs, in three ways: from scratch; with a linear classifier on what a trained network sees (a **linear probe**, 선형 프로브); and by teaching the trained network itself a little more (**fine-tuning**, 미세 조정). You compare the three by their seconds and by how many
# pictures they need. Then you hand in the best you have, as a file of weights (가중치), and it will be tried on pictures that you have never seen.
#
# | what | here |
# |---|---|
# | you build | an honest split, augmentation, the inverted-residual block, a new head, a memory for features, frozen layers, parameter groups, a map of what speaks for a dog |
# | you train | a small network from scratch, a linear probe, and a fine-tuned EfficientNet-Lite0, on 10, 30, 100 and all pictures |
# | you borrow | ImageNet weights; they were installed with the course, so nothing is downloaded |
# | you hand in | this notebook, and `submission.safetensors` beside it |
# | time | about 40 minutes to read, 2¼ hours for eight exercises, 20 minutes for a question; no exercise needs another |
# | points | 41: exercises 27, the weights you hand in 10, the written question 4 |
#
# **What changed since chapter 07.** The pictures are large and in colour, there are few of them, and they lie in files. The network is given; its last layer is not. And the question is no longer which architecture, but what may learn, how fast, and from what.

# %% tags=["setup"]
import hashlib
import random
import tempfile
from pathlib import Path

import torch
from torch import nn
from torch.nn import functional as F

from convnets import data, device, explore, measure, plot, settings, train


class Padded(nn.Conv2d):
    """A convolution padded as TensorFlow does it, where the weights come from: an odd zero goes to the bottom and right."""

    def forward(self, x):
        rows, columns = (
            max((-(-size // step) - 1) * step + kernel - size, 0)
            for size, step, kernel in zip(x.shape[-2:], self.stride, self.kernel_size)
        )
        x = F.pad(x, (columns // 2, columns - columns // 2, rows // 2, rows - rows // 2))
        return F.conv2d(x, self.weight, None, self.stride, 0, 1, self.groups)


def convolution(c_in, c_out, kernel, stride=1, groups=1):
    """A convolution and its batch norm; the map is divided by the stride. No activation."""
    return nn.Sequential(
        Padded(c_in, c_out, kernel, stride, groups=groups, bias=False),
        nn.BatchNorm2d(c_out, eps=1e-3, momentum=0.01),
    )


# %% tags=["demo:network"]
from convnets import features, finetune, models, weights

with torch.device("meta"):
    picture_of = models.create("efficientnet_lite0")
plot.network(picture_of, (3, 224, 224), depth=1, title="EfficientNet-Lite0, stage by stage: the network that lends us its knowledge")

# %% [markdown]
# ## 1 · Two questions first
#
# A network trained on ImageNet has learned edges in its first layers, textures and parts further up, and in the end whatever tells 1,000 kinds of things apart. How much of that is of use to *you*? Two questions decide what to try first: **how many** pictures do you have, and **how similar** are they to what the network knows?

# %% tags=["demo:quadrant"]
import matplotlib.pyplot as plt

figure, axes = plt.subplots(figsize=(8.6, 3.6), layout="constrained")
for x, y, colour, head, text in (
    (0, 0, "#c6dbef", "few, similar", "a linear classifier\non the last features"),
    (1, 0, "#9ecae1", "many, similar", "fine-tune the last stages,\nwith small steps"),
    (0, 1, "#fdd0a2", "few, different", "the hard one: a linear classifier on\nearlier features; more pictures"),
    (1, 1, "#fdae6b", "many, different", "fine-tune many stages,\nor begin from scratch"),
):
    axes.add_patch(plt.Rectangle((x + 0.02, 1.02 - y), 0.96, 0.96, color=colour))
    axes.text(x + 0.5, 1.68 - y, head, ha="center", fontsize=12, weight="bold")
    axes.text(x + 0.5, 1.4 - y, text, ha="center", va="center", fontsize=10.5)
axes.set(xlim=(0, 2), ylim=(0, 2), xticks=[], yticks=[], xlabel="how many pictures  →", ylabel="←  how different from ImageNet")
axes.spines[:].set_visible(False)
plt.close(figure)
figure

# %% [markdown]
# Photographs of cats and dogs are *similar*: of ImageNet's 1,000 classes 118 are breeds of dogs, and 5 are cats. **Drawn** cats and dogs, which you get below if you have no photographs, are *different*: no class of ImageNet is a drawing. So this lab is two labs. Do it with the drawn pictures, then with photographs if you can, and watch how the same three methods change places.
#
# ## 2 · Look at the pictures
#
# One line decides what you work with. `None`: drawn by a program, on any machine, offline. Or the name of a folder of your own, with `cat` and `dog` in it.

# %% tags=["demo:lab"]
FOLDER = None  # or "my_photographs", a folder with cat/ and dog/ in it; data.cats_vs_dogs(download=True) fetches 811 MB of them

lab = data.cats_vs_dogs(FOLDER)
print(lab)

# %% [markdown]
# Before anything is trained: *look*. Are the labels right? Is the animal always in the middle? Is there something in the background that gives the class away? What would you say if a picture were 64 pixels wide?

# %% tags=["demo:look"]
first = lab.train.take(16).read(160)
plot.pictures(first, columns=8)

# %% [markdown]
# A picture that cannot be read is skipped, and the line above names it. Copies are found as well: the same photograph twice, once mirrored or saved smaller. Why would that matter? Because the test pictures have one task: to stand for pictures that nobody has seen. A copy of a training picture (학습 사진) among them has been seen. This is **leakage** (데이터 누출), and the accuracy it
# gives is a lie that only shows when the network goes to work.
#
# Copies are the simple case. Ten frames of one video, five photographs of *one* dog, three X-rays of one patient: nearly the same thing. Whatever belongs together is a **group** (그룹), and a group belongs on one side.

# %% [markdown]
# ### Exercise 1 · An honest split ●●○ · 20 minutes · 4 points
#
# Write `split(labels, groups, share, seed)`. Picture i has the class `labels[i]` and belongs to the group `groups[i]` (a word); all pictures of a group have one class. Return two lists of indices, `train, test`:
#
# - every picture is in exactly one of the two lists, and a group is never on both sides;
# - of **each class**, `round(share * number of its groups)` groups are in test, but at least one;
# - which ones is decided by `seed` alone: the same seed gives the same lists, in every start of Python, another one other groups. Mixed: not simply the first ones.
#
# <details><summary>How do I draw so that the seed alone decides?</summary>
#
# `random.Random(seed)` or `torch.Generator().manual_seed(seed)` is a source of chance of your own. Beware of going through a `set` of words: its order changes with every start of Python. Sort it first.
# </details>
# <details><summary>The number of test pictures is not what I expect</summary>
#
# It is *groups* that are counted, and groups differ in size. The number of pictures follows from which groups were drawn.
# </details>
# <details><summary>It fails for a small class</summary>
#
# `round(0.1 * 3)` is 0, and then nothing says how well that class is recognised. Hence "at least one".
# </details>


# %% tags=["exercise:split"]
def split(labels: list[int], groups: list[str], share: float = 0.2, seed: int = 0) -> tuple[list[int], list[int]]:
    """Indices to learn from and to test on; a group is never on both sides."""
    ### BEGIN SOLUTION
    chance = random.Random(seed)
    held = set()
    for label in sorted(set(labels)):
        own = sorted({g for g, k in zip(groups, labels, strict=True) if k == label})
        held.update(chance.sample(own, max(1, round(share * len(own)))))
    train = [i for i, group in enumerate(groups) if group not in held]
    test = [i for i, group in enumerate(groups) if group in held]
    return train, test
    ### END SOLUTION


# %% tags=["check:split:4"]
from convnets.check import check, pick, randint


def _album(groups_of_class, most=6):
    """Labels and group names of so many groups in each class, each of 1 to `most` pictures, in mixed order."""
    labels, groups = [], []
    for label, n in enumerate(groups_of_class):
        for g, size in enumerate(randint(1, most + 1, (n,)).tolist()):
            labels += [label] * size
            groups += [f"animal {chr(97 + label)}{g}"] * size
    order = randint(0, 10**9, (len(labels),)).argsort().tolist()
    return [labels[i] for i in order], [groups[i] for i in order]


def _sides(labels, groups, *how):
    """What became of the album: pictures, groups of each class on either side, and what is on both."""
    train, test = (list(map(int, side)) for side in split(list(labels), list(groups), *how))
    in_train, in_test = {groups[i] for i in train}, {groups[i] for i in test}
    of = dict(zip(groups, labels))
    return {
        "pictures": len(train) + len(test),
        "different pictures": len({*train, *test}),
        "groups in train, of each class": [sum(of[g] == k for g in in_train - in_test) for k in sorted(set(labels))],
        "groups in test, of each class": [sum(of[g] == k for g in in_test - in_train) for k in sorted(set(labels))],
        "groups on both sides": len(in_train & in_test),
    }


class _Word(str):
    """A word whose hash is another in each start of Python; here the starts can be told apart."""

    start = 0

    def __hash__(self):
        return hash((_Word.start, str(self)))


def _in_start(start, labels, groups, *how):
    """The two lists, as plain whole numbers, as they come in one start of Python or another."""
    _Word.start = start
    return [[int(i) for i in side] for side in split(list(labels), [_Word(group) for group in groups], *how)]


def _by_seed(n):
    """For 40 seeds: is the same seed the same split; how many groups are in test for some seed; are there groups that always are?"""
    labels, groups = _album([n, n], most=3)
    lists = [_in_start(0, labels, groups, 0.5, seed) for seed in range(40)]
    again = [_in_start(0, labels, groups, 0.5, seed) for seed in range(40)]
    restarted = [_in_start(1 + seed, labels, groups, 0.5, seed) for seed in range(40)]
    held = [{groups[i] for i in test} for _, test in lists]
    own = [sorted({g for g in groups if g.startswith(f"animal {letter}")}) for letter in "ab"]
    first = {name for names in own for name in names[: round(n / 2)]}
    told = {True: "the same split", False: "another split"}
    return {
        "groups": 2 * n,
        "asked again": told[lists == again],
        "in another start of Python": told[lists == restarted],
        "once in test": len(set.union(*held)),
        "always in test": len(set.intersection(*held)),
        "always the first in the alphabet": all(names == first for names in held),
    }


observe = check("08_cats_vs_dogs/split")
observe(
    "two classes",
    lambda: _sides(*_album([4 * pick(range(5, 10)) + 1, 4 * pick(range(5, 10)) + 3]), 0.25),
    weight=1.5,
    hint="round(share * number of groups) groups of each class; no group on both sides, no picture lost",
)
observe(
    "a rare class",
    lambda: _sides(*_album([pick(range(30, 50)), pick((2, 3, 4))]), 0.1),
    hint="each class is split by itself, and at least one group of it is to test on",
)
observe(
    "the seed decides",
    lambda: _by_seed(pick(range(6, 12))),
    hint="the same seed, the same split, whatever order Python keeps a set of words in; over 40 seeds every group should once be in test and none always",
)
observe(
    "a fifth, unless another share is asked for",
    lambda: [_sides(*(drawn := _album([10 * pick(range(2, 6)), 10 * pick(range(2, 6))], most=2))), "as with 0.2 and 0" if _in_start(0, *drawn) == _in_start(0, *drawn, 0.2, 0) else "otherwise than with 0.2 and 0"],
    weight=0.5,
    hint="share = 0.2 and seed = 0 where they are left out",
)
### BEGIN HIDDEN TESTS
observe("three classes, every picture a group", lambda: _sides(*_album([pick(range(20, 60)) for _ in range(3)], most=1), 0.15, pick(range(9))))
### END HIDDEN TESTS
observe.score()

# %% [markdown]
# `data.cats_vs_dogs` does the same with the groups that it can find by itself, copies. That five photographs show the same dog it cannot know; you can.
#
# ## 3 · More pictures than there are
#
# A cat stays a cat if it is a little further to the left, mirrored, or in the shade. If the network is shown each picture in another form in every epoch, it can hardly learn it by heart. This is **augmentation** (데이터 증강). Move the controls: how small may a piece be before you no longer know what it shows? Turned by 180°: would your test pictures ever look
# like that? Augment by what really occurs, and by nothing that changes the label.

# %% tags=["demo:augment"]
explore.augment(lab.train[0])

# %% [markdown]
# ### Exercise 2 · Cut and mirror ●●○ · 15 minutes · 3 points
#
# Write `augment(images, size, training)`: pictures (B, C, H, W) to pieces of size × size, (B, C, size, size), with `size` at most H and W. Nothing is scaled.
#
# - `training=True`: for **each picture by itself** a piece at a random place, every place as likely as any other, and left and right exchanged in half of the cases.
# - `training=False`: always the middle, its upper left corner at row `(H - size) // 2` and column `(W - size) // 2`, and never mirrored. A test is to be the same every time.
# - Chance comes from torch (`torch.randint`, `torch.rand`). The given pictures stay as they are.
#
# <details><summary>All pictures of the batch are cut at the same place</summary>
#
# One number was drawn for all. Draw B of them, or go through the pictures one by one: a loop over a batch is no shame here.
# </details>
# <details><summary>The last row is never used</summary>
#
# `torch.randint(0, n, ...)` draws 0 to n − 1. There are H − size **+ 1** places.
# </details>
# <details><summary>Mirrored the wrong way</summary>
#
# `flip(-1)` exchanges columns, left and right. A cat that hangs from the ceiling is rare.
# </details>


# %% tags=["exercise:augment"]
def augment(images: torch.Tensor, size: int, training: bool) -> torch.Tensor:
    """(B, C, H, W) -> (B, C, size, size): random pieces, half of them mirrored; or the middle."""
    ### BEGIN SOLUTION
    height, width = images.shape[-2:]
    if not training:
        top, left = (height - size) // 2, (width - size) // 2
        return images[:, :, top : top + size, left : left + size]
    pieces = []
    for image in images:
        top = int(torch.randint(0, height - size + 1, ()))
        left = int(torch.randint(0, width - size + 1, ()))
        piece = image[:, top : top + size, left : left + size]
        pieces.append(piece.flip(-1) if torch.rand(()) < 0.5 else piece)
    return torch.stack(pieces)
    ### END SOLUTION


# %% tags=["check:augment:3"]
from convnets.check import check, nearest, pick, randomness


def _numbered(n, channels, height, width):
    """Pictures whose every pixel says where it is from: picture, row, column."""
    rows, columns = torch.arange(height)[:, None], torch.arange(width)
    one = 100.0 * rows + columns
    return one + 2e3 * torch.arange(n)[:, None, None, None] + torch.zeros(n, channels, 1, 1)


def _evenly(places, n):
    """How often each place occurs, in halves of its fair share: 2 for each, if every one is as likely as any other."""
    return [round(float((places == place).float().mean() * 2 * n)) for place in range(n)]


def _pieces(height, width, size, n=2000):
    """Where the pieces of n pictures come from, and how many of them are mirrored."""
    images = _numbered(n, 2, height, width)
    given = images.clone()
    out = torch.cat([augment(batch, size, True) for batch in images.split(n // 10)])
    own = out - 2e3 * torch.arange(n)[:, None, None, None]
    both, own = out[:, 0] == out[:, 1], own[:, :1]
    mirrored = own[:, 0, 0, 0] > own[:, 0, 0, -1]
    upright = torch.where(mirrored[:, None, None, None], own.flip(-1), own)
    corner = upright[:, 0, 0, 0]
    whole = (upright == corner[:, None, None, None] + _numbered(1, 1, size, size)).flatten(1).all(1)
    top, left = corner // 100, corner % 100
    return {
        "shape": list(out.shape),
        "pieces of the right picture": int(whole.sum()),
        "the same piece in every channel": bool(both.all()),
        "tops": sorted(set(top.int().tolist()))[:20],
        "lefts": sorted(set(left.int().tolist()))[:20],
        "each top, in halves of a fair share": _evenly(top, height - size + 1),
        "each left, in halves of a fair share": _evenly(left, width - size + 1),
        "ways to be cut and mirrored": len({*zip(top.tolist(), left.tolist(), mirrored.tolist())}),
        "mirrored, of each batch, in halves": [round(2 * float(batch.float().mean())) for batch in mirrored.split(n // 10)],
        "mirrored, of all": nearest(mirrored.float().mean(), (0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1)),
        "given pictures": "as they were" if torch.equal(images, given) else "changed",
    }


def _middle(n, channels, height, width, size):
    """The corners of what is cut out for a test, twice the same."""
    images = _numbered(n, channels, height, width)
    given = images.clone()
    once, twice = augment(images, size, False), augment(images, size, False)
    return {
        "shape": list(once.shape),
        "corners": once[:, 0, ::size - 1, ::size - 1],
        "twice the same": bool((once == twice).all()),
        "given pictures": "as they were" if torch.equal(images, given) else "changed",
    }


observe = check("08_cats_vs_dogs/augment")
observe(
    "training",
    lambda: _pieces((size := pick((4, 5, 6))) + pick((2, 3)), size + pick((4, 5)), size),
    weight=2,
    hint="each picture has its own place, 0 to H - size and 0 to W - size, and half are mirrored",
)
observe(
    "testing",
    lambda: _middle(3, pick((1, 2, 3)), height := pick((9, 11, 13)), height + pick((3, 4, 6)), pick((4, 5, 6))),
    hint="the middle: row (H - size) // 2, column (W - size) // 2; nothing random",
)
observe(
    "one picture, and whose chance it is",
    lambda: [
        list(augment(_numbered(1, pick((1, 3)), 8, 9), size := pick((5, 6)), True).shape),
        randomness(lambda: augment(_numbered(60, 1, 9, 8), size, True)[:, 0, 0, 0]),
    ],
    weight=0.5,
    hint="(1, C, size, size) for a batch of one; torch.randint and torch.rand, so that torch.manual_seed decides",
)
### BEGIN HIDDEN TESTS
observe("nothing to cut", lambda: _pieces(n := pick((5, 6, 7, 8)), n, n))
observe("testing, the whole picture", lambda: _middle(2, 3, n := pick(range(5, 12)), n + pick((0, 1, 2, 3)), n))
### END HIDDEN TESTS
observe.score()

# %% [markdown]
# ## 4 · From scratch
#
# First the honest comparison: a small network that knows nothing, on small pictures. `lab.read(64)` brings them into memory at 64×64, normalised by their own mean and standard deviation. 40 epochs, with shifts and mirror images as augmentation.


# %% tags=["training:scratch"]
import math
from time import perf_counter

from matplotlib.ticker import NullFormatter


def small_network(width=16):
    """Five convolutions with batch norm and ReLU, each in steps of 2; the mean of each map; one linear layer."""
    layers, c_in = [], 3
    for c in (width, width, 2 * width, 4 * width, 8 * width):
        layers += [nn.Conv2d(c_in, c, 3, stride=2, padding=1, bias=False), nn.BatchNorm2d(c), nn.ReLU()]
        c_in = c
    return nn.Sequential(*layers, nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(c_in, 2))


def moved(images):
    """By up to 6 pixels, and half of them mirrored."""
    images = data.random_shift(images, 6)
    return torch.where(torch.rand(len(images), 1, 1, 1, device=images.device) < 0.5, images.flip(-1), images)


def from_scratch(pictures, test=None):
    torch.manual_seed(0)
    net = small_network()
    return net, train.fit(net, pictures, epochs=40, batch_size=32, lr=0.05, schedule="one-cycle", augment=moved, test=test)


start = perf_counter()
small = lab.read(64)
small_net, history = from_scratch(small.train, small.test)
small_seconds = perf_counter() - start
history

# %% tags=["demo:scratch_curve"]
plot.curves(history)

# %% [markdown]
# On the 400 drawn pictures our run ended at 51.5 % of the test pictures, and guessing gives 50. On those it learned from it had reached 75.5 %: it began to learn them by heart, augmentation or not, and nothing that holds for others. There is nothing wrong with the network; there is too little to learn from. It has to find out from 400 pictures what an edge is, what an ear is,
# and which ears are a cat's.
#
# ## 5 · A network that has seen a million photographs
#
# EfficientNet-Lite0 is a network for telephones: 4.65 million parameters (매개변수), 0.4 billion multiply-accumulates, a tenth of ResNet-50's. It lends itself to two processor cores. Its convolutions (합성곱) stand in one kind of block, the **inverted residual** (역 잔차 블록) of MobileNetV2.
#
# Remember ResNet's bottleneck: 256 channels (채널) → 64 → 256, wide outside and narrow inside, so that the 3×3 in the middle is cheap. Here it is the other way around: narrow outside, *wide inside*. What makes the wide middle cheap is a **depthwise** convolution (깊이별 합성곱): one k×k filter for each channel, which
# sees that channel alone (`groups` = channels). Mixing channels is left to the 1×1 convolutions before and after.
#
# | step | what | channels | activation |
# |---|---|---|---|
# | expand | 1×1 | c_in → t · c_in | ReLU6 |
# | depthwise | k×k in steps of `stride`, one filter a channel | t · c_in | ReLU6 |
# | project | 1×1 | t · c_in → c_out | **none** |
# | add | the input, where stride is 1 and c_in = c_out | c_out | none |
#
# ReLU6 is min(max(x, 0), 6): a ReLU with a ceiling, which telephones that compute in 8 bits like. And why no activation at the end? A ReLU throws away what is negative. In a wide layer that is no loss, other channels still know it; in a narrow one it is. Hence the second half of the paper's title: *linear bottlenecks*.

# %% [markdown]
# ### Exercise 3 · The inverted residual ●●○ · 20 minutes · 4 points
#
# Write `InvertedResidual(c_in, c_out, kernel, stride, expansion)` after the table, (B, c_in, H, W) → (B, c_out, H / stride, W / stride).
#
# - `convolution(c_in, c_out, kernel, stride, groups)` from the setup cell gives you a convolution with its batch norm (배치 정규화), padded as it should be. Use it for all three.
# - `expansion` is t. Where it is 1 there is no expand step at all.
#
# <details><summary>Far too many parameters</summary>
#
# The depthwise convolution needs `groups=` its number of channels. Then each of its filters is k·k weights, not k·k·channels.
# </details>
# <details><summary>The size of tensor a must match the size of tensor b</summary>
#
# The input can only be added where it has the shape of the output: stride 1 **and** as many channels. Both must be asked.
# </details>
# <details><summary>Parameters and sizes are right, the response is not</summary>
#
# Two activations, both ReLU6, after the first two convolutions. None after the third, none after the addition.
# </details>


# %% tags=["exercise:inverted_residual"]
class InvertedResidual(nn.Module):
    """Expand 1x1, depthwise k x k, project 1x1 (Sandler et al. 2018, Table 1)."""

    def __init__(self, c_in: int, c_out: int, kernel: int = 3, stride: int = 1, expansion: int = 6) -> None:
        super().__init__()
        ### BEGIN SOLUTION
        wide = c_in * expansion
        self.expand = convolution(c_in, wide, 1) if expansion != 1 else None
        self.depthwise = convolution(wide, wide, kernel, stride, groups=wide)
        self.project = convolution(wide, c_out, 1)
        self.shortcut = stride == 1 and c_in == c_out
        ### END SOLUTION

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        ### BEGIN SOLUTION
        y = x if self.expand is None else F.relu6(self.expand(x))
        y = F.relu6(self.depthwise(y))
        y = self.project(y)
        return x + y if self.shortcut else y
        ### END SOLUTION


# %% tags=["check:inverted_residual:4"]
from convnets.check import check, op_sizes, parameters, pick, randn, response, sensitivity

observe = check("08_cats_vs_dogs/inverted_residual")
observe(
    "parameters",
    lambda: [parameters(InvertedResidual(c := pick(range(4, 12)), pick(range(4, 12)), pick((3, 5)), 1, t), randn(1, c, 4, 4)) for t in pick((2, 3, 4, 6), 2)],
    hint="the depthwise convolution has groups = expansion · c_in; batch norms are counted, biases there are none",
)
observe(
    "sizes after each convolution",
    lambda: op_sizes(InvertedResidual(c := pick(range(4, 9)), pick(range(9, 14)), 3, 2, pick((3, 4, 6))), randn(1, c, 12, pick((8, 10)))),
    weight=0.5,
    hint="1×1 makes it wide, the depthwise convolution has the stride, 1×1 makes it narrow",
)
observe(
    "response, shape kept",
    lambda: response(InvertedResidual(c := pick(range(4, 9)), c, pick((3, 5)), 1, pick((2, 3, 4))), randn(2, c, 7, 8)),
    weight=2,
    hint="ReLU6, ReLU6, nothing; then the input is added",
)
observe(
    "response, stride 2",
    lambda: response(InvertedResidual(c := pick(range(4, 9)), c, pick((3, 5)), 2, pick((2, 3, 4))), randn(2, c, 7, 8)),
    hint="another size than the input: nothing to add",
)
observe(
    "response, other channels",
    lambda: response(InvertedResidual(c := pick(range(4, 9)), c + pick((1, 2, 3)), 3, 1, 3), randn(2, c, 7, 6)),
    hint="as many rows and columns as the input, but not as many channels: nothing to add",
)
observe(
    "every layer learns",
    lambda: sensitivity(InvertedResidual(c := pick(range(4, 9)), c, 3, 1, pick((2, 3))), randn(2, c, 6, 6)),
    hint="is every layer used, once, and nothing detached?",
)
observe(
    "expansion 1",
    lambda: [parameters(InvertedResidual(c := pick(range(5, 30)), pick(range(5, 30)), 3, 1, 1), randn(1, c, 4, 4)),
             op_sizes(InvertedResidual(c, pick(range(30, 40)), 5, 2, 1), randn(1, c, 7, pick((8, 9))))],
    weight=0.5,
    hint="no expand step: two convolutions and two batch norms",
)
observe(
    "3×3, stride 1 and expansion 6, unless others are asked for",
    lambda: [parameters(net := InvertedResidual(c := pick(range(4, 12)), pick(range(12, 20))), x := randn(1, c, 5, 6)), op_sizes(net, x)],
    weight=0.5,
    hint="kernel = 3, stride = 1, expansion = 6 where they are left out",
)
### BEGIN HIDDEN TESTS
observe("response, expansion 1", lambda: response(InvertedResidual(c := pick(range(5, 12)), c + pick((0, 3)), 3, 1, 1), randn(2, c, 6, 5)))
observe("response, odd maps in steps of 2", lambda: response(InvertedResidual(c := pick(range(4, 9)), c + pick((0, 2)), pick((3, 5)), 2, 2), randn(2, c, 9, pick((7, 10)))))
observe("every layer learns, stride 2", lambda: sensitivity(InvertedResidual(c := pick(range(4, 9)), c + 1, 5, 2, 2), randn(2, c, 6, 6)))
### END HIDDEN TESTS
observe.score()

# %% [markdown]
# Sixteen of your blocks between a stem and a head are the whole network. If yours is right, the ImageNet weights must work in it: `weights.load` lays them in layer by layer and compares the answers with those of the original. (If exercise 3 is still open, the library's network stands in.)

# %% tags=["demo:imagenet"]
TABLE = (  # kernel, expansion, stride of the first block, channels, blocks (Tan & Le 2019, Table 1)
    (3, 1, 1, 16, 1), (3, 6, 2, 24, 2), (5, 6, 2, 40, 2), (3, 6, 2, 80, 3), (5, 6, 1, 112, 3), (5, 6, 2, 192, 4), (3, 6, 1, 320, 1),
)  # fmt: skip


def my_efficientnet(num_classes=1000):
    layers, c_in = [convolution(3, 32, 3, 2), nn.ReLU6()], 32
    for kernel, expansion, stride, channels, blocks in TABLE:
        for j in range(blocks):
            layers.append(InvertedResidual(c_in, channels, kernel, stride if j == 0 else 1, expansion))
            c_in = channels
    layers += [convolution(320, 1280, 1), nn.ReLU6(), nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(1280, num_classes)]
    return nn.Sequential(*layers)


try:
    mine = weights.load(my_efficientnet(), "efficientnet_lite0").eval()
    print(f"Every weight found its place in the network that you wrote: {measure.parameters(mine):,} parameters, the same answers.")
except NotImplementedError:
    mine = weights.pretrained("efficientnet_lite0")
    print("Exercise 3 is open; this is the library's network.")

# %% [markdown]
# What does it say about our pictures, before it has learned anything new? The likeliest of its 1,000 classes for eight of them:

# %% tags=["demo:classes"]
VIEW = data.View(224, 0.875, *weights.normalisation("efficientnet_lite0"))  # the middle 7/8, at 224 × 224, as these weights want it

images, _ = next(lab.test.take(8).batches(VIEW, 8))
with torch.no_grad():
    said = [weights.best(logits, 1)[0] for logits in mine(images)]
titles = ["\n".join([name.split(",")[0][:15], f"{sure:.0%}"]) for name, sure in said]
plot.pictures(images * 0.5 + 0.5, titles, columns=8)

# %% [markdown]
# On photographs you will read breeds: *tabby*, *beagle*. On drawn pictures our eight were said to be an envelope, a pinwheel, rubber erasers, an odometer: it has never been asked about a drawing. That is what "different" means in the quadrant. But its answers are not the point. Do the numbers *behind* them differ between a drawn cat and a drawn dog? Then a new last layer can use them.
#
# ## 6 · A linear probe
#
# The last layer speaks ImageNet's 1,000 classes. We need another one. What comes before it, 1,280 numbers for each picture, we keep.

# %% [markdown]
# ### Exercise 4 · A new head ●○○ · 10 minutes · 2 points
#
# Write `new_head(net, num_classes)`: put a new `nn.Linear` with `num_classes` outputs in the place of the network's **last** `nn.Linear`, and return the network. It works in place, for any network, wherever that layer stands and whatever it is called.
#
# - As many inputs as the old one had, with a bias, drawn anew as PyTorch does it, and it learns, even if everything else is frozen.
# - Everything before it stays as it is, weights included.
#
# <details><summary>TypeError: 'Net' object is not subscriptable</summary>
#
# `net[-1]` works for an `nn.Sequential` alone. `net.named_modules()` goes through all the modules inside, with names like `features.0.conv`.
# </details>
# <details><summary>How do I replace a module by its name?</summary>
#
# `net.set_submodule(name, new)`. Or `setattr` on the module that holds it.
# </details>


# %% tags=["exercise:new_head"]
def new_head(net: nn.Module, num_classes: int) -> nn.Module:
    """The network with a new linear layer in the place of its last one."""
    ### BEGIN SOLUTION
    name = [name for name, module in net.named_modules() if isinstance(module, nn.Linear)][-1]
    old = net.get_submodule(name)
    net.set_submodule(name, nn.Linear(old.in_features, num_classes))
    return net
    ### END SOLUTION


# %% tags=["check:new_head:2"]
from convnets.check import check, nearest, pick, randn, response


class _Nested(nn.Module):
    """A network whose last layer is called fc and is no part of a Sequential."""

    def __init__(self, c):
        super().__init__()
        self.body = nn.Sequential(nn.Conv2d(3, c, 3), nn.ReLU(), nn.AdaptiveAvgPool2d(2), nn.Flatten())
        self.fc = nn.Linear(4 * c, 7)

    def forward(self, x):
        return self.fc(self.body(x))


def _flat(c):
    return nn.Sequential(nn.Conv2d(3, c, 3), nn.BatchNorm2d(c), nn.ReLU(), nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Dropout(0.5), nn.Linear(c, 9))


class _Deep(nn.Module):
    """A network whose last linear layer lies three levels deep."""

    def __init__(self, c):
        super().__init__()
        top = nn.Sequential(nn.Linear(c, c + 3), nn.ReLU(), nn.Dropout(0.5), nn.Linear(c + 3, 11, bias=False))
        self.parts = nn.ModuleDict({"body": nn.Sequential(nn.Conv2d(3, c, 3), nn.ReLU(), nn.AdaptiveAvgPool2d(1), nn.Flatten()), "top": nn.Sequential(top)})

    def forward(self, x):
        return self.parts["top"](self.parts["body"](x))


def _with_drawn(net):
    """All weights drawn."""
    with torch.no_grad():
        for p in net.parameters():
            p.copy_(randn(*p.shape))
    return net


def _what_became(net, num_classes, learns=False):
    """The body's weights before and after; the new layer's shape, whether it is new, and how many numbers learn where the body does, or does not."""
    net = _with_drawn(net).requires_grad_(learns)
    size = float(sum(p.abs().sum() for p in list(net.parameters())))
    old = [m for m in net.modules() if isinstance(m, nn.Linear)][-1]
    taken = float(sum(p.abs().sum() for p in old.parameters()))
    weight = old.weight.clone()
    new = new_head(net, num_classes)
    head = [m for m in new.modules() if isinstance(m, nn.Linear)][-1]
    left = float(sum(p.abs().sum() for p in new.parameters()) - sum(p.abs().sum() for p in head.parameters()))
    return {
        "what comes back": "the network that was given" if new is net else "another",
        "size of all before": round(size - taken, 2),
        "size of all after": round(left, 2),
        "new layer": [list(p.shape) for p in head.parameters()],
        "numbers of the old one in it": int(torch.isin(head.weight, weight).sum()),
        "zeros in it": int((head.weight == 0).sum()),
        "numbers that learn": sum(p.numel() for p in new.parameters() if p.requires_grad),
    }


def _drawn_anew(c, num_classes):
    """How large the new layer's numbers are, in parts of how PyTorch draws those of a layer with as many inputs, and whether they are drawn each time."""
    first, second = ([m for m in new_head(_flat(c), num_classes).modules() if isinstance(m, nn.Linear)][-1] for _ in range(2))
    largest = [nearest(p.abs().max() * c**0.5, (0, 0.01, 0.1, 0.5, 1, 2, 4)) for p in first.parameters()]
    usual = [nearest(p.square().mean().sqrt() * (3 * c) ** 0.5, (0, 0.01, 0.1, 0.5, 1, 2, 5)) for p in first.parameters()]
    return {"shape": list(first.weight.shape), "largest weight, bias": largest, "usual size": usual, "drawn twice": "the same numbers" if torch.equal(first.weight, second.weight) else "others"}


observe = check("08_cats_vs_dogs/new_head")
observe(
    "what it says",
    lambda: response(new_head(_with_drawn(_flat(pick(range(5, 12)))), pick((2, 3, 4, 5))), randn(2, 3, 8, 8)),
    hint="the body, then one linear layer with a bias, and nothing after it",
)
observe(
    "a network that is no Sequential",
    lambda: response(new_head(_Nested(pick(range(4, 9))), pick((2, 3, 4, 5))), randn(2, 3, 8, 8)),
    hint="look for the last nn.Linear with named_modules",
)
observe(
    "the body stays, the head is new",
    lambda: _what_became(_flat(pick(range(5, 12))), pick((2, 3, 4, 5))),
    hint="in place; as many inputs as before; only the new layer's numbers are drawn anew, and they learn",
)
observe(
    "two linear layers, three levels deep, all learning",
    lambda: _what_became(_Deep(pick(range(5, 12))), pick((2, 3, 4, 5)), learns=True),
    hint="the last nn.Linear of all modules, wherever it stands; what learned before goes on learning",
)
observe(
    "how the new numbers are drawn",
    lambda: _drawn_anew(pick(range(60, 90)), pick(range(60, 90))),
    weight=0.5,
    hint="a plain nn.Linear, as PyTorch makes it; nothing set by hand",
)
### BEGIN HIDDEN TESTS
observe("three levels deep, what it says", lambda: response(new_head(_Deep(pick(range(5, 12))), pick((2, 3, 4))), randn(2, 3, 8, 8)))
observe("a body that learns", lambda: _what_became(_flat(pick(range(5, 12))), pick((6, 7, 8)), learns=True))
### END HIDDEN TESTS
observe.score()

# %% [markdown]
# ### Each picture once
#
# If only the head learns, the body says the same about a picture in every epoch. So let it look at each picture *once*, keep the 1,280 numbers (the **features**, 특징), and train the head on those. That takes seconds for the body and next to nothing for the head. `features.extract` also keeps them on disk: run the cell twice, and compare the seconds.

# %% tags=["training:features"]
seen = features.extract(lab.train)
seen_test = features.extract(lab.test)
print(seen, seen_test, sep="\n")

# %% [markdown]
# Kept on disk under which name? Under one that changes with everything the numbers depend on. A memory that answers with yesterday's features, though today the weights (or the pictures, or the normalisation) are others, is worse than none: nothing crashes, the accuracy is just wrong. You will write one that cannot be mistaken.
#
# A **hash** (해시) makes a short name out of any number of bytes: `hashlib.sha256(some_bytes).hexdigest()`. Other bytes, another name.

# %% [markdown]
# ### Exercise 5 · A memory for features ●●● · 25 minutes · 4 points
#
# Write `remember(folder, net, images, view)`. It returns what `net` says in **evaluation mode**, without gradients, about `view.normalise(images)`, and keeps it in a file in `folder`. If the same was asked before, it reads the file and does not call `net` at all.
#
# - `images` are pixels (N, 3, H, W) of type uint8, `net` is any module, `view` a `data.View` (its `repr` names all its settings).
# - "The same" means: the same pixels in the same order, the same weights **and** the same running statistics of batch norm, the same view. Copies with equal content count as the same; one number that differs does not.
# - What was kept for other weights or pictures stays: going back to them costs nothing either.
# - The memory is the folder and nothing else: it serves another start of Python, and another folder knows nothing.
#
# `torch.save`, `torch.load`, `tensor.numpy().tobytes()` and `net.state_dict()` are your friends.
#
# <details><summary>It computes again although nothing has changed</summary>
#
# Does the key contain something that is different each time: an `id()`, a time, a memory address? (`repr` of a lambda has one.)
# </details>
# <details><summary>It does not notice that a number has changed</summary>
#
# `str(tensor)` prints a few numbers of a large tensor and puts dots in the place of the others; a sum does not see an exchange. Take all bytes. And statistics of batch norm are buffers, not parameters: they stand in `state_dict()`.
# </details>
# <details><summary>The numbers differ a little from those expected</summary>
#
# In training mode dropout is at work, and batch norm uses the batch. `net.eval()` before.
# </details>


# %% tags=["exercise:remember"]
def remember(folder: str | Path, net: nn.Module, images: torch.Tensor, view: data.View) -> torch.Tensor:
    """What net says about the pictures, computed once and kept in `folder` under a key of pictures, weights and view."""
    ### BEGIN SOLUTION
    digest = hashlib.sha256(f"{net} {view} {tuple(images.shape)}".encode())
    digest.update(images.contiguous().numpy().tobytes())
    for name, value in net.state_dict().items():
        digest.update(name.encode())
        digest.update(value.contiguous().numpy().tobytes())
    path = Path(folder) / f"{digest.hexdigest()}.pt"
    if not path.exists():
        net.eval()
        with torch.no_grad():
            torch.save(net(view.normalise(images)), path)
    return torch.load(path)
    ### END SOLUTION


# %% tags=["check:remember:4"]
import copy
import dataclasses
import shutil

from convnets.check import check, described, mentions, pick, randint, randn

_looked = []  # how many pictures went through the network


class _Watched(nn.Module):
    """A small network that notes how many pictures it looks at."""

    def __init__(self, c):
        super().__init__()
        self.layers = nn.Sequential(nn.Conv2d(3, c, 3, 2), nn.BatchNorm2d(c), nn.ReLU(), nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Dropout(0.5))

    def forward(self, x):
        _looked.append(len(x))
        return self.layers(x)


def _start():
    """A network with drawn numbers, in training mode, drawn pictures, a drawn view."""
    net = _Watched(pick((4, 5, 6)))
    with torch.no_grad():
        for p in net.parameters():
            p.copy_(randn(*p.shape))
    view = data.View(mean=tuple(pick((0.3, 0.4, 0.5), 3)), std=tuple(pick((0.2, 0.25, 0.3), 3)))
    return net.train(), randint(0, 256, (pick((5, 6, 7)), 3, 24, 24)).to(torch.uint8), view


def _asked(*changes):
    """Ask once, then once after each change; how many pictures were looked at each time, and three of the features returned."""
    net, images, view = _start()
    everything = []  # kept, so that no object gets the id of an earlier one
    with tempfile.TemporaryDirectory() as folder:
        counts, values = [], []
        for number, change in enumerate((lambda *given: given, *changes)):
            everything.append((net, images, view))
            net, images, view = change(net, images, view)
            _looked.clear()
            out = remember((folder, Path(folder))[number % 2], net, images, view)
            counts.append(sum(_looked))
            values.append(out.detach().flatten()[:: max(1, out.numel() // 3)].tolist())
        kept = any(Path(folder).iterdir())
    return {"pictures looked at": counts, "features": values, "kept in the folder": kept}


def _elsewhere():
    """How many pictures are looked at with what was kept carried to another folder, and in an empty one."""
    net, images, view = _start()
    counts = []
    with tempfile.TemporaryDirectory() as folder:
        for place in ("first", "moved", "empty"):
            (Path(folder) / place).mkdir()
        remember(f"{folder}/first", net, images, view)
        for file in Path(folder, "first").iterdir():
            shutil.copy(file, Path(folder, "moved"))
        for place in ("moved", "empty"):
            _looked.clear()
            remember(Path(folder, place), net, images, view)
            counts.append(sum(_looked))
    return counts


def _returned():
    """What is returned the first and the second time: its type and shape, and whether a gradient goes through it."""
    net, images, view = _start()
    with tempfile.TemporaryDirectory() as folder:
        outs = [remember(folder, net, images, view) for _ in range(2)]
    return [{**described(out[:, :3]), "shape": list(out.shape), "gradients": "recorded" if out.requires_grad else "not recorded"} for out in outs]


def _again(net, images, view):
    return net, images, view


def _copied(net, images, view):
    return copy.deepcopy(net), images.clone(), dataclasses.replace(view)


def _tensor_moved(name):
    """One number of the network changes; asked again, it is another by the same amount."""

    def change(net, images, view):
        net = copy.deepcopy(net)
        tensor = net.state_dict()[name]
        tensor.view(-1)[0] += 0.5
        return net, images, view

    return change


def _pixel_moved(net, images, view):
    images = images.clone()
    images[2, 1, 12, 12] = (int(images[2, 1, 12, 12]) + 128) % 256
    return net, images, view


def _corner_moved(net, images, view):
    images = images.clone()
    images[-1, 2, 0, 0] = (int(images[-1, 2, 0, 0]) + 128) % 256
    return net, images, view


def _there_and_back(name):
    """Two changes: a number of the network becomes another, and then what it was."""
    before = []

    def there(net, images, view):
        before.append(net)
        return _tensor_moved(name)(net, images, view)

    return there, lambda net, images, view: (before.pop(), images, view)


def _other_view(**settings):
    return lambda net, images, view: (net, images, dataclasses.replace(view, **settings))


observe = check("08_cats_vs_dogs/remember")
observe(
    "twice the same",
    lambda: _asked(_again, _copied),
    weight=2,
    hint="evaluation mode, no gradients; the second and third time the answer is read from the file",
)
observe(
    "other weights",
    lambda: _asked(*_there_and_back("layers.0.weight"), _tensor_moved("layers.1.weight"), _again),
    hint="the key holds all bytes of all weights; a file for each key, so that going back costs nothing",
)
observe(
    "other pictures, then the first again",
    lambda: _asked(_pixel_moved, _pixel_moved, _corner_moved),
    hint="the key holds all bytes of all pictures; a file for each key, so that the first is still there",
)
observe(
    "another view",
    lambda: _asked(_other_view(mean=(0.1, 0.2, 0.3)), _other_view(std=(0.5, 0.5, 0.5))),
    hint="mean and standard deviation belong into the key",
)
observe(
    "other statistics of batch norm",
    lambda: _asked(_tensor_moved("layers.1.running_mean"), _tensor_moved("layers.1.running_var")),
    hint="they are buffers: in state_dict(), not in parameters()",
)
observe(
    "the folder is the memory",
    lambda: [_elsewhere(), mentions(remember, "hash")],
    weight=0.5,
    hint="files that are carried to another folder are found there, in an empty one there is nothing; Python's own hash() of bytes is another in each start",
)
observe(
    "what is returned",
    lambda: _returned(),
    weight=0.5,
    hint="a plain tensor, the first time and later: torch.no_grad() around the network",
)
observe(
    "the same pictures in another order, and back",
    lambda: _asked(lambda net, images, view: (net, images.flip(0), view), lambda net, images, view: (net, images.flip(0), view)),
    weight=0.5,
    hint="the order counts: a sum does not see it",
)
### BEGIN HIDDEN TESTS
observe("fewer pictures", lambda: _asked(lambda net, images, view: (net, images[:3], view), lambda net, images, view: (net, images[:2], view)))
observe("a corner of the last picture", lambda: _asked(_corner_moved, _copied))
observe("a later layer's bias", lambda: _asked(_tensor_moved("layers.1.bias"), _copied))
### END HIDDEN TESTS
observe.score()

# %% [markdown]
# ### A linear classifier on top
#
# With the features in hand the head is a matter of a moment: logistic regression. `finetune.fit_head` finds weights and biases, and by cross-validation (교차 검증) how strongly to hold the weights back (with 1,280 numbers for each picture, anything can be learned by heart).

# %% tags=["training:probe"]
start = perf_counter()
probe = finetune.fit_head(seen.values, seen.labels)
print(f"{perf_counter() - start:.1f} s for the head. Penalty {probe.strength}: {max(probe.trials.values()):.1%} in cross-validation.")
print("test pictures:", finetune.evaluation(probe(seen_test.values), seen_test.labels, seen_test.classes))

# %% [markdown]
# 83.5 % of the drawn test pictures in our run, in half a second, from a network that calls them envelopes. On a small set of photographs, 120 to learn from, it had all 50 test pictures right, where the network from scratch had 68 %. (The interval matters: with 200 test pictures an accuracy of 83.5 % is known to about 5 points of a hundred either way.)
#
# ### The most frequent slip: another normalisation
#
# These weights were trained on pixels brought to −1 … 1 (mean 0.5, standard deviation 0.5). Most networks of torchvision were trained with ImageNet's mean and standard deviation instead, and many a tutorial copies those six numbers without a thought. Let us show the test pictures to the same body and the same head, normalised in other ways:

# %% tags=["demo:normalisation"]
WAYS = {
    "0.5 / 0.5, as trained": VIEW,
    "ImageNet's mean and std": data.View(mean=(0.485, 0.456, 0.406), std=(0.229, 0.224, 0.225)),
    "0 … 1, none at all": data.View(mean=(0.0, 0.0, 0.0), std=(1.0, 1.0, 1.0)),
    "0 … 255, bytes as they are": data.View(mean=(0.0, 0.0, 0.0), std=(1 / 255,) * 3),
}
n_wrong = {}
for way, view in WAYS.items():
    other = features.extract(lab.test, view=view, progress=False)
    n_wrong[way] = (probe(other.values).argmax(1) != other.labels).sum().item()
figure, axes = plt.subplots(figsize=(8, 2.3), layout="constrained")
bars = axes.barh(list(n_wrong), [count / len(lab.test) for count in n_wrong.values()], color=["C0", "C1", "C1", "C1"])
axes.bar_label(bars, [f"{count} of {len(lab.test)}" for count in n_wrong.values()], padding=3)
axes.invert_yaxis()
axes.set(xlabel="share of the test pictures that are wrong", xlim=(0, 0.6))
plt.close(figure)
figure

# %% [markdown]
# Nothing crashed. No warning, no strange shape, merely a worse network: on our drawn pictures 33 of 200 were wrong with the right normalisation, 46 with ImageNet's, 36 with none, 77 with bytes. A wrong mean is a picture in another light, a wrong standard deviation one with another contrast; the body was trained to bear some of that, and its features shift a little, or a lot. The head was fitted to features
# that are not shifted. (Fit the head on wrongly normalised pictures as well, and part of the damage heals, since both sides are wrong alike. That is why the slip can live in a project for years.)
#
# The normalisation belongs to the **weights**, so it travels with them: `weights.normalisation(name)` says it, and your hand-in's card will.
#
# ## 7 · Fine-tuning
#
# Features made for ImageNet are not made for you. So let the body learn too, but carefully: it has much to lose. Four precautions:
#
# 1. **The head first.** A random head sends large, meaningless gradients (기울기) into the body and tears up what is there. Begin with the probe's head.
# 2. **A smaller rate for the body**, a tenth to a third of the head's, and small altogether.
# 3. **Gradual unfreezing** (점진적 해제): the last stage first, then one more in each epoch. The early ones, edges and textures, may stay as they are.
# 4. **Batch norm stands still.** Its running means were taken over a million pictures. Yours would be taken over batches of 16.
#
# The fourth is what people forget. Setting `requires_grad = False` stops gradients, but not the statistics: those move in every forward pass of training mode, without any gradient. Look. All weights are frozen and nothing is trained; but the network is in training mode while 160 training pictures go through it, in ten batches. Then we test it, with the probe as head.

# %% tags=["demo:statistics"]
def with_probe(head):
    """EfficientNet-Lite0 with ImageNet weights, and the probe as its last layer."""
    net = weights.pretrained("efficientnet_lite0", num_classes=2)
    net.classifier.load_state_dict({"weight": head.weight, "bias": head.bias})
    return net


def accuracy(net):
    return finetune.evaluate(net, lab.test, (VIEW,))[0].accuracy


net = with_probe(probe).requires_grad_(False)
norms = [module for module in net.modules() if isinstance(module, nn.BatchNorm2d)]
for norm in norms:
    norm.momentum = 0.1  # PyTorch's usual one
before = torch.cat([norm.running_mean for norm in norms])
net.train()
with torch.no_grad():
    for images, _ in lab.train.take(16 if settings.fast() else 160).batches(VIEW, 16):
        net(images)
after = torch.cat([norm.running_mean for norm in norms])
print(f"No weight has moved; the running means have, by {(after - before).norm() / before.norm():.0%}.")
print(f"Accuracy before: {(probe(seen_test.values).argmax(1) == seen_test.labels).float().mean():.1%}, after: {accuracy(net.eval()):.1%}")

# %% [markdown]
# On our drawn pictures the accuracy fell from 83.5 to 72.5 %, and no weight had moved. The running means had, by 1 % of their length, and the running variances with them; through some fifty layers that adds up. (On 120 photographs, eight batches took it from all 50 test pictures right to 45.) How much it hurts depends on how different your pictures are, and on batch norm's momentum. The network that the head was fitted to no longer exists, nor the one that gave the features you kept yesterday.

# %% [markdown]
# ### Exercise 6 · Freeze ●●○ · 15 minutes · 4 points
#
# Write `freeze(module)`: from now on the module is a fixed function. It works in place and returns the module.
#
# - None of its parameters gets a gradient.
# - It stays in evaluation mode, all of it: batch norm uses its running statistics and does not move them, dropout (드롭아웃) does nothing, and that **also after** somebody calls `net.train()` on a network around it, as every training loop does at the start of every epoch.
# - What is outside of it trains as ever.
#
# <details><summary>After net.train() it is in training mode again</summary>
#
# `net.train()` calls `train` of every module inside. A module is an object like any other: what if its own `train` did nothing? (`part.train = ...`.) Or something puts it back before each forward pass: `register_forward_pre_hook`.
# </details>
# <details><summary>The statistics stand still, but the outputs depend on the batch</summary>
#
# With `momentum = 0` batch norm keeps its running means and, in training mode, does not use them. Evaluation mode does both.
# </details>
# <details><summary>Only some of the layers are frozen</summary>
#
# `module.children()` are the direct ones. `module.modules()` are all of them, the module itself included.
# </details>


# %% tags=["exercise:freeze"]
def freeze(module: nn.Module) -> nn.Module:
    """Nothing in it learns or moves from now on, whatever `train` says."""
    ### BEGIN SOLUTION
    module.requires_grad_(False)
    for part in module.modules():
        part.eval()
        part.train = lambda mode=True, part=part: part
    return module
    ### END SOLUTION


# %% tags=["check:freeze:4"]
from convnets.check import check, pick, randn


def _network(c):
    """A body with batch norms and dropout, nested; then another batch norm and a head, all numbers drawn."""
    inner = nn.Sequential(nn.Conv2d(c, c + 1, 3, padding=1), nn.BatchNorm2d(c + 1), nn.ReLU())
    body = nn.Sequential(nn.Conv2d(3, c, 3, padding=1), nn.BatchNorm2d(c), nn.ReLU(), nn.Sequential(inner, nn.Dropout(0.4)))
    net = nn.Sequential(body, nn.BatchNorm2d(c + 1), nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(c + 1, 2))
    with torch.no_grad():
        for tensor in [*net.parameters(), *(b for name, b in net.named_buffers() if name.endswith("mean"))]:
            tensor.copy_(randn(*tensor.shape))
    return body, net


def _learning(c):
    """How many numbers learn before and after, and what is returned."""
    body, net = _network(c)
    before = sum(p.numel() for p in net.parameters() if p.requires_grad)
    same = freeze(body) is body
    return {"before": before, "after": sum(p.numel() for p in net.parameters() if p.requires_grad), "returned the module": same}


def _at_once(c):
    """What the frozen part says of a picture directly after freezing, twice, and its running means then."""
    body, _ = _network(c)
    body.train()
    freeze(body)
    x = randn(4, 3, 5, 5)
    says = [body(x).detach().flatten()[::7][:40] for _ in range(2)]
    return {"says": says, "running means": [v.item() for name, b in body.named_buffers() if name.endswith("mean") for v in b]}


def _trained(c, *steps):
    """Train the net for a few updates after `steps`, then: what the frozen part says in training mode, its statistics, and what has moved."""
    body, net = _network(c)
    freeze(body)
    x, weights_before = randn(6, 3, 5, 5), [p.clone() for p in body.parameters()]
    descent = torch.optim.SGD([p for p in net.parameters() if p.requires_grad], lr=0.01, weight_decay=0.1)
    outer, head = net[1].running_mean.clone(), net[4].weight.clone()
    for step in (*steps, "train"):
        getattr(net, step)()
        for _ in range(2):
            descent.zero_grad()
            net(x + randn(6, 3, 5, 5)).square().mean().backward()
            descent.step()
    says = body(x[:2]).detach().flatten()
    return {
        "the frozen part says, in training": says[:: max(1, len(says) // 20)],
        "its running means": [v.item() for name, b in body.named_buffers() if name.endswith("mean") for v in b],
        "batches it has counted": sum(int(b) for name, b in body.named_buffers() if name.endswith("tracked")),
        "its weights that moved": sum(int((p != q).sum()) for p, q in zip(body.parameters(), weights_before)),
        "its gradients": sum(p.grad is not None for p in body.parameters()),
        "the rest": [net.training, net[1].training, bool((net[1].running_mean != outer).all()), bool((net[4].weight != head).any())],
    }


def _in_the_middle(c):
    """How strongly the loss pulls at a layer before the frozen part and at one behind it, and in which mode those outside are."""
    body, _ = _network(c)
    before, behind = nn.Conv2d(3, 3, 1), nn.Conv2d(c + 1, 2, 1)
    net = nn.Sequential(before, nn.Dropout(0.5), freeze(body), behind)
    with torch.no_grad():
        for p in [*before.parameters(), *behind.parameters()]:
            p.copy_(randn(*p.shape))
    net.eval().train()
    net[1].eval()  # chance would be another for every answer
    net(randn(4, 3, 5, 5)).square().mean().backward()
    return {"pulls": [float(p.grad.norm()) if p.grad is not None else 0.0 for p in [*before.parameters(), *behind.parameters()]], "modes": [net.training, before.training, behind.training]}


observe = check("08_cats_vs_dogs/freeze")
observe(
    "what learns",
    lambda: _learning(pick(range(3, 15))),
    weight=0.5,
    hint="requires_grad is False for every parameter of the module, and for no other",
)
observe(
    "at once",
    lambda: _at_once(pick((4, 5, 6))),
    weight=0.5,
    hint="evaluation mode, for batch norm and for dropout",
)
observe(
    "through a training",
    lambda: _trained(pick((4, 5, 6))),
    weight=2,
    hint="net.train() was called: it must not bring batch norm or dropout of the frozen part back into training mode",
)
observe(
    "after eval and train again",
    lambda: _trained(pick((4, 5, 6)), "train", "eval"),
    hint="every epoch ends with net.eval() and begins with net.train()",
)
observe(
    "frozen in the middle",
    lambda: _in_the_middle(pick((4, 5, 6))),
    weight=0.5,
    hint="a frozen part hands gradients on to what stands before it: nothing detached, no no_grad",
)
### BEGIN HIDDEN TESTS
def _alone(c):
    """A single batch norm, frozen."""
    norm = nn.BatchNorm2d(c)
    norm.running_mean.copy_(randn(c))
    freeze(norm).train()
    says = norm(randn(3, c, 4, 4))
    return {"says": says[0, :, 0, 0], "running mean": norm.running_mean, "a gradient?": says.requires_grad}


observe("a batch norm by itself", lambda: _alone(pick(range(3, 9))))
### END HIDDEN TESTS
observe.score()

# %% [markdown]
# ### Exercise 7 · Parameter groups ●●○ · 15 minutes · 3 points
#
# Optimisers take, instead of a list of parameters, a list of **groups** (파라미터 그룹), each with settings of its own: `torch.optim.SGD([{"params": [...], "lr": 0.01, "weight_decay": 0.0}, ...])`.
#
# Write `groups(net, head, lr, body, weight_decay)` that returns such a list. `head` is a module inside `net`.
#
# - Parameters of the head learn with `lr`, all others with `lr * body`.
# - Weight decay (가중치 감쇠) pulls numbers towards 0. That makes sense for weights. It makes none for biases, and for batch norm's γ, where 0 means switched off. So tensors with one dimension get a weight decay of 0, all others `weight_decay`.
# - Parameters that are frozen (`requires_grad` is False) are in no group, every other one in exactly one. No group is empty.
#
# <details><summary>ValueError: some parameters appear in more than one parameter group</summary>
#
# `net.parameters()` holds the head's too. Tensors are compared with `is`, or by their `id`: `p in list` compares numbers, and fails.
# </details>
# <details><summary>A rate is not what it should be</summary>
#
# `body` is a factor, not a rate: the body's rate is `lr * body`.
# </details>


# %% tags=["exercise:groups"]
def groups(net: nn.Module, head: nn.Module, lr: float, body: float = 0.1, weight_decay: float = 1e-4) -> list[dict]:
    """Parameter groups for torch.optim: the body slower than the head, no weight decay for biases, γ and β."""
    ### BEGIN SOLUTION
    of_head = {id(p) for p in head.parameters()}
    found = {}
    for p in net.parameters():
        if p.requires_grad:
            rate = lr if id(p) in of_head else lr * body
            decay = 0.0 if p.dim() == 1 else weight_decay
            found.setdefault((rate, decay), []).append(p)
    return [{"params": params, "lr": rate, "weight_decay": decay} for (rate, decay), params in found.items()]
    ### END SOLUTION


# %% tags=["check:groups:3"]
from convnets.check import check, pick


def _grouped(frozen=(), place=-1, stated=True):
    """For each (rate / lr, weight decay) how many numbers learn with it, whether in the optimiser's own list or not; and how they are grouped."""
    c = pick(range(3, 12))
    net = nn.Sequential(
        nn.Sequential(nn.Conv2d(3, c, 3), nn.BatchNorm2d(c), nn.ReLU()),
        nn.Sequential(nn.Conv2d(c, 2 * c, 3, bias=False), nn.BatchNorm2d(2 * c), nn.ReLU()),
        nn.Sequential(nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Dropout(0.2), nn.Linear(2 * c, c + 1)),
    )
    for i in frozen:
        net[i].requires_grad_(False)
    lr, body, decay = pick((0.01, 0.02, 0.05)), pick((0.05, 0.1, 0.2)), pick((1e-4, 5e-4, 1e-3))
    given = groups(net, net[place], lr, body, decay) if stated else groups(net, net[place], lr)
    try:
        made = torch.optim.SGD(given, lr=7.0, momentum=0.9, weight_decay=3.0).param_groups  # lr and decay: whatever a group does not say
    except ValueError:  # what an optimiser refuses
        twice = [name for name, p in net.named_parameters() if sum(p is q for group in given for q in group["params"]) > 1]
        if not twice:
            raise
        return {"in two groups": twice, "rate, weight decay, how many numbers": [], "tensors": 0, "empty groups": 0}
    table = {}
    for group in made:
        key = (round(group["lr"], 8), round(group["weight_decay"], 8))
        table[key] = table.get(key, 0) + sum(p.numel() for p in group["params"])
    return {
        "in two groups": [],
        "rate, weight decay, how many numbers": sorted([*key, n] for key, n in table.items()),
        "tensors": sum(len(group["params"]) for group in made),
        "empty groups": sum(not group["params"] for group in made),
    }


observe = check("08_cats_vs_dogs/groups")
observe(
    "everything learns",
    lambda: _grouped(),
    weight=2,
    hint="head: lr; all others: lr * body; weight decay 0 for what has one dimension",
)
observe(
    "the first stage is frozen",
    lambda: _grouped(frozen=(0,)),
    hint="what has requires_grad False is in no group",
)
observe(
    "a head that does not stand at the end",
    lambda: _grouped(place=pick((0, 1))),
    weight=0.5,
    hint="the head is the module that you are given, whatever stands behind it; it may hold batch norms",
)
observe(
    "a tenth for the body and a decay of 1e-4, unless others are asked for",
    lambda: _grouped(stated=False),
    weight=0.5,
    hint="body = 0.1 and weight_decay = 1e-4 where they are left out",
)
### BEGIN HIDDEN TESTS
observe("only the head learns", lambda: _grouped(frozen=(0, 1)))
observe("a head in the middle, the end frozen", lambda: _grouped(frozen=(2,), place=1))
### END HIDDEN TESTS
observe.score()

# %% [markdown]
# ### All four together
#
# The loop below is fine-tuning as it is done everywhere: the probe as head, batch norm's statistics left alone, 0.3 of the head's rate for the body, rates that fall along a cosine, and in each epoch one more stage from the end. (`finetune.freeze` and `finetune.groups` are the library's; put in your own if you like.)


# %% tags=["training:fine_tune"]
from tqdm.auto import tqdm

STAGES = ("head", "stage7", "stage6", "stage5")  # unfrozen in this order, one more in each epoch


def fine_tune(photos, head, lr=3e-4, body=0.3):
    """EfficientNet-Lite0, from the probe on: four epochs."""
    torch.manual_seed(0)
    here = device.pick()
    net = finetune.freeze(with_probe(head)).to(here)
    finetune.unfreeze(net.classifier)
    photos, stages = (photos.take(16), STAGES[-1:]) if settings.fast() else (photos, STAGES)
    total, done = len(stages) * len(photos), 0
    with tqdm(total=total, disable=settings.fast()) as bar:
        for epoch, stage in enumerate(stages):
            finetune.unfreeze(net.get_submodule(stage), norms=False)  # γ and β learn, the statistics stay
            optimizer = torch.optim.AdamW(finetune.groups(net, lr=lr, body=body), weight_decay=0.01)
            rates = [group["lr"] for group in optimizer.param_groups]
            net.train()
            for images, which in photos.batches(VIEW, 16, shuffle=True, seed=epoch):
                for group, rate in zip(optimizer.param_groups, rates):
                    group["lr"] = rate * (1 + math.cos(math.pi * done / total)) / 2  # falls to 0 along a cosine
                images, labels = moved(images).to(here), photos.labels[which].to(here)
                loss = F.cross_entropy(net(images), labels)
                optimizer.zero_grad()
                loss.backward()
                optimizer.step()
                done += len(which)
                bar.update(len(which))
                bar.set_description(f"epoch {epoch + 1}, {stage} learns too, loss {loss.item():.3f}")
    return net.cpu().eval()


start = perf_counter()
tuned = fine_tune(lab.train, probe)
tuned_seconds = perf_counter() - start
tuned_evaluation, tuned_names = finetune.evaluate(tuned, lab.test, (VIEW,))
print(f"{tuned_seconds:.0f} s on {device.describe()}:", tuned_evaluation)

# %% [markdown]
# On the 400 drawn pictures our run ended at 84.0 %, one test picture of 200 better than the probe: no difference that 200 pictures could show. Care is what it takes not to lose. With a body rate five times as high that does not fall, the same network on the same pictures came from the probe's 83.5 % to 66.5 % after three epochs and 76.5 % after four: it had unlearned more of what ImageNet had taught it than 400 pictures could teach it anew.
#
# ## 8 · The three on one plot
#
# Which is best? That depends on how many pictures you have. So: the same three methods with the first 10, 30, 100 and with all of them, each tested on all test pictures. What takes time is training; testing is not counted, reading and features are.


# %% tags=["training:compare"]
def compare(n):
    """(accuracy, seconds) of each method on the first n pictures."""
    photos, found, everything = lab.train.take(n), {}, n == len(lab.train)
    start = perf_counter()
    net = small_net if everything else from_scratch(small.train.take(n))[0]
    seconds = small_seconds if everything else perf_counter() - start
    found["from scratch"] = train.evaluate(net, small.test).accuracy, seconds

    start = perf_counter()
    own = features.extract(photos, keep=False, progress=False)
    head = finetune.fit_head(own.values, own.labels)
    seconds = perf_counter() - start
    found["linear probe"] = finetune.evaluation(head(seen_test.values), seen_test.labels, seen_test.classes).accuracy, seconds

    start = perf_counter()
    net = tuned if everything else fine_tune(photos, head)
    seconds += tuned_seconds if everything else perf_counter() - start  # the probe comes first
    found["fine-tuning"] = accuracy(net), seconds
    return found


sizes = [n for n in (10, 30, 100)[settings.fast() :] if n < len(lab.train)] + [len(lab.train)]
compared = {n: compare(n) for n in sizes}

# %% tags=["demo:compare"]
figure, (left, right) = plt.subplots(1, 2, figsize=(10, 3.6), sharey=True, layout="constrained")
for (method, _), colour in zip(compared[sizes[0]].items(), ("C2", "C0", "C1")):
    accuracies, seconds = zip(*(compared[n][method] for n in sizes))
    left.plot(sizes, accuracies, marker="o", color=colour, label=method)
    right.plot(seconds, accuracies, marker="o", color=colour, label=method)
    right.annotate(f"{sizes[-1]} pictures", (seconds[-1], accuracies[-1]), xytext=(-4, 6), textcoords="offset points", fontsize=8, ha="right")
for axes in (left, right):
    axes.axhline(0.5, color="grey", linestyle=":")
    axes.set(xscale="log")
    axes.xaxis.set_minor_formatter(NullFormatter())
left.set(xlabel="pictures to learn from", ylabel="test accuracy", xticks=sizes, xticklabels=sizes)
right.set(xlabel="seconds, from the files to the trained network")
left.legend()
plt.close(figure)
figure

# %% tags=["demo:compare_table"]
print("pictures   " + "".join(f"{method:>22}" for method in compared[sizes[0]]))
for n in sizes:
    print(f"{n:8}   " + "".join(f"{accuracy_of:13.1%} {seconds:6.1f} s" for accuracy_of, seconds in compared[n].values()))

# %% [markdown]
# With 10, 30 and 400 drawn pictures we saw 50.5, 48.0 and 51.5 % from scratch, and 51.5, 69.0 and 83.5 % for the probe. Look at the left end. With 10 or 30 pictures the differences between two runs are large; change `seed` in `data.cats_vs_dogs` and see. And look at what each method costs: the probe takes seconds, fine-tuning minutes.
#
# ## 9 · Looking inside
#
# ### What was taken for what

# %% tags=["demo:confusion"]
result = finetune.evaluation(probe(seen_test.values), seen_test.labels, seen_test.classes)
plot.confusion(result)

# %% [markdown]
# Do cats become dogs as often as the other way around? And where the probe was wrong, how sure was it? The most confidently wrong first. Some of these pictures you would get wrong too. In others you may find the reason: the animal is small, or cut off, or behind something.

# %% tags=["demo:mistakes"]
shown = lab.test.read(160)
plot.mistakes(shown, result, 14) if len(result.mistakes()) else print(f"Not one of {len(lab.test)} test pictures is wrong.")

# %% [markdown]
# ### Where does it look?
#
# ZFNet's authors covered a part of the picture and watched the answer (chapter 02). A grey square wanders over the picture; the map says how much less sure the network is of the right class when the square is *there*. Such an **occlusion map** (가림 맵) needs a forward pass for each place, and no knowledge of the network.
#
# The second way needs one forward pass, and the last layer's weights. In chapter 04 you built **class activation maps** (클래스 활성화 맵): the last maps, weighted by what each counts for a class. With two classes there is a catch.

# %% [markdown]
# ### Exercise 8 · What speaks for it, and not for the others ●●○ · 15 minutes · 3 points
#
# A softmax sees only *differences* of logits. If a place adds 5 to "cat" and 5 to "dog", it says nothing, though a map of "cat" alone lights up. So weigh each map by how much more it counts for this class than for the others, on average.
#
# Write `class_map(maps, weight, label, size)`. `maps` are the last maps (C, h, w) of one picture, `weight` (K, C) the weights of the linear layer after the average, `label` a class, and `size` the (height, width) of the picture.
#
# - Each channel counts `weight[label]`, minus the mean of the **other** K − 1 rows.
# - The result is scaled to `size` by bilinear interpolation (`F.interpolate`, `align_corners=False`). Negative values stay: they speak against it.
# - What you are given stays as it is: the weights are the network's own.
#
# <details><summary>F.interpolate: expected 4D input</summary>
#
# It wants (B, C, H, W). `[None, None]` puts two dimensions in front, and `[0, 0]` takes them away.
# </details>
# <details><summary>With two classes it is right, with three it is not</summary>
#
# The mean of the *others*: without row `label`, divided by K − 1.
# </details>


# %% tags=["exercise:class_map"]
def class_map(maps: torch.Tensor, weight: torch.Tensor, label: int, size: tuple[int, int]) -> torch.Tensor:
    """(C, h, w) -> (H, W): how much each place speaks for `label`, rather than for the other classes."""
    ### BEGIN SOLUTION
    others = torch.cat([weight[:label], weight[label + 1 :]]).mean(dim=0)
    found = torch.einsum("c,chw->hw", weight[label] - others, maps)
    return F.interpolate(found[None, None], size=size, mode="bilinear", align_corners=False)[0, 0]
    ### END SOLUTION


# %% tags=["check:class_map:3"]
from convnets.check import check, pick, randn


def _mapped(classes, h, w, size):
    """The map of drawn maps and weights for a drawn class."""
    channels = pick(range(4, 9))
    maps, weight = randn(channels, h, w), randn(classes, channels)
    given = maps.clone(), weight.clone()
    found = class_map(maps, weight, pick(range(classes)), size)
    return {"shape": list(found.shape), "values": found.flatten()[: 200], "given stays as it is": torch.equal(maps, given[0]) and torch.equal(weight, given[1])}


def _every_class(classes):
    """The map of each class in turn, at one place."""
    maps, weight = randn(5, 2, 3), randn(classes, 5)
    return [class_map(maps, weight, label, (2, 3))[1, 2] for label in range(classes)]


observe = check("08_cats_vs_dogs/class_map")
observe(
    "two classes, the size of the maps",
    lambda: _mapped(2, h := pick((3, 4, 5)), w := pick((4, 6, 7)), (h, w)),
    hint="the sum over channels of (weight of this class - weight of the other) · map; nothing clipped, nothing normalised",
)
observe(
    "several classes",
    lambda: _mapped(pick((3, 4, 5)), h := pick((3, 4, 5)), w := pick((4, 6, 7)), (h, w)),
    hint="minus the mean of the other rows, without the class itself",
)
observe(
    "each class in turn",
    lambda: _every_class(pick((3, 4, 5))),
    weight=0.5,
    hint="the first class and the last have others as well",
)
observe(
    "scaled to the picture",
    lambda: _mapped(2, 3, 4, (pick((9, 10, 11)), pick((12, 13, 14)))),
    hint='mode="bilinear", align_corners=False, height first',
)
### BEGIN HIDDEN TESTS
observe("several classes, scaled", lambda: _mapped(pick((3, 4, 5)), pick((3, 4)), 5, (pick((7, 8)), pick((11, 13)))))
### END HIDDEN TESTS
observe.score()

# %% [markdown]
# Both maps for three test pictures: two that are right and, if there is one, the most confidently wrong. Red speaks for the class in the title, blue against it. (Class maps by your own function; while exercise 8 is open, they stay empty.)


# %% tags=["demo:maps"]
STEP = 84 if settings.fast() else 28


def occlusion(net, image, label, patch=56, step=STEP):
    """How much less likely `label` is with a grey square at each place (rows, columns)."""
    places = range(0, 224 - patch + 1, step)
    covered = image.repeat(len(places) ** 2, 1, 1, 1)
    for k, (top, left) in enumerate((top, left) for top in places for left in places):
        covered[k, :, top : top + patch, left : left + patch] = 0  # 0 is middle grey here
    with torch.no_grad():
        logits = net(torch.cat([image[None], covered]))
    score = logits[:, label] - logits[:, 1 - label]
    return (score[0] - score[1:]).reshape(len(places), -1)


def class_map_or_nothing(maps, label):
    try:
        return class_map(maps, net.classifier.weight.detach(), label, (224, 224))
    except NotImplementedError:
        return torch.zeros(224, 224)


net = with_probe(probe)
right = (result.predictions == result.labels).nonzero().flatten().tolist()
chosen = [next((i for i in right if result.labels[i] == k), 0) for k in (0, 1)] + result.mistakes()[:1].tolist()
figure, rows = plt.subplots(len(chosen), 3, figsize=(7.5, 2.6 * len(chosen)), layout="constrained")
for axes, i in zip(rows, chosen):
    (image,), _ = next(lab.test[[i]].batches(VIEW, 1))
    label = int(result.predictions[i])
    with torch.no_grad():
        maps = net[:-4](image[None])[0]
    pixels = (image * 0.5 + 0.5).permute(1, 2, 0)
    for ax, heat, title in zip(
        axes,
        (None, occlusion(net, image, label), class_map_or_nothing(maps, label)),
        (f"is {lab.classes[result.labels[i]]}, said {lab.classes[label]}", "occlusion", f"class map of {lab.classes[label]}"),
    ):
        ax.imshow(pixels)
        if heat is not None:
            strong = float(heat.abs().max()) or 1.0
            ax.imshow(heat, cmap="RdBu_r", vmin=-strong, vmax=strong, alpha=0.6, extent=(0, 224, 224, 0), interpolation="bilinear")
        ax.set_title(title)
        ax.axis("off")
plt.close(figure)
figure

# %% [markdown]
# The two ask different questions. The occlusion map is honest about cause: cover this, and the answer changes. The class map says where evidence was found, at the resolution of 7×7 last maps, each of which sees nearly all of the picture; it is coarse. Where they agree on the head of the animal, be pleased. Where they agree on a corner of the background, look at your pictures again.
#
# ## 10 · Your own photograph
#
# The button takes a picture from your computer; it goes no further than this notebook. (Where no widgets live you see an example: Chelsea, the cat that comes with scikit-image.) Try your own pet. Then try to fool it: a wolf, a toy, a cat dressed as a dog, a person. It knows two words, so it will say one of them about anything, often with 99 %. What does "99 % sure" mean
# then?

# %% tags=["demo:own"]
from PIL import Image
from skimage import data as photographs

classifier = finetune.Predictor(with_probe(probe), {"classes": lab.classes, "size": 224, "crop": VIEW.crop, "mean": VIEW.mean, "std": VIEW.std, "views": 1})
explore.ask(classifier, Image.fromarray(photographs.chelsea()))

# %% [markdown]
# ## 11 · Hand in your weights · 10 points
#
# Make the file `submission.safetensors` beside this notebook. It holds numbers and a card: which network of the course they belong to, how a picture goes in, what they were trained on. The grader builds that network, lays your numbers in, and tries it on pictures that you do not have. Points follow the curve in the hand-in cell: the first line for photographs, `drawn` for drawn pictures.
#
# The cell below hands in the linear probe. You may hand in anything that the course has a network for: `finetune.run(lab, "finetune")`, `"scratch"`, or `"best"` (larger pictures, mirror images); or what you trained above:
#
# ```python
# handin.write("submission.safetensors", tuned, handin.card("efficientnet_lite0", data=lab.kind, size=VIEW.size, crop=VIEW.crop, mean=VIEW.mean, std=VIEW.std))
# ```
#
# Think about the normalisation: it stands on the card, and the grader does what the card says.

# %% tags=["training:handin"]
best = finetune.run(lab, "probe")
best.save("submission.safetensors")
best

# %% tags=["handin:weights:10"]
from convnets import handin

handin.score("08_cats_vs_dogs/weights", "submission.safetensors", lab.test, curve={0.80: 0, 0.95: 7, 0.99: 10}, drawn={0.60: 0, 0.85: 10})

# %% [markdown]
# ## 12 · A question to answer in words · 20 minutes · 4 points
#
# With 100 photographs of cats and dogs, a linear probe beats a network that was trained from scratch on the same 100, by far.
#
# 1. Why? Say what each of the two has to find out from the 100 pictures. Use at least one number of your own.
# 2. When would it *not*? Name two situations, and say for each what you would do instead. He, Girshick and Dollár (*Rethinking ImageNet pre-training*, 2018) trained detectors on COCO from scratch and found that, given enough steps, they were as good as pre-trained ones: which of your situations is that?
# 3. A fellow student reports 100 % with a probe, on photographs she took of her own dog and her neighbour's cat, split at random. What do you ask her?

# %% [markdown] tags=["written:probe_or_scratch:4"]
# 1. From scratch the network must find everything in 100 pictures: what edges and ears are, and which belong to whom. It learns the 100 by heart instead: mine was near 50 % on new pictures. The probe is given 1,280 features that were learned from 1.28 million labelled photographs, among them over a hundred breeds of dogs. It only has to weigh them: 2 · 1,280 weights and 2 biases, held back by a penalty. On the same 400 drawn pictures it had 83.5 %, on less than a second of work.
#
# 2. When the pictures have little to do with ImageNet, say spectrograms or drawings: then the last features may not hold what matters, and I would fine-tune more stages, or use earlier features, if I have the pictures for it. And when there are very many pictures and much time: then features of one's own are as good or better. That is the situation of the paper: COCO has 118,000 pictures with boxes, and trained long enough, detectors from scratch reach the pre-trained ones.
# The pre-trained ones are there much sooner; and the paper itself says that with little data it is another matter.
#
# 3. How many animals? If there is one dog and one cat, both are on both sides of every split, and so are the sofa and the garden; the 100 % say that these two can be told apart, perhaps by the sofa. She should test on animals that are not among the training pictures: a split by animal, as in exercise 1.
#
#
# ### BEGIN MARK SCHEME
# - **1 (1½ points)**: the network from scratch has to find features *and* classifier in 100 pictures, with far more parameters than pictures; the probe only 2·1,280 weights (with a penalty) on features that exist already, learned on 1.28 million labelled photographs of similar things. Half a point for a number of the student's own (accuracies at 100 pictures, parameters, seconds).
# - **2 (1½ points)**: half a point for each of two situations with a remedy. *Different pictures* (drawings, X-rays, spectrograms): ImageNet's last features do not hold what matters; fine-tune more, use earlier stages, or train from scratch if there are many. *Many pictures and time*: from scratch catches up; pre-training then mostly saves time. Also accepted: another task (where, how many), other inputs
#   (four channels, tiny pictures), wrong normalisation. Half a point: the paper is the case of much data (118,000 pictures with boxes) and long training; and it says itself that pre-training helps when data is scarce, and gets there faster.
# - **3 (1 point)**: leakage by group. Are pictures of the same animal, day or place on both sides? With one dog and one cat any split shows the same two animals, so that the test measures recognising *these two* (or the sofa). Split by animal, more animals; also accepted: how many test pictures, is the background a give-away.
# ### END MARK SCHEME

# %% [markdown]
# ## 13 · Where you are

# %% tags=["demo:so_far"]
from convnets.check import so_far

so_far("08_cats_vs_dogs")

# %% [markdown]
# **To hand in:** *Kernel → Restart Kernel and Run All Cells*, look once more at the tables under the checks, save, and hand in **two files**: this one, `08_cats_vs_dogs.ipynb`, and `submission.safetensors` beside it, under these names, in the way your instructor told you. An open exercise costs its own points and no others. The checks will be run again, with other numbers and a few more questions than you
# see here; the cells that train will not.
#
# ## What came next
#
# Transfer learning (전이 학습) became how vision is done. The labels went first: networks now learn from pictures without any (SimCLR, MAE, DINO), or from pictures and the sentences beside them (CLIP), and a linear probe on their features is how they are compared with each other. The head became smaller still: with CLIP it is a sentence, "a photo of a dog". And in large networks one no longer fine-tunes all the weights,
# but small additions beside frozen ones. Your four precautions are all still there.
#
# ## Often misquoted
#
# - *"Freezing is `requires_grad = False`."* That stops gradients. Batch norm's statistics move without any.
# - *"Pre-trained on ImageNet's 15 million pictures."* On 1.28 million, in 1,000 classes, usually; so were these weights.
# - *"Normalise with mean 0.485, 0.456, 0.406."* If the weights were trained so. These were not.
# - *"OpenCV's pictures go right in."* They are BGR: blue and red exchanged. Pillow's and torchvision's are RGB.
# - *"Pre-training makes the final accuracy better."* With few pictures, by far. He, Girshick and Dollár got the same accuracy from scratch on COCO, with its 118,000 pictures and a longer training.
# - *"EfficientNet-Lite0 is EfficientNet-B0."* B0 has squeeze-and-excitation, swish and 5,288,548 parameters; Lite0 has neither, and 4,652,008.
# - *"Depthwise convolutions are a thirtieth of the work, so they are thirty times as fast."* Their multiply-accumulates are few; what they wait for is memory.
# - *"Augment the test pictures too, it is fairer."* Then the result depends on chance. To average over *fixed* views, as `"best"` does with mirror images, is another matter: nothing in it is random.
