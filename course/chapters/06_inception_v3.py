# %% [markdown]
# # Inception-v2 and v3: as much to see, for less
#
# **C. Szegedy, V. Vanhoucke, S. Ioffe, J. Shlens, Z. Wojna: *Rethinking the Inception architecture for computer vision*, arXiv:1512.00567, 2015; CVPR 2016.**
#
# GoogLeNet had shown that kernels (커널) of several sizes, side by side, make a good network out of few parameters. But nobody could say how to make it *larger*. Double all of its filters, and it costs four times as much; most of what had been saved is
# gone. In December 2015 its first author came back with four others and took it apart: where does the work go, and which of it is needed?
#
# The paper is a box of tools. Half of them make the same view cheaper: large kernels are put together from small ones. The other half are about training: targets that do not ask for the impossible, steps that cannot explode,
# weights that are averaged. Nearly all of these are still in use. With all of them, one network gets 21.2 % of ImageNet wrong at the first guess, from one look at each picture; the best Inception network before it, BN-Inception, 25.2 %.
#
# | what | here |
# |---|---|
# | you build | the three Inception modules of the paper, a grid reduction, the auxiliary head: put together, they are Inception-v3, to the last of its 27,161,264 parameters |
# | you write | label smoothing, RMSProp, its schedule and its clipping, averaged weights, many looks at one picture |
# | you measure | what smoothing does to a network that is too sure of itself, and to one that is not |
# | you train | a small Inception-v3 of your own parts |
# | time | about 45 minutes to read, 2 hours 40 minutes for ten exercises, 30 minutes for two questions; no exercise needs another |
# | points | 38: exercises 32, written questions 6 |
#
# **What changed since chapter 05.** ResNet went on in depth, with a plus sign. This paper is of the same month and knows nothing of it: there are no shortcuts here. What the two have in common is batch norm (배치 정규화), now behind every convolution (합성곱). Compared with GoogLeNet:
# no 7×7 at the start, no biases, no local response normalisation, and one auxiliary head (보조 분류기) instead of two.
#
# **Two names.** The step between GoogLeNet and this chapter is **BN-Inception** (S. Ioffe & C. Szegedy, February 2015): GoogLeNet with batch norm, and with two 3×3 instead of each 5×5. The paper of chapter 07, and TensorFlow-Slim, call *that* network Inception-v2. Here, as in this chapter's paper, Inception-v2 is the network of its Table 1.
# And **kernel** and **window**: as in chapter 00, a kernel is the rectangle of weights, and its window is the part of the map under it. Both have the same size, so that "a window of 3×3", in the exercises, is short for a convolution whose kernel covers one.

# %% tags=["setup"]
import copy
from collections import OrderedDict

import torch
from torch import nn
from torch.nn import functional as F

from convnets import data, explore, lineage, measure, plot, settings, train


class Conv(nn.Sequential):
    """Convolution without bias, batch norm, ReLU: what the paper's figures draw as one box.

    `kernel` and `padding` are numbers, or pairs (rows, columns).
    """

    def __init__(self, c_in, c_out, kernel, stride=1, padding=0):
        super().__init__(
            nn.Conv2d(c_in, c_out, kernel, stride, padding, bias=False),
            nn.BatchNorm2d(c_out, eps=1e-3),
            nn.ReLU(),
        )


def narrow(n, width):
    """n times the width, as a multiple of 4, at least 4: for the small network that you train."""
    return n if width == 1 else max(4, 4 * int(n * width / 4))


# %% tags=["demo:network"]
from convnets import models  # for the drawing only; further down you put it together yourself

with torch.device("meta"):  # shapes without numbers: quick
    picture_of = models.create("inception_v3", aux=False)
title = "Inception-v3 (Szegedy et al. 2015): 3, 4 and 2 modules on maps of 35×35, 17×17 and 8×8"
plot.network(picture_of, (3, 299, 299), depth=1, title=title)

# %% [markdown]
# ## 1 · A large window out of small ones
#
# The paper opens with four rules of thumb, found by trying and not proven. Avoid bottlenecks (병목) early on: no stage should squeeze the maps to much fewer numbers than the picture needs. Many channels make learning faster. Before a window gathers from its
# neighbourhood, its input may be made thin with little loss, because neighbours say much the same. And depth should grow together with width. The first and the third will come back.
#
# Then it asks what a kernel costs. One of 5×5 has 25 weights for each pair of input and output channels (채널), one of 3×3 has 9. Chapter 03 has shown the way out: two 3×3, one after the other, see 5×5 as well.
#
# From $C$ channels to $C$ channels that makes $18\,C^2$ instead of $25\,C^2$ weights: 28 % saved. And as the map keeps its size, the same share of the multiply-accumulates (곱셈-누산).
#
# Is 3×3 the end of it? It could be taken for two 2×2, which saves 11 %. Better: a kernel of $n \times 1$, and after it one of $1 \times n$, a column and then a row. Together they see $n \times n$. This is an **asymmetric convolution** (비대칭 합성곱), and it saves
#
# $$1 - \frac{n + n}{n^2} = 1 - \frac{2}{n},$$
#
# which is 33 % for 3, and 71 % for 7. The larger the kernel, the better the bargain. The paper finds that it does not work well in early layers, and very well on maps of 12 to 20 pixels a side. There, on 17×17, it takes $n = 7$.

# %% [markdown]
# ### Exercise 1 · What it saves ●○○ · 15 minutes · 3 points
#
# Convolutions in a row, all in steps of 1. `kernels` is a list of their windows, each a pair (rows, columns). `channels` is a list of whole numbers and has one entry more: what goes in, what is between the convolutions, what comes out.
#
# - `window(kernels)`: the pair (rows, columns) of pixels that one output value sees.
# - `weights(kernels, channels)`: how many weights they have together. No biases.
# - `saving(whole, kernels, channels)`: the share of weights that is saved if they take the place of **one** convolution with the window `whole`, from the first to the last of the channels. 0.28 for 28 %; below 0 if nothing is saved.
#
# For example: `saving((5, 5), [(3, 3), (3, 3)], [64, 64, 64])` is 0.28. Whole numbers stay whole; the lists that are given stay as they are.
#
# <details><summary>Two 3×3 see 6×6?</summary>
#
# The second window is laid on outputs of the first, and their windows overlap. Neighbouring outputs see windows that are one pixel apart. So the second adds its size minus one.
# </details>
# <details><summary>Right for equal channels, wrong for others</summary>
#
# Convolution i goes from `channels[i]` to `channels[i + 1]`. The whole one goes from `channels[0]` to `channels[-1]`, and knows nothing of those between.
# </details>


# %% tags=["exercise:savings"]
def window(kernels: list[tuple[int, int]]) -> tuple[int, int]:
    """(rows, columns) that an output value sees through convolutions in a row."""
    ### BEGIN SOLUTION
    return 1 + sum(rows - 1 for rows, _ in kernels), 1 + sum(columns - 1 for _, columns in kernels)
    ### END SOLUTION


def weights(kernels: list[tuple[int, int]], channels: list[int]) -> int:
    """Weights of convolutions in a row, without biases."""
    ### BEGIN SOLUTION
    return sum(rows * columns * c_in * c_out for (rows, columns), c_in, c_out in zip(kernels, channels, channels[1:]))
    ### END SOLUTION


def saving(whole: tuple[int, int], kernels: list[tuple[int, int]], channels: list[int]) -> float:
    """The share of weights that is saved against one convolution with the window `whole`."""
    ### BEGIN SOLUTION
    return 1 - weights(kernels, channels) / weights([whole], [channels[0], channels[-1]])
    ### END SOLUTION


# %% tags=["check:savings:3"]
from convnets.check import check, pick


def _draw_chain(number):
    """Windows and channels of some convolutions in a row."""
    kernels = [(pick((1, 2, 3, 5)), pick((1, 3, 4, 7))) for _ in range(number)]
    return kernels, [int(c) for c in pick(range(8, 200), number + 1)]


def _types_and_lists():
    """The types of what is counted, and whether the lists are as they were."""
    kernels, channels = _draw_chain(3)
    given = [*kernels], [*channels]
    whole = not any(isinstance(n, float) for n in (*window(kernels), weights(kernels, channels)))
    if [kernels, channels] == [*given]:
        saving((5, 5), kernels, channels)
    return {"window and weights are whole numbers": whole, "the lists afterwards": [kernels, channels]}


observe = check("06_inception_v3/savings")
observe(
    "the paper's three: 28, 33 and 11 %",
    lambda: [
        saving((5, 5), [(3, 3)] * 2, [9] * 3),
        saving((3, 3), [(3, 1), (1, 3)], [9] * 3),
        saving((3, 3), [(2, 2)] * 2, [9] * 3),
    ],
    weight=0,
    hint="the text gives these",
)
observe(
    "windows: squares",
    lambda: [window([(k, k) for k in pick(range(1, 12), n)]) for n in (2, 3, 4)],
    hint="each convolution adds its size minus one",
)
observe(
    "windows: rows and columns",
    lambda: [window(_draw_chain(n)[0]) for n in (1, 2, 3)],
    hint="rows and columns are counted apart",
)
observe(
    "weights",
    lambda: [weights(*_draw_chain(n)) for n in (1, 2, 3)],
    hint="rows · columns · channels in · channels out, for each of them",
)
observe(
    "saving, equal channels: n×1 and 1×n",
    lambda: [saving((n, n), [(n, 1), (1, n)], [c, c, c]) for n, c in zip(pick(range(2, 20), 3), pick(range(8, 200), 3))],
    hint="n · n weights become 2n for each pair of channels",
)
observe(
    "saving, other channels between",
    lambda: [saving((k + 2, k + 2), [(k, k), (3, 3)], [int(c) for c in pick(range(8, 200), 3)]) for k in pick((2, 3, 4, 5), 3)],
    weight=1.5,
    hint="1 − (weights of the row) / (weights of the one convolution)",
)
observe(
    "saving, much wider between",
    lambda: saving((3, 5), [(3, 1), (1, 5)], [pick(range(8, 16)), pick(range(300, 400)), pick(range(8, 16))]),
    weight=0.5,
    hint="nothing is saved: below 0",
)
observe("types, and the lists", lambda: _types_and_lists(), weight=0.5, hint="counts are whole numbers; work on copies, or read only")
### BEGIN HIDDEN TESTS
observe("saving, long rows, windows that are not square", lambda: [saving(pick(((7, 5), (3, 9), (1, 6))), *_draw_chain(n)) for n in (2, 4, 5)])
### END HIDDEN TESTS
observe.score()

# %% [markdown]
# No lunch is free. What is given up? Put the column and the row together **without anything between**, and you have one kernel again, whose 49 numbers are products of 7 and 7: a table of rank 1.

# %% tags=["demo:rank_one"]
column, row = torch.randn(7), torch.randn(7)
table = torch.outer(column, row)
x = torch.randn(1, 1, 17, 17)
one = F.conv2d(x, table[None, None], padding=3)
two = F.conv2d(F.conv2d(x, column[None, None, :, None], padding=(3, 0)), row[None, None, None, :], padding=(0, 3))
print(f"{table.numel()} weights or {column.numel() + row.numel()}, rank {torch.linalg.matrix_rank(table)}")
print(f"largest difference of what comes out: {float((one - two).abs().max()):.0e}")

# %% [markdown]
# A diagonal line, for example, is no column times a row. One pair of kernels cannot see it; several pairs, added up over the channels between, can. So the channels between the two must do more than before. And as there is a layer between, one may as well put a ReLU there: then the two
# are no longer one kernel in disguise, but can do what no single one can. The paper tried both for the two 3×3: 77.2 % right with ReLU after each, 76.2 % with none after the first.
#
# Here, therefore, **every** convolution has a batch norm and a ReLU behind it. `Conv` in the setup cell is just that.

# %% [markdown]
# ## 2 · Three modules for three sizes of map
#
# The network has three groups of modules, on maps of 35×35, 17×17 and 8×8, and each group has a module of its own kind (Figures 5, 6 and 7 of the paper):
#
# | | A: 35×35 | B: 17×17 | C: 8×8 |
# |---|---|---|---|
# | branch (가지) 1 | 1×1 | 1×1 | 1×1 |
# | branch 2 | 1×1, 5×5 | 1×1, 1×7, 7×1 | 1×1, then 1×3 **beside** 3×1 |
# | branch 3 | 1×1, 3×3, 3×3 | 1×1, 7×1, 1×7, 7×1, 1×7 | 1×1, 3×3, then 1×3 **beside** 3×1 |
# | branch 4 | average pooling 3×3, 1×1 | average pooling 3×3, 1×1 | average pooling 3×3, 1×1 |
# | idea | two 3×3 see what a 5×5 sees | one 7×7, and two of them, at 29 % of the price | many channels for the last maps |
#
# Three remarks, before you build them.
#
# *Where is the 5×5 from?* Figure 5 has **no** 5×5: its branch 2 is 1×1, 3×3. But in the network that the authors released, and in torchvision's, it is a 5×5, though the first section of the paper argues it away. We build what was released.
#
# *How many filters?* The paper does not print them, for any of the branches: its section 6 refers to a file, `model.txt`, that was submitted with it, and which we do not have. All the numbers here are those of the released network.
#
# *Pooling (풀링)* is now an average, in steps of 1. At the edge of the map, part of its 3×3 lies in the padding. Divide by nine there, or by the number of pixels that are really there? TensorFlow does the second, `nn.AvgPool2d` unless told otherwise, and so torchvision's network, the first. So do we.

# %% [markdown]
# ### Exercise 2 · Module A ●○○ · 10 minutes · 2 points
#
# Write `ModuleA(c_in, n1, r5, n5, r3, n3, pool)`, an `nn.Module` from (B, c_in, H, W) to (B, n1 + n5 + n3 + pool, H, W). Its branches, joined in this order:
#
# 1. 1×1 with n1 filters
# 2. 1×1 with r5, then 5×5 with n5
# 3. 1×1 with r3, then 3×3 with n3, then 3×3 with n3
# 4. `nn.AvgPool2d(3, stride=1, padding=1)`, then 1×1 with `pool` filters
#
# Each convolution is a `Conv`, padded so that the maps keep their size. In the network, n1 to n3 are 64, 48, 64, 64 and 96.
#
# <details><summary>Sizes of tensors must match except in dimension 1</summary>
#
# A `Conv` pads nothing unless told. A window of $k \times k$ wants $(k - 1) / 2$ on each side.
# </details>
# <details><summary>The parameters are right, the response is not</summary>
#
# Which branch comes where in `torch.cat`? Does the 1×1 of branch 4 come behind the pooling? Is there a second ReLU or batch norm beside those in `Conv`?
# </details>


# %% tags=["exercise:module_a"]
class ModuleA(nn.Module):
    """The Inception module for 35×35 (Szegedy et al. 2015, Figure 5, with the 5×5 of the released network).

    (B, c_in, H, W) -> (B, n1 + n5 + n3 + pool, H, W)
    """

    def __init__(self, c_in: int, n1: int, r5: int, n5: int, r3: int, n3: int, pool: int) -> None:
        super().__init__()
        ### BEGIN SOLUTION
        self.branch1 = Conv(c_in, n1, 1)
        self.branch2 = nn.Sequential(Conv(c_in, r5, 1), Conv(r5, n5, 5, padding=2))
        self.branch3 = nn.Sequential(Conv(c_in, r3, 1), Conv(r3, n3, 3, padding=1), Conv(n3, n3, 3, padding=1))
        self.branch4 = nn.Sequential(nn.AvgPool2d(3, stride=1, padding=1), Conv(c_in, pool, 1))
        ### END SOLUTION

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        ### BEGIN SOLUTION
        return torch.cat([self.branch1(x), self.branch2(x), self.branch3(x), self.branch4(x)], dim=1)
        ### END SOLUTION


# %% tags=["check:module_a:2"]
from convnets.check import check, op_sizes, parameters, pick, randn, response, sensitivity


def _module_a():
    """A module of drawn numbers of filters, for 6 channels: (6, n1, r5, n5, r3, n3, pool)."""
    return ModuleA(6, *pick(range(2, 12), 6))


def _counted(c_in, *filters):
    """Parameters of a module with so many channels and filters."""
    return parameters(ModuleA(c_in, *filters), randn(1, c_in, 5, 5))


observe = check("06_inception_v3/module_a")
observe(
    "parameters",
    lambda: [_counted(pick(range(20, 60)), *pick(range(8, 64), 6)), _counted(*[pick(range(8, 20))] * 7)],
    weight=0.5,
    hint="seven convolutions without biases; a batch norm has two numbers for each filter",
)
observe(
    "numbers that each convolution yields",
    lambda: op_sizes(_module_a(), randn(1, 6, 9, pick((7, 11)))),
    weight=0.5,
    hint="filters times rows times columns: 1×1, 1×1 and 5×5, 1×1 and 3×3 and 3×3, 1×1 behind the pooling, all on maps of the size of the input",
)
observe(
    "response",
    lambda: response(_module_a(), randn(2, 6, 8, pick((7, 9)))),
    weight=2,
    hint="convolution, batch norm, ReLU each time; the branches joined in the order 1, 2, 3, 4",
)
observe(
    "every layer learns",
    lambda: sensitivity(_module_a(), randn(2, 6, 8, 8)),
    hint="is every layer used, once, and nothing detached?",
)
### BEGIN HIDDEN TESTS
observe("response, on a small map", lambda: response(_module_a(), randn(2, 6, 3, pick((3, 4)))))
### END HIDDEN TESTS
observe.score()

# %% [markdown]
# ### Exercise 3 · Module B ●●○ · 15 minutes · 3 points
#
# Write `ModuleB(c_in, c, n)`, from (B, c_in, H, W) to (B, 4n, H, W). Its branches, in this order:
#
# 1. 1×1 with n filters
# 2. 1×1 with c, then 1×7 with c, then 7×1 with n
# 3. 1×1 with c, then 7×1, 1×7, 7×1 with c each, then 1×7 with n
# 4. average pooling as in module A, then 1×1 with n filters
#
# A window of 1×7 is **one row and seven columns**: it is flat. Each convolution is a `Conv`; the maps keep their size. In the network, n = 192, and c = 128, 160, 160, 192 in the four modules.
#
# <details><summary>The map becomes 11×23, or something like it</summary>
#
# A kernel (7, 1) wants the padding (3, 0): three rows above and below, and no columns. Padding and kernel are both (rows, columns).
# </details>
# <details><summary>The parameters are right, the response is not</summary>
#
# Branch 2 begins flat, branch 3 begins upright. Exchanged, they have as many parameters.
# </details>


# %% tags=["exercise:module_b"]
class ModuleB(nn.Module):
    """The Inception module for 17×17, n = 7 (Szegedy et al. 2015, Figure 6).

    (B, c_in, H, W) -> (B, 4n, H, W)
    """

    def __init__(self, c_in: int, c: int, n: int) -> None:
        super().__init__()
        ### BEGIN SOLUTION
        def flat(a, b):
            return Conv(a, b, (1, 7), padding=(0, 3))

        def upright(a, b):
            return Conv(a, b, (7, 1), padding=(3, 0))

        self.branch1 = Conv(c_in, n, 1)
        self.branch2 = nn.Sequential(Conv(c_in, c, 1), flat(c, c), upright(c, n))
        self.branch3 = nn.Sequential(Conv(c_in, c, 1), upright(c, c), flat(c, c), upright(c, c), flat(c, n))
        self.branch4 = nn.Sequential(nn.AvgPool2d(3, stride=1, padding=1), Conv(c_in, n, 1))
        ### END SOLUTION

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        ### BEGIN SOLUTION
        return torch.cat([self.branch1(x), self.branch2(x), self.branch3(x), self.branch4(x)], dim=1)
        ### END SOLUTION


# %% tags=["check:module_b:3"]
from convnets.check import check, op_sizes, parameters, pick, randn, response, sensitivity

def _counted(c_in, c, n):
    """Parameters of a module with so many channels and filters."""
    return parameters(ModuleB(c_in, c, n), randn(1, c_in, 5, 5))


observe = check("06_inception_v3/module_b")
observe(
    "parameters",
    lambda: [_counted(pick(range(20, 60)), pick(range(8, 40)), pick(range(40, 64))), _counted(*[pick(range(8, 20))] * 3)],
    weight=0.5,
    hint="ten convolutions without biases, six of them with seven weights for each pair of channels",
)
observe(
    "numbers that each convolution yields",
    lambda: op_sizes(ModuleB(5, pick((2, 3, 4)), pick((6, 7))), randn(1, 5, 9, pick((8, 11)))),
    weight=0.5,
    hint="kernel (1, 7) with padding (0, 3), kernel (7, 1) with padding (3, 0)",
)
observe(
    "response",
    lambda: response(ModuleB(5, pick((2, 3, 4)), pick((6, 7, 8))), randn(2, 5, 9, pick((8, 10)))),
    weight=2,
    hint="branch 2: 1×7, 7×1; branch 3: 7×1, 1×7, 7×1, 1×7; joined in the order 1, 2, 3, 4",
)
observe(
    "every layer learns",
    lambda: sensitivity(ModuleB(5, pick((2, 3, 4)), pick((6, 7, 8))), randn(2, 5, 8, 8)),
    hint="is every layer used, once, and nothing detached?",
)
### BEGIN HIDDEN TESTS
observe("response, as many filters inside as outside", lambda: response(ModuleB(5, c := pick((3, 4, 5)), c), randn(2, 5, 7, pick((9, 12)))))
### END HIDDEN TESTS
observe.score()

# %% [markdown]
# ### Exercise 4 · Module C ●●● · 20 minutes · 4 points
#
# On 8×8, the last maps (특성 맵), the network wants many channels: this is what the linear layer will read. So the last windows do not stand in a row but **side by side**: both read the same map, and both outputs are kept. The paper calls it an expanded filter bank.
#
# Write `ModuleC(c_in, n1, n, r, pool)`, from (B, c_in, H, W) to (B, n1 + 2n + 2n + pool, H, W). Its branches, in this order:
#
# 1. 1×1 with n1 filters
# 2. 1×1 with n; then 1×3 with n **and** 3×1 with n, both on what the 1×1 gave, joined in this order
# 3. 1×1 with r, then 3×3 with n; then 1×3 with n **and** 3×1 with n, both on what the 3×3 gave, joined in this order
# 4. average pooling as in module A, then 1×1 with `pool` filters
#
# Each convolution is a `Conv`; the maps keep their size. In the network n1 = 320, n = 384, r = 448, pool = 192.
#
# <details><summary>Too few channels come out</summary>
#
# Each of the two forks gives 2n: its two outputs are joined, not added, and not put one behind the other.
# </details>
# <details><summary>The parameters and the sizes are right, the response is not</summary>
#
# What does the 3×1 read? The same map as the 1×3, not what the 1×3 made of it.
# </details>


# %% tags=["exercise:module_c"]
class ModuleC(nn.Module):
    """The Inception module for 8×8, with expanded filter banks (Szegedy et al. 2015, Figure 7).

    (B, c_in, H, W) -> (B, n1 + 4n + pool, H, W)
    """

    def __init__(self, c_in: int, n1: int, n: int, r: int, pool: int) -> None:
        super().__init__()
        ### BEGIN SOLUTION
        self.branch1 = Conv(c_in, n1, 1)
        self.branch2 = Conv(c_in, n, 1)
        self.flat2, self.upright2 = Conv(n, n, (1, 3), padding=(0, 1)), Conv(n, n, (3, 1), padding=(1, 0))
        self.branch3 = nn.Sequential(Conv(c_in, r, 1), Conv(r, n, 3, padding=1))
        self.flat3, self.upright3 = Conv(n, n, (1, 3), padding=(0, 1)), Conv(n, n, (3, 1), padding=(1, 0))
        self.branch4 = nn.Sequential(nn.AvgPool2d(3, stride=1, padding=1), Conv(c_in, pool, 1))
        ### END SOLUTION

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        ### BEGIN SOLUTION
        y2, y3 = self.branch2(x), self.branch3(x)
        forks = [self.flat2(y2), self.upright2(y2), self.flat3(y3), self.upright3(y3)]
        return torch.cat([self.branch1(x), *forks, self.branch4(x)], dim=1)
        ### END SOLUTION


# %% tags=["check:module_c:4"]
from convnets.check import check, op_sizes, parameters, pick, randn, response, sensitivity


def _module_c():
    """A module of drawn numbers of filters, for 5 channels."""
    return ModuleC(5, *pick(range(2, 10), 4))


def _counted(c_in, *filters):
    """Parameters of a module with so many channels and filters."""
    return parameters(ModuleC(c_in, *filters), randn(1, c_in, 5, 5))


observe = check("06_inception_v3/module_c")
observe(
    "parameters",
    lambda: [_counted(pick(range(20, 60)), *pick(range(8, 64), 4)), _counted(*[pick(range(8, 20))] * 5)],
    weight=0.5,
    hint="nine convolutions without biases, with their batch norms",
)
observe(
    "numbers that each convolution yields",
    lambda: op_sizes(_module_c(), randn(1, 5, 6, pick((4, 7)))),
    weight=0.5,
    hint="every map keeps its size: (1, 3) wants the padding (0, 1)",
)
observe(
    "response",
    lambda: response(_module_c(), randn(2, 5, 6, pick((5, 8)))),
    weight=2,
    hint="1×3 and 3×1 read the same map; order: 1, then 1×3, 3×1 of branch 2, then those of branch 3, then 4",
)
observe(
    "every layer learns",
    lambda: sensitivity(_module_c(), randn(2, 5, 6, 6)),
    weight=1.5,
    hint="is every layer used, once, and nothing detached?",
)
### BEGIN HIDDEN TESTS
observe("response, on a map of 3 rows", lambda: response(_module_c(), randn(2, 5, 3, pick((4, 6)))))
### END HIDDEN TESTS
observe.score()

# %% [markdown]
# Your three modules from the inside, on the maps that they read in the network. Branches part and meet; in C two of them part once more.

# %% tags=["demo:inside_a"]
plot.block(ModuleA(288, 64, 48, 64, 64, 96, 64), (288, 35, 35), title="A, on 35×35")

# %% tags=["demo:inside_b"]
plot.block(ModuleB(768, 192, 192), (768, 17, 17), title="B, on 17×17")

# %% tags=["demo:inside_c"]
plot.block(ModuleC(2048, 320, 384, 448, 192), (2048, 8, 8), title="C, on 8×8")

# %% [markdown]
# If the three are right, these are the modules of Inception-v3, with what their kernels would cost if they were whole:

# %% tags=["demo:modules"]
def cost(size, *parts):
    """Parameters, and millions of multiply-accumulates, of parts that all read a map of this size (C, H, W)."""
    macs = sum(measure.macs(part, size) for part in parts) / 1e6
    return f"{sum(map(measure.parameters, parts)):10,} {macs:8,.0f}"


def whole(c_in, c_out, k):
    return Conv(c_in, c_out, k, padding=k // 2)


with torch.device("meta"):
    print(f"{'A, third':<34} {cost((288, 35, 35), ModuleA(288, 64, 48, 64, 64, 96, 64))}")
    print(f"{'B, fourth':<34} {cost((768, 17, 17), ModuleB(768, 192, 192))}")
    ones = Conv(768, 192, 1), Conv(768, 192, 1)  # of branches 1 and 4
    once = nn.Sequential(Conv(768, 192, 1), whole(192, 192, 7))
    twice = nn.Sequential(Conv(768, 192, 1), whole(192, 192, 7), whole(192, 192, 7))
    print(f"{'  with three 7×7':<34} {cost((768, 17, 17), *ones, once, twice)}")
    print(f"{'C, second':<34} {cost((2048, 8, 8), ModuleC(2048, 320, 384, 448, 192))}")

# %% [markdown]
# Whole kernels of 7×7 would make module B nearly three times as large: 64 % of the *module* is saved, a little less than the 71 % of its kernels, because the 1×1 convolutions cost what they cost.
#
# ## 3 · Smaller maps without a bottleneck
#
# Between the groups the map is halved. GoogLeNet pools, and then goes on. On the maps of this network that would be 35×35×288 to 17×17×288: a bottleneck of the kind that the first rule forbids: all at once there are four times fewer numbers. One could first widen, to 768 channels, and pool then. That is safe, and expensive.
#
# The way out: **convolutions in steps of 2 beside a pooling in steps of 2**, and both are kept. What is pooled are the old channels, what is convolved the new ones. Compare what it costs to come from 35×35×288 to 17×17×768:

# %% tags=["demo:reductions"]
with torch.device("meta"):
    pool = nn.MaxPool2d(3, stride=2)
    ways = {
        "convolve, then pool": nn.Sequential(nn.Conv2d(288, 768, 3, padding=1, bias=False), pool),
        "pool, then convolve (squeezed)": nn.Sequential(pool, nn.Conv2d(288, 768, 3, padding=1, bias=False)),
        "a convolution of 480 filters alone": nn.Conv2d(288, 480, 3, stride=2, bias=False),
    }
    for name, net in ways.items():
        macs = measure.macs(net, (288, 35, 35)) / 1e6
        print(f"{name:<36} {measure.parameters(net):9,} parameters {macs:7,.0f} million multiply-accumulates")

# %% [markdown]
# The last one joined with the pooled input, 480 + 288 = 768 channels, would be such a pair: 15 % of the price of the first, and nothing is squeezed. The paper's module costs about as much, and gets more for it: its convolutions are two branches, and one of them, with a thin start, sees 5×5.

# %% [markdown]
# ### Exercise 5 · The grid reduction ●●○ · 15 minutes · 3 points
#
# Write `Reduction(c_in, n, r, m)`, from (B, c_in, H, W) to (B, n + m + c_in, H', W'), where H' = ⌊(H − 3) / 2⌋ + 1. Its branches, in this order:
#
# 1. 3×3 with n filters, in steps of 2, **not padded**
# 2. 1×1 with r, then 3×3 with m, padded, then 3×3 with m in steps of 2, not padded
# 3. maximum pooling (최대 풀링) 3×3 in steps of 2, not padded
#
# In the network it is `Reduction(288, 384, 64, 96)`, with 1,153,280 parameters and 402 million multiply-accumulates: 35×35×288 → 17×17×768.
#
# <details><summary>18×18 rather than 17×17</summary>
#
# 35 pixels, a window of 3, steps of 2: without padding it fits 17 times. In the paper the grid is chosen so that nothing is left over.
# </details>
# <details><summary>Sizes of tensors must match except in dimension 1</summary>
#
# Only the 3×3 in the middle of branch 2 is padded. All three branches take steps of 2 exactly once, with a window of 3.
# </details>
# <details><summary>The response is wrong, all sizes are right</summary>
#
# Is the pooling a maximum? Does the *last* convolution of branch 2 take the steps, not the middle one? What comes first in the output?
# </details>


# %% tags=["exercise:reduction"]
class Reduction(nn.Module):
    """Half the grid, more channels: convolutions in steps of 2 beside a pooling (Szegedy et al. 2015, Figure 10).

    (B, c_in, H, W) -> (B, n + m + c_in, (H - 3) // 2 + 1, (W - 3) // 2 + 1)
    """

    def __init__(self, c_in: int, n: int, r: int, m: int) -> None:
        super().__init__()
        ### BEGIN SOLUTION
        self.branch1 = Conv(c_in, n, 3, stride=2)
        self.branch2 = nn.Sequential(Conv(c_in, r, 1), Conv(r, m, 3, padding=1), Conv(m, m, 3, stride=2))
        self.branch3 = nn.MaxPool2d(3, stride=2)
        ### END SOLUTION

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        ### BEGIN SOLUTION
        return torch.cat([self.branch1(x), self.branch2(x), self.branch3(x)], dim=1)
        ### END SOLUTION


# %% tags=["check:reduction:3"]
from convnets.check import check, op_sizes, parameters, pick, randn, response, sensitivity

def _counted(c_in, *filters):
    """Parameters of a reduction with so many channels and filters."""
    return parameters(Reduction(c_in, *filters), randn(1, c_in, 7, 7))


observe = check("06_inception_v3/reduction")
observe(
    "parameters",
    lambda: [_counted(pick(range(20, 60)), *pick(range(8, 64), 3)), _counted(*[pick(range(8, 20))] * 4)],
    weight=0.5,
    hint="four convolutions without biases, with their batch norms; a pooling has none",
)
observe(
    "numbers that each convolution yields",
    lambda: op_sizes(Reduction(5, pick((3, 4)), pick((6, 7)), pick((8, 9))), randn(1, 5, pick((11, 17)), pick((10, 13)))),
    hint="the 1×1 and the 3×3 behind it keep the size; the last ones make 5 of 11, 8 of 17",
)
observe(
    "response",
    lambda: response(Reduction(5, pick((3, 4)), pick((6, 7)), pick((8, 9))), randn(2, 5, 9, pick((11, 12))) - 1.5),
    weight=2,
    hint="joined in the order 1, 2, 3; a maximum, no average",
)
observe(
    "every layer learns",
    lambda: sensitivity(Reduction(5, pick((3, 4)), pick((6, 7)), pick((8, 9))), randn(2, 5, 9, 9)),
    hint="is every layer used, once, and nothing detached?",
)
### BEGIN HIDDEN TESTS
observe("response, an even number of rows", lambda: response(Reduction(5, *pick(range(2, 9), 3)), randn(2, 5, pick((8, 10)), 7)))
observe("a map of 3×3, a single window", lambda: response(Reduction(4, *pick(range(2, 9), 3)), randn(2, 4, 3, 3)), weight=0.5)
### END HIDDEN TESTS
observe.score()

# %% [markdown]
# ## 4 · The head, and what it is for
#
# GoogLeNet had two auxiliary heads, so that the gradient (기울기) would reach the stem. In chapter 04 you saw what they do to it. A year later their inventors looked again, and write: early in training there is no difference between a network with a head and one without. Only near the end,
# the one with a head comes out a little ahead. The lower of the two heads could be removed without any harm. So the old explanation, theirs, was wrong. Their new one: a head is a **regulariser** (정칙화). It keeps the features in the middle useful for
# telling classes apart. What speaks for it: with batch norm in the head, the network gains 0.4 %.
#
# In v3, one head is left. It reads the last map of 17×17, counts 0.4 in the loss (손실), and is thrown away after training.

# %% [markdown]
# ### Exercise 6 · The auxiliary head ●●○ · 15 minutes · 3 points
#
# Write `auxiliary_head(c_in, num_classes, r=128, units=768, pool=None)`, which returns an `nn.Module` from maps (B, c_in, 17, 17) to logits (B, num_classes):
#
# - an average pooling of 5×5 in steps of 3, not padded: 17×17 → 5×5. If `pool` is given, it is a module that is used in its place; it too leaves 5×5.
# - a 1×1 `Conv` with r filters; a 5×5 `Conv` with `units` filters, not padded: 5×5 → 1×1
# - a linear layer (완전연결층) with a bias; nothing behind it
#
# With 768 channels and 1,000 classes it has 3,326,696 parameters, a seventh of the whole network.
#
# A 5×5 convolution on a map of 5×5 has one position. It *is* a linear layer on 25 · r numbers, with a batch norm behind it.
#
# <details><summary>mat1 and mat2 shapes cannot be multiplied</summary>
#
# Behind the 5×5 the map is (B, units, 1, 1). Flatten it before the linear layer.
# </details>
# <details><summary>The output has shape (num_classes,) for a single picture</summary>
#
# `squeeze()` removes every dimension of 1, also that of the batch. `flatten(1)` does not.
# </details>


# %% tags=["exercise:auxiliary"]
def auxiliary_head(c_in: int, num_classes: int, r: int = 128, units: int = 768, pool: nn.Module | None = None) -> nn.Module:
    """(B, c_in, 17, 17) -> logits (B, num_classes) (Szegedy et al. 2015, Figure 8)."""
    ### BEGIN SOLUTION
    return nn.Sequential(
        nn.AvgPool2d(5, stride=3) if pool is None else pool,
        Conv(c_in, r, 1),
        Conv(r, units, 5),
        nn.Flatten(),
        nn.Linear(units, num_classes),
    )
    ### END SOLUTION


# %% tags=["check:auxiliary:3"]
from convnets.check import check, op_sizes, parameters, pick, randn, response, sensitivity


def _drawn_head(**how):
    """A head of drawn numbers, on 6 channels."""
    return auxiliary_head(6, pick(range(3, 12)), r=pick((3, 4, 5)), units=pick(range(12, 20)), **how)


observe = check("06_inception_v3/auxiliary")
observe(
    "parameters",
    lambda: [parameters(_drawn_head(), randn(2, 6, 17, 17)), parameters(auxiliary_head(c := pick(range(8, 40)), pick(range(10, 200))), randn(2, c, 17, 17))],
    hint="1×1 and 5×5 without biases, each with a batch norm; a linear layer with biases; r = 128 and units = 768 unless given",
)
observe(
    "numbers that each convolution and the linear layer yield",
    lambda: op_sizes(_drawn_head(), randn(2, 6, 17, 17)),
    weight=0.5,
    hint="25 · r after the 1×1, `units` after the 5×5, then the classes",
)
observe(
    "response",
    lambda: response(_drawn_head(), randn(2, 6, 17, 17), resize=False),
    weight=1.5,
    hint="pooling first; batch norm and ReLU behind both convolutions; nothing behind the linear layer",
)
observe(
    "response, another pooling",
    lambda: response(_drawn_head(pool=nn.AdaptiveMaxPool2d(5)), randn(2, 6, pick((7, 10)), 10)),
    hint="use `pool` where it is given",
)
observe(
    "every layer learns",
    lambda: sensitivity(_drawn_head(), randn(2, 6, 17, 17)),
    hint="is every layer used, once, and nothing detached?",
)
observe(
    "one picture",
    lambda: list(_drawn_head().eval()(randn(1, 6, 17, 17)).shape),
    weight=0.5,
    hint="(1, num_classes)",
)
### BEGIN HIDDEN TESTS
observe("one picture, one class, a pooling of its own layers", lambda: response(auxiliary_head(6, 1, r=pick((3, 4)), units=7, pool=nn.Sequential(Conv(6, 6, 3, padding=1), nn.AvgPool2d(2, 2))), randn(1, 6, 10, 10), resize=False))
### END HIDDEN TESTS
observe.score()

# %% [markdown]
# ## 5 · Your parts, put together
#
# | stage | what | 299 pixels | parameters |
# |---|---|---|---:|
# | stem | 3×3/2, 3×3, 3×3, max 3×3/2, 1×1, 3×3, max 3×3/2 | 35×35×192 | 172,672 |
# | A | three modules, pool = 32, 64, 64 | 35×35×256, 288, 288 | 818,528 |
# | reduction A | | 17×17×768 | 1,153,280 |
# | B | four modules, c = 128, 160, 160, 192 | 17×17×768 | 6,821,376 |
# | reduction B | two branches with convolutions, and a pooling | 8×8×1280 | 1,698,304 |
# | C | two modules | 8×8×2048 | 11,121,408 |
# | | average of each map, dropout, linear layer | 1000 | 2,049,000 |
# | | | together | 23,834,568 |
# | head | on the last B | 1000 | 3,326,696 |
#
# The cell below reads the table aloud. All of its modules are yours. Only two pieces are given: the stem, and the second reduction, in one branch of which a 1×1, a 1×7 and a 7×1 come before the 3×3 in steps of 2. For the pictures of this course, 32×32, there is a small stem and a width: the modules then work on maps of 16×16, 7×7 and 3×3.


# %% tags=["demo:inception_v3"]
class SecondReduction(nn.Module):
    """(B, 768, 17, 17) -> (B, 320 + 192 + 768, 8, 8)."""

    def __init__(self, c_in, n, r):
        super().__init__()
        self.branch1 = nn.Sequential(Conv(c_in, r, 1), Conv(r, n, 3, stride=2))
        self.branch2 = nn.Sequential(
            Conv(c_in, r, 1), Conv(r, r, (1, 7), padding=(0, 3)), Conv(r, r, (7, 1), padding=(3, 0)), Conv(r, r, 3, stride=2)
        )
        self.branch3 = nn.MaxPool2d(3, stride=2)

    def forward(self, x):
        return torch.cat([self.branch1(x), self.branch2(x), self.branch3(x)], dim=1)


class WithHead(nn.Module):
    """Logits, and in training mode a tuple with those of the head on `inception_b`."""

    def __init__(self, net, head):
        super().__init__()
        self.net, self.head = net, head

    def forward(self, x):
        for name, stage in self.net.named_children():
            x = stage(x)
            if name == "inception_b" and self.training:
                of_head = self.head(x)
        return (x, of_head) if self.training else x


def inception_v3(num_classes=1000, width=1.0, small=False):
    """Inception-v3 with its auxiliary head; `small` is for pictures of 32×32."""

    def w(*filters):
        return [narrow(n, width) for n in filters]

    a, b, c, d, e = w(32, 64, 80, 192, 192)
    if small:
        stem = nn.Sequential(Conv(3, a, 3, padding=1), Conv(a, b, 3, padding=1), Conv(b, e, 3, stride=2, padding=1))
    else:
        stem = nn.Sequential(Conv(3, a, 3, stride=2), Conv(a, a, 3), Conv(a, b, 3, padding=1), nn.MaxPool2d(3, 2))
        stem.extend([Conv(b, c, 1), Conv(c, d, 3), nn.MaxPool2d(3, 2)])

    n1, r5, n5, r3, n3 = w(64, 48, 64, 64, 96)
    modules_a, c_in = nn.Sequential(), e
    for pool in w(32, 64, 64):
        modules_a.append(ModuleA(c_in, n1, r5, n5, r3, n3, pool))
        c_in = n1 + n5 + n3 + pool
    n, r, m = w(384, 64, 96)
    reduction_a, c_in = Reduction(c_in, n, r, m), n + m + c_in
    modules_b, (n,) = nn.Sequential(), w(192)
    for inside in w(128, 160, 160, 192):
        modules_b.append(ModuleB(c_in, inside, n))
        c_in = 4 * n
    head = auxiliary_head(c_in, num_classes, *w(128, 768), pool=nn.AdaptiveAvgPool2d(5) if small else None)
    n, r = w(320, 192)
    reduction_b, c_in = SecondReduction(c_in, n, r), n + r + c_in
    n1, n, r, pool = w(320, 384, 448, 192)
    modules_c = nn.Sequential()
    for _ in range(2):
        modules_c.append(ModuleC(c_in, n1, n, r, pool))
        c_in = n1 + 4 * n + pool

    net = nn.Sequential(
        OrderedDict(
            stem=stem,
            inception_a=modules_a,
            reduction_a=reduction_a,
            inception_b=modules_b,
            reduction_b=reduction_b,
            inception_c=modules_c,
            pool=nn.AdaptiveAvgPool2d(1),
            flatten=nn.Flatten(),
            dropout=nn.Dropout(0.5),
            linear=nn.Linear(c_in, num_classes),
        )
    )
    return WithHead(net, head)


with torch.device("meta"):
    yours = inception_v3()
    yours(torch.empty(2, 3, 299, 299))  # shapes alone: a layer that finds out by itself how many channels come in has them now
print(f"{measure.parameters(yours):,} parameters, {measure.parameters(yours.net):,} without the head")
print(f"{measure.macs(yours.eval(), (3, 299, 299)) / 1e9:.2f} billion multiply-accumulates")
for name, shape in measure.map_sizes(yours.net, (3, 299, 299), depth=1):
    print(f"{name:<14} {' × '.join(map(str, shape))}")

# %% [markdown]
# 27,161,264 and 23,834,568: the network that everybody calls Inception-v3, and torchvision's published weights would fit into yours. It costs 3.6 times GoogLeNet's 1.58 billion: 5.7 billion, where the paper's abstract speaks of 5. ("About 2.5 times", in the paper, is said of v2. Counted as we read its Table 1, with v3's filters, that has 6.05 billion, 3.8 times.) Far less than VGG-16's 15.5 billion either way.
#
# And **v2**? There is an Inception-v2 in the paper as well, its Table 1. More of it in the first question at the end.
#
# The listing, for the small form that you will train:

# %% tags=["demo:listing"]
torch.manual_seed(0)
net = inception_v3(num_classes=10, width=1 / 12, small=True)
net(torch.zeros(2, 3, 32, 32))
print(f"{measure.parameters(net):,} parameters, {measure.parameters(net.net):,} without the head; ", end="")
print(f"{measure.macs(net.eval(), (3, 32, 32)):,} multiply-accumulates")
for name, shape in measure.map_sizes(net.net, (3, 32, 32), depth=1):
    print(f"{name:<14} {' × '.join(map(str, shape))}")

# %% [markdown]
# ## 6 · Do not ask for certainty
#
# Cross-entropy (교차 엔트로피) wants the right class to have probability 1, and a softmax never gets there. However sure the network is, a larger logit (로짓) makes the loss smaller still. So it goes on and on, long after every picture is told right, and learns to be certain. The paper sees two
# dangers: the network overfits (과적합); and as the gap between the logits grows without end while the gradient of each logit is *bounded* (it is never larger than 1), the network can adapt less and less when it is wrong.
#
# **Label smoothing** (레이블 스무딩) asks for less. With probability $\varepsilon$ the label (정답 레이블) is forgotten, and one of the $K$ classes is drawn in its place, each equally likely, the right one among them. The target is then
#
# $$q'(k) = (1 - \varepsilon) \cdot \delta_{k,y} + \frac{\varepsilon}{K},$$
#
# where $\delta_{k,y}$ is 1 for the right class $y$ and 0 for the others. With four classes and $\varepsilon = 0.1$ that is 0.925 for the right one and 0.025 for each other. (Not, as one can read, 0.75 and 0.25: targets are probabilities, and add up to 1.) The paper uses $\varepsilon = 0.1$ with 1,000 classes, and gains about 0.2 %.
#
# Move the sliders; `percent` is ε in hundredths. Suppose a network keeps all wrong classes at one logit, and the right one by a certain gap above them. Where is the loss least? What happens to it beyond, with smoothing and without? And why must a network with 1,000 classes hold a larger gap than one with 4?

# %% tags=["demo:explorer"]
explore.smoothing(percent=10, gap=8, classes=10)

# %% [markdown]
# ### Exercise 7 · Label smoothing by hand ●●○ · 20 minutes · 4 points
#
# - `smooth(labels, classes, epsilon=0.1)`: the targets $q'$ of the labels (B,), as floats (B, classes).
# - `smoothed_loss(logits, labels, epsilon=0.1)`: the mean, over the pictures of the batch, of the cross-entropy between $q'$ and the softmax of the logits (B, K): $-\sum_k q'(k) \ln p(k)$. A tensor with a single number, through which gradients flow. By hand: without `F.cross_entropy` and its relatives; `log_softmax` is welcome.
# - `best_gap(classes, epsilon)`: by how much the logit of the right class stands above the others where the loss is least, for `epsilon` above 0. A number.
#
# <details><summary>How do I find the best gap?</summary>
#
# Cross-entropy is least where the softmax *is* the target. A softmax gives probabilities whose quotient is $e^{\text{gap}}$. Which quotient do the targets have?
# </details>
# <details><summary>The targets do not add up to 1</summary>
#
# The right class gets a share of ε too. It has $1 - \varepsilon + \varepsilon / K$.
# </details>
# <details><summary>The loss is too small by a constant factor</summary>
#
# Sum over the classes, mean over the pictures.
# </details>
# <details><summary>inf or nan for large logits</summary>
#
# A softmax can become 0, and its logarithm is −∞. `log_softmax` does both in one step, safely.
# </details>


# %% tags=["exercise:smoothing"]
def smooth(labels: torch.Tensor, classes: int, epsilon: float = 0.1) -> torch.Tensor:
    """Targets (B, classes) for labels (B,) (Szegedy et al. 2015, section 7)."""
    ### BEGIN SOLUTION
    return (1 - epsilon) * F.one_hot(labels, classes) + epsilon / classes
    ### END SOLUTION


def smoothed_loss(logits: torch.Tensor, labels: torch.Tensor, epsilon: float = 0.1) -> torch.Tensor:
    """Mean cross-entropy between the smoothed targets and the softmax of logits (B, K)."""
    ### BEGIN SOLUTION
    targets = smooth(labels, logits.shape[1], epsilon)
    return -(targets * logits.log_softmax(dim=1)).sum(dim=1).mean()
    ### END SOLUTION


def best_gap(classes: int, epsilon: float) -> float:
    """Logit of the right class minus that of the others, where the loss is least."""
    ### BEGIN SOLUTION
    right, other = smooth(torch.tensor([0]), classes, epsilon)[0, :2]
    return float((right / other).log())
    ### END SOLUTION


# %% tags=["check:smoothing:4"]
from convnets.check import Called, check, kind_of, pick, randint, randn


_READY_MADE = "cross_entropy", "nll_loss", "kl_div", "binary_cross_entropy", "binary_cross_entropy_with_logits"


def _drawn_logits(scale=2):
    """Logits, and a label for each."""
    classes, batch = pick((3, 4, 5, 7)), pick((4, 5, 6))
    return scale * randn(batch, classes), randint(0, classes, (batch,))


def _drawn_epsilon():
    return pick((0.05, 0.15, 0.2, 0.3, 0.4))


def _targets(labels, classes, *epsilon):
    """Your targets, what each row adds up to, and whether the labels are as they were."""
    given = labels.clone()
    y = smooth(labels, classes, *epsilon)
    return {"shape": list(y.shape), "of": "floats" if y.is_floating_point() else str(y.dtype), "targets": y, "sums": y.sum(dim=1), "labels as they were": torch.equal(labels, given)}


def _pulls(scale):
    """The gradient of your loss at the logits, 0 where none arrives."""
    logits, labels = _drawn_logits(scale)
    loss = smoothed_loss(logits.requires_grad_(), labels, _drawn_epsilon())
    if loss.requires_grad:
        loss.backward()
    return torch.zeros_like(logits) if logits.grad is None else logits.grad


def _by_hand():
    """Your loss, and how often a ready-made cross-entropy was called for it, with an ε and without."""
    (logits, labels), epsilon = _drawn_logits(), _drawn_epsilon()
    with Called(*_READY_MADE) as ready:
        losses = [smoothed_loss(logits, labels, *how) for how in ((), (epsilon,), (0.0,))]
    return {"shapes": [list(loss.shape) for loss in losses], "losses": losses, "ready-made": ready.count, "logits afterwards": logits.flatten()}


def _gaps(classes, epsilons):
    """Your best gaps, and what they are."""
    found = [best_gap(k, epsilon) for k, epsilon in zip(classes, epsilons)]
    return {"gaps": found, "what comes back": [kind_of(gap) for gap in found]}


observe = check("06_inception_v3/smoothing")
observe(
    "targets, ε = 0.1",
    lambda: [_targets(randint(0, k - 1, (pick((3, 4, 5)),)), k) for k in pick((3, 4, 5, 7), 2)],
    hint="0.1 / K for every class, also for one that no label names, and 0.9 more for the right one",
)
observe(
    "targets, other ε",
    lambda: [_targets(randint(0, k, (3,)), k, epsilon) for k, epsilon in zip((4, 10), (_drawn_epsilon(), 0.0))],
    hint="the argument epsilon; with 0 they are the labels",
)
observe(
    "loss, ε = 0.1",
    lambda: float(smoothed_loss(*_drawn_logits())),
    hint="−Σ q'(k) ln p(k), the mean over the batch",
)
observe(
    "loss, other ε",
    lambda: [float(smoothed_loss(*_drawn_logits(), _drawn_epsilon())), float(smoothed_loss(*_drawn_logits(), 0.0))],
    hint="hand epsilon on",
)
observe(
    "loss by hand: a single number",
    lambda: _by_hand(),
    weight=0.5,
    hint="shape (), no cross_entropy inside, the logits as they were",
)
observe("gradient", lambda: _pulls(2), hint="softmax minus target, over the number of pictures: nothing detached")
observe(
    "best gap",
    lambda: _gaps((*pick(range(3, 2000), 4), 2), (0.1, 0.05, 0.3, _drawn_epsilon(), _drawn_epsilon())),
    weight=1.5,
    hint="ln of target of the right class over target of another: a number, no tensor",
)
observe(
    "loss and gradient, logits of hundreds",
    lambda: [float(smoothed_loss(*_drawn_logits(300), 0.2)), *_pulls(300).flatten()],
    weight=0.5,
    hint="no inf, no nan: log_softmax",
)
### BEGIN HIDDEN TESTS
observe("one picture and two classes, and all of it forgotten", lambda: [float(smoothed_loss(2 * randn(1, 2), randint(0, 2, (1,)), _drawn_epsilon())), *_gaps(pick(range(2, 50), 2), (1.0, 1.0))["gaps"]])
### END HIDDEN TESTS
observe.score()

# %% [markdown]
# Is it the same as PyTorch's? And there is another way to read it: a share $1 - \varepsilon$ of the usual loss, and a share $\varepsilon$ of the cross-entropy with the uniform distribution, which pulls back every network that is far from saying "any of them".

# %% tags=["demo:torch"]
logits, labels = torch.randn(64, 10), torch.randint(0, 10, (64,))
mine, torchs = smoothed_loss(logits, labels), F.cross_entropy(logits, labels, label_smoothing=0.1)
parts = 0.9 * F.cross_entropy(logits, labels) + 0.1 * -logits.log_softmax(dim=1).mean()
print(f"yours {mine:.6f}\ntorch {torchs:.6f}\nparts {parts:.6f}")
for classes in (4, 10, 1000):
    right, other = smooth(torch.tensor([0]), classes)[0, :2]
    print(f"{classes:5} classes: targets {right:.4f} and {other:.4f}, best gap {best_gap(classes, 0.1):.2f}")

# %% [markdown]
# ### Does it make a network more honest?
#
# A network is **calibrated** (보정된) if it is right as often as it says: of the pictures on which it is 80 % sure, 80 % are right. A **reliability plot** (신뢰도 도표) shows it. Sort the test pictures into ten bins by how sure the network is of what it says; draw for each bin how many are really right (below, bins with fewer than ten pictures are left out). On the diagonal it is honest; below, it is too
# sure of itself; above, too modest. The average distance from the diagonal, each bin counted by its pictures, is the *expected calibration error*, ECE.
#
# It is often said that label smoothing calibrates a network. Try it twice, with LeNet-5 of chapter 01, which is quick. Once it learns from only 400 pictures, just as they are, for 60 epochs: it can know them by heart. And once from all 4,000, shifted at random, as in the common budget. Each time with $\varepsilon$ = 0, 0.02 and 0.1. Less than a minute in all.


# %% tags=["training:smoothing"]
photos = data.load("digits_on_photos")


def lenet5():
    """(B, 3, 32, 32) -> (B, 10)."""
    return nn.Sequential(
        *(nn.Conv2d(3, 6, 5), nn.ReLU(), nn.MaxPool2d(2)),
        *(nn.Conv2d(6, 16, 5), nn.ReLU(), nn.MaxPool2d(2), nn.Flatten()),
        *(nn.Linear(400, 120), nn.ReLU(), nn.Linear(120, 84), nn.ReLU(), nn.Linear(84, 10)),
    )


lessons = {
    "400 pictures, as they are": (photos.train.take(400), dict(epochs=60, lr=0.02, schedule="one-cycle")),
    "4,000 pictures, shifted": (photos.train, train.BUDGET),
}
said = {}
for lesson, (pictures, recipe) in lessons.items():
    for epsilon in (0.0, 0.02, 0.1):
        torch.manual_seed(0)
        small = lenet5()
        history = train.fit(small, pictures, **recipe, label_smoothing=epsilon, progress=False)
        said[lesson, epsilon] = heard = train.evaluate(small, photos.test)
        sure = heard.probabilities.amax(dim=1).mean()
        how = f"{heard.accuracy:.1%} right, {sure:.1%} sure, test loss {heard.loss:.3f}, {history.seconds:.0f} s"
        print(f"{lesson}, ε = {epsilon:<4}: {how}")

# %% tags=["demo:reliability"]
import matplotlib.pyplot as plt


def reliability(evaluation, bins=10):
    """For each bin that has pictures: how many, how sure on average, how many of them are right; and the ECE."""
    sure, right = evaluation.probabilities.amax(dim=1), (evaluation.predictions == evaluation.labels).float()
    which = (sure * bins).long().clamp(max=bins - 1)
    members = [which == b for b in range(bins) if (which == b).any()]
    rows = [(int(m.sum()), float(sure[m].mean()), float(right[m].mean())) for m in members]
    return rows, sum(n * abs(s - r) for n, s, r in rows) / len(sure)


figure, panels = plt.subplots(1, 2, figsize=(9.4, 4.9), sharey=True, layout="constrained")
for axes, lesson in zip(panels, lessons):
    axes.plot((0, 1), (0, 1), color="grey", linestyle=":")
    for epsilon, colour in ((0.0, "#d55e00"), (0.02, "#009e73"), (0.1, "#0072b2")):
        rows, ece = reliability(said[lesson, epsilon])
        counts, sure, right = zip(*(row for row in rows if row[0] >= 10))
        axes.plot(sure, right, color=colour, alpha=0.6, marker="o", label=f"ε = {epsilon:g}\nECE {ece:.3f}")
        axes.scatter(sure, right, [n / 2 for n in counts], color=colour, zorder=3)
    axes.set(title=lesson, xlabel="how sure it is", xlim=(0, 1.03), ylim=(0, 1.05), aspect="equal")
    axes.legend(loc="upper center", bbox_to_anchor=(0.5, -0.14), ncols=3, frameon=False, handlelength=1.2)
panels[0].set_ylabel("how many are right")
plt.close(figure)
figure

# %% [markdown]
# Left, without smoothing, the network knows its 400 pictures by heart, and is too sure: in our run 94.5 % on average, while it reads 82.3 %. With ε = 0.1 it is 70.6 % sure and 83.5 % right: far too modest. Its distance from the diagonal is as large as before, on the other side. Between the two, at ε = 0.02, is an honest
# network, and it was so with another start as well. One thing is gained with either ε: the loss on the test pictures, in which confident mistakes weigh most, falls from 1.01 to about 0.6.
#
# Right, with all the pictures, there was nothing to cure: 96.8 % sure, 95.3 % right. Here ε = 0.1 does harm. Where the network says 80 to 90 %, it is right in 98 of a hundred cases.
#
# So smoothing makes a network *less sure*. Whether that is more honest depends on how sure it was, and no ε is right for all. The paper, by the way, never claims it: it speaks of overfitting and of adapting, and measures errors. That the networks of ImageNet, which are trained for long, become better calibrated by it, others found later (Müller, Kornblith &
# Hinton 2019).
#
# ## 7 · The recipe
#
# How was it trained? On 50 machines at once, each with batches of 32, for 100 epochs; with gradient descent and momentum first, and better with **RMSProp**. GoogLeNet in chapter 04 needed it too. RMSProp keeps for every weight $w$ a running mean of the square of its gradient $g$, and divides by its root:
#
# $$v \leftarrow 0.9\,v + 0.1\,g^2, \qquad w \leftarrow w - \text{lr} \cdot \frac{g}{\sqrt{v} + \varepsilon}.$$
#
# (This $\varepsilon$ has nothing to do with that of the last section.) Usually it is tiny, $10^{-8}$, and only there to avoid dividing by 0. In the paper it is **1.0**. That is no detail. If gradients are small against 1, then so is $\sqrt{v}$, and the division does nearly nothing; what is left is plain gradient descent. Only
# weights whose gradients are large are held back. With a tiny $\varepsilon$, each weight steps about equally far, however small its gradient.
#
# - The learning rate (학습률) starts at 0.045, and is multiplied by 0.94 after every two epochs: it goes down in steps.
# - **Gradient clipping** (기울기 클리핑), which chapter 04 used for GoogLeNet: where the gradient of all weights together, as one long vector, is longer than 2.0, it is made shorter, to 2.0. Its direction stays.

# %% [markdown]
# ### Exercise 8 · RMSProp, its schedule, its clipping ●●○ · 20 minutes · 4 points
#
# All three without `torch.optim` and `nn.utils`.
#
# - `rmsprop_(weight, gradient, mean_square, lr, decay=0.9, eps=1.0)`: one step, as above. `mean_square` is $v$. It is brought up to date first, then the weight is moved. Both are changed **in place**, the gradient stays as it was; nothing is returned, and nothing of it is recorded for gradients.
# - `learning_rate(epoch, start=0.045)`: the learning rate in this epoch, counted from 0.
# - `clip_(gradients, most=2.0)`: `gradients` is a list of tensors. Where their common length (2-norm over all their numbers) is above `most`, they are changed in place so that it becomes `most`. Returns the length as it was before, as a number.
#
# <details><summary>RuntimeError: a leaf Variable that requires grad is being used in an in-place operation</summary>
#
# A step of the optimiser is no part of the network. Put it under `with torch.no_grad():`.
# </details>
# <details><summary>The first step is right, the next are not</summary>
#
# Is `mean_square` changed in place, with `mul_` and `add_` or `[...] =`, or is there only a new tensor that is forgotten at the end?
# </details>
# <details><summary>The learning rate is right in even epochs only</summary>
#
# It stays for two epochs: `epoch // 2` steps have been made.
# </details>
# <details><summary>Clipping is right for one tensor, not for several</summary>
#
# One length for all: the root of the sum of all squares. And one factor for all.
# </details>


# %% tags=["exercise:recipe"]
def rmsprop_(
    weight: torch.Tensor, gradient: torch.Tensor, mean_square: torch.Tensor, lr: float, decay: float = 0.9, eps: float = 1.0
) -> None:
    """One step of RMSProp; `weight` and `mean_square` change in place."""
    ### BEGIN SOLUTION
    with torch.no_grad():
        mean_square.mul_(decay).add_((1 - decay) * gradient**2)
        weight.sub_(lr * gradient / (mean_square.sqrt() + eps))
    ### END SOLUTION


def learning_rate(epoch: int, start: float = 0.045) -> float:
    """The learning rate in an epoch, counted from 0 (Szegedy et al. 2015, section 8)."""
    ### BEGIN SOLUTION
    return start * 0.94 ** (epoch // 2)
    ### END SOLUTION


def clip_(gradients: list[torch.Tensor], most: float = 2.0) -> float:
    """Shorten gradients in place to a common length of at most `most`; the length before."""
    ### BEGIN SOLUTION
    length = torch.stack([g.norm() for g in gradients]).norm().item()
    if length > most:
        for g in gradients:
            g.mul_(most / length)
    return length
    ### END SOLUTION


# %% tags=["check:recipe:4"]
import sys

from convnets.check import check, kind_of, pick, randn


def _steps(number, **how):
    """A weight and its mean square after some steps with drawn gradients."""
    shape = pick(((5,), (2, 3), (3, 2)))
    weight, v = nn.Parameter(randn(*shape)), randn(*shape).square()
    for _ in range(number):
        rmsprop_(weight, 3 * randn(*shape), v, pick((0.1, 0.2, 0.3)), **how)
    return {"weight": weight.detach(), "mean square": v, "still learns": weight.requires_grad and weight.is_leaf}


def _clipped(lengths, most=None):
    """What is returned, and the gradients afterwards."""
    gradients = [length * randn(*shape) for length, shape in zip(lengths, ((3,), (2, 2), (1, 2, 2)))]
    given = [*gradients]
    returned = clip_(gradients) if most is None else clip_(gradients, most)
    return {"returned": float(returned), "what comes back": kind_of(returned), "gradients that were given": given}


def _manners():
    """What a step leaves behind, beside the two that it changes."""
    shape = pick(range(1, 9)), pick(range(1, 9))
    weight, gradient, v = nn.Parameter(randn(*shape)), randn(*shape), randn(*shape).square()
    tensors = weight.data_ptr(), v.data_ptr()
    returned = rmsprop_(weight, gradient, v, 0.1)
    return {
        "sizes": [list(t.shape) for t in (weight, gradient, v)],
        "returned": "nothing" if returned is None else type(returned).__name__,
        "in place": (weight.data_ptr(), v.data_ptr()) == tensors,
        "gradient afterwards": gradient.flatten(),
        "recorded": not weight.is_leaf or v.requires_grad,
        "weight still learns": weight.requires_grad,
        "gradients still switched on": torch.is_grad_enabled(),
    }


def _by_hand(asked, run):
    """Whether `run`, with the drawn number that it is asked for, gets by without torch.optim and nn.utils."""
    places = set()

    def look(frame, event, argument):
        if event == "call":
            places.add(frame.f_globals.get("__name__") or "")

    before = sys.getprofile()
    sys.setprofile(look)
    try:
        run(asked)
    finally:
        sys.setprofile(before)
    return {"asked for": asked, "used": [part for part in ("torch.optim", "torch.nn.utils") if any(place.startswith(part) for place in places)]}


observe = check("06_inception_v3/recipe")
observe(
    "RMSProp, one step, ε = 1",
    lambda: _steps(1),
    hint="v first, then the weight: lr · g / (√v + ε), with 1 outside the root",
)
observe(
    "RMSProp, several steps",
    lambda: [_steps(2), _steps(4)],
    hint="the mean square is carried on, in place",
)
observe(
    "RMSProp, other decay and ε",
    lambda: [_steps(2, decay=pick((0.5, 0.7, 0.99))), _steps(2, eps=pick((1e-8, 1e-3, 0.1)))],
    hint="hand the arguments on",
)
observe(
    "learning rate",
    lambda: [learning_rate(epoch) for epoch in (*pick(range(100), 4), *pick(range(1, 100, 2), 2), *pick(range(0, 100, 2), 2), 0)],
    hint="0.045 in epochs 0 and 1, 0.0423 in 2 and 3, ...",
)
observe(
    "learning rate, another start",
    lambda: [learning_rate(epoch, start=pick((0.01, 0.1, 1.0))) for epoch in pick(range(40), 4)],
    weight=0.5,
    hint="use start",
)
observe(
    "clipping, a long gradient",
    lambda: [_clipped((pick((3, 4, 5)),)), _clipped((pick((3, 4, 5)), 1, 2))],
    hint="one length over all tensors, one factor for all, and the length before is returned",
)
observe(
    "clipping, a short gradient",
    lambda: _clipped((0.1, pick((0.2, 0.3)), 0.2)),
    weight=0.5,
    hint="nothing changes, the length is returned all the same",
)
observe(
    "clipping at another length",
    lambda: [_clipped((2, 3, 1), most=pick((0.5, 1.0, 1.5))), _clipped((2, 1, 1), most=pick((40.0, 50.0)))],
    weight=0.5,
    hint="use most",
)
observe(
    "a step of RMSProp: what it leaves",
    lambda: _manners(),
    weight=0.5,
    hint="weight and mean square in place under no_grad; the gradient as it was; nothing returned",
)
observe(
    "by hand",
    lambda: [
        _by_hand(pick(range(2, 20)), lambda n: rmsprop_(nn.Parameter(randn(n)), randn(n), randn(n).square(), 0.1)),
        _by_hand(pick(range(2, 20)), learning_rate),
        _by_hand(pick(range(2, 20)), lambda n: clip_([3 * randn(n), randn(2, n)])),
    ],
    weight=0.5,
    hint="without torch.optim and nn.utils: rmsprop_, learning_rate, clip_",
)
### BEGIN HIDDEN TESTS
observe("a late epoch, and very different lengths", lambda: [learning_rate(pick(range(201, 301, 2)), 1e4), _clipped((1e-3, pick((200, 300)), 1e-6), most=100.0)])
### END HIDDEN TESTS
observe.score()

# %% [markdown]
# How far does the *first* step go, for gradients from very small to very large, if $v$ starts at 0? (TensorFlow's RMSProp, which the authors used, starts it at 1 and has $\varepsilon$ under the root. PyTorch's is the one above.)

# %% tags=["demo:epsilon"]
gradient = torch.logspace(-4, 2, 200)
figure, axes = plt.subplots(figsize=(7, 3.6), layout="constrained")
for eps, colour in ((1e-8, "#d55e00"), (1e-3, "#e69f00"), (1.0, "#0072b2")):
    weight = torch.zeros(200)
    rmsprop_(weight, gradient, torch.zeros(200), lr=1.0, eps=eps)
    axes.loglog(gradient, -weight, color=colour, label=f"RMSProp, ε = {eps:g}")
axes.loglog(gradient, gradient, color="grey", linestyle=":", label="gradient descent")
axes.set(xlabel="gradient", ylabel="first step, over the learning rate", ylim=(1e-4, 1e2))
axes.legend()
plt.close(figure)
figure

# %% [markdown]
# With ε = 1 the blue line lies on that of gradient descent, and bends away from it where gradients come near to 1. With $10^{-8}$, every weight makes a step of 3.2 learning rates, whatever its gradient is.
#
# What we saw when we trained LeNet-5 under the budget of this course: 96.1 % with gradient descent and one-cycle, 95.8 % with RMSProp (ε = 0.001), 94.3 % with gradient descent and × 0.94 after each epoch. The recipe was made for a hundred epochs of a million pictures; in 16 epochs of 4,000 the rate never comes down far enough. A recipe is part of the
# experiment, not of the network.
#
# ## 8 · The average of the weights
#
# As long as the learning rate is high, the weights do not rest. They jump about, each batch pulls them somewhere else. Where they happen to be at the last step is an accident. So the authors did not test those weights, but a **running average** (이동 평균):
#
# $$\bar w \leftarrow 0.99\,\bar w + 0.01\,w \qquad \text{after each step.}$$
#
# The average itself is never trained. It follows. (How slowly, the paper does not say. The released code has 0.9999, for its hundreds of thousands of steps; here there are a thousand.)

# %% [markdown]
# ### Exercise 9 · A network that follows ●●○ · 15 minutes · 3 points
#
# Write `follow(slow, net, keep=0.99)`. `slow` is a copy of `net`, of the same layers. Afterwards each floating-point number in it is `keep` times what it was plus `1 − keep` times what stands in `net`.
#
# - That means all parameters **and** what batch norm has collected: `running_mean` and `running_var`. What would be the use of averaged weights with the statistics of others?
# - What is not a floating-point number (batch norm counts its batches in `num_batches_tracked`) is copied from `net`.
# - `slow` changes in place: its tensors stay the same objects, its parameters stay parameters. `net` stays as it is. Nothing is recorded for gradients, nothing returned.
#
# <details><summary>Where are the running means?</summary>
#
# They are buffers (버퍼): numbers that belong to the module but are not learned. `module.buffers()` lists them; `module.state_dict()` has parameters and buffers together, and its tensors are the module's own, not copies.
# </details>
# <details><summary>result type Float can't be cast to the desired output type Long</summary>
#
# That is the counter. `tensor.is_floating_point()` tells.
# </details>


# %% tags=["exercise:average"]
def follow(slow: nn.Module, net: nn.Module, keep: float = 0.99) -> None:
    """Move `slow` a little towards `net`: parameters and buffers, in place."""
    ### BEGIN SOLUTION
    with torch.no_grad():
        for mean, now in zip(slow.state_dict().values(), net.state_dict().values()):
            if mean.is_floating_point():
                mean.mul_(keep).add_((1 - keep) * now)
            else:
                mean.copy_(now)
    ### END SOLUTION


# %% tags=["check:average:3"]
from convnets.check import check, pick, randint, randn


class _Centred(nn.Module):
    """A layer with three buffers: floating-point numbers, whole numbers, and yes or no."""

    def __init__(self, c):
        super().__init__()
        self.register_buffer("centre", torch.zeros(c))
        self.register_buffer("seen", torch.zeros(c, dtype=torch.int32))
        self.register_buffer("mask", torch.zeros(c, dtype=torch.bool))

    def forward(self, x):
        return x - self.centre[:, None, None]


def _drawn_net(c_in, c_out):
    """A convolution, a batch norm, a layer with buffers of its own, all their numbers drawn."""
    net = nn.Sequential(nn.Conv2d(c_in, c_out, 1), nn.Sequential(nn.BatchNorm2d(c_out), nn.ReLU()), _Centred(c_out))
    with torch.no_grad():
        for t in net.state_dict().values():
            most = 2 if t.dtype == torch.bool else 1000
            t.copy_(randn(*t.shape).abs() + 0.1 if t.is_floating_point() else randint(0, most, t.shape))
    return net


def _followed(which, times=1, **how):
    """Parameters, statistics or counter of a network that has followed another, which moves."""
    sizes = pick((1, 2, 3)), pick((2, 3, 4))
    slow = _drawn_net(*sizes)
    for _ in range(times):
        follow(slow, _drawn_net(*sizes), **how)
    conv, (bn, _), centred = slow
    found = {
        "parameters": [p.detach() for p in slow.parameters()],
        "statistics": [bn.running_mean, bn.running_var],
        "counter": int(bn.num_batches_tracked),
        "other buffers": {"centre": centred.centre, "seen": centred.seen, "mask": centred.mask},
    }
    return found[which]


def _manners():
    """Which tensors are others, which parameters learn, what has changed in `net`, and the modes."""
    slow, net = _drawn_net(2, 3), _drawn_net(2, 3)
    slow[0].bias.requires_grad_(False)
    slow.train(), net.eval()
    before, given = slow.state_dict(), {name: t.clone() for name, t in net.state_dict().items()}
    before = {name: t.data_ptr() for name, t in before.items()}
    returned = follow(slow, net)
    return {
        "returned": "nothing" if returned is None else type(returned).__name__,
        "frozen parameter": slow[0].bias,
        "other tensors": [name for name, t in slow.state_dict().items() if before.get(name) != t.data_ptr()],
        "parameters that learn": [name for name, p in slow.named_parameters() if p.requires_grad and p.is_leaf],
        "changed in net": [name for name, t in net.state_dict().items() if not torch.equal(t, given[name])],
        "frozen in net": [name for name, p in net.named_parameters() if not p.requires_grad],
        "modes": ["training" if module.training else "evaluation" for module in (slow, net)],
        "gradients still switched on": torch.is_grad_enabled(),
    }


observe = check("06_inception_v3/average")
observe("parameters, one step", lambda: _followed("parameters"), hint="0.99 of slow, 0.01 of net")
observe("parameters, other factors, several steps", lambda: _followed("parameters", 3, keep=pick((0.5, 0.8, 0.9))), hint="use keep")
observe(
    "batch norm's mean and variance",
    lambda: _followed("statistics", 2, keep=pick((0.5, 0.8, 0.9))),
    weight=1.5,
    hint="buffers follow as well",
)
observe("batch norm's counter", lambda: _followed("counter", 2), weight=0.5, hint="a whole number is copied from net")
observe(
    "buffers of other names and types",
    lambda: _followed("other buffers", 2, keep=pick((0.5, 0.8, 0.9))),
    weight=0.5,
    hint="ask each tensor whether it is floating-point; its name does not matter",
)
observe(
    "in place, and net as it was",
    lambda: _manners(),
    weight=0.5,
    hint="mul_, add_, copy_ or lerp_ under no_grad; do not make new tensors, do not share net's",
)
### BEGIN HIDDEN TESTS
observe("statistics, keep by default", lambda: _followed("statistics", 3))
observe("keep = 0: a copy", lambda: [_followed("parameters", keep=0.0), _followed("statistics", keep=0.0)])
### END HIDDEN TESTS
observe.score()

# %% [markdown]
# Now at work, where it should matter: the learning rate stays at 0.02 to the end. The network is a small one of three convolutions, with batch norm. Both networks are tested after every epoch, the one that is trained and the one that follows it. (In its first steps the average forgets faster, so that it does not have to drag the random start along.)


# %% tags=["training:average"]
def small_net():
    """Three convolutions and a linear layer: (B, 3, 32, 32) -> (B, 10)."""
    return nn.Sequential(
        *(Conv(3, 8, 5, padding=2), nn.MaxPool2d(2)),
        *(Conv(8, 16, 3, padding=1), nn.MaxPool2d(2)),
        *(Conv(16, 32, 3, padding=1), nn.MaxPool2d(2)),
        *(nn.Flatten(), nn.Linear(512, 10)),
    )


torch.manual_seed(0)
quick = small_net()
slow = copy.deepcopy(quick)
descent = torch.optim.SGD(quick.parameters(), lr=0.02, momentum=0.9, weight_decay=5e-4)
accuracies, step = {"the weights": [], "their average": []}, 0
for epoch in range(1 if settings.fast() else 16):
    for images, labels in photos.train.batches(64, shuffle=True, seed=epoch):
        quick.train()
        loss = F.cross_entropy(quick(data.random_shift(images)), labels)
        descent.zero_grad()
        loss.backward()
        descent.step()
        follow(slow, quick, keep=min(0.99, (1 + step) / (10 + step)))
        step += 1
        if settings.fast() and step == 4:
            break
    for name, which in (("the weights", quick), ("their average", slow)):
        accuracies[name].append(train.evaluate(which, photos.test, device="cpu").accuracy)

# %% tags=["demo:average"]
figure, axes = plt.subplots(figsize=(7, 3.4), layout="constrained")
for (name, values), colour in zip(accuracies.items(), ("#d55e00", "#0072b2")):
    epochs, per_cent = range(1, len(values) + 1), [100 * v for v in values]
    axes.plot(epochs, per_cent, marker="o", color=colour, label=f"{name}: {values[-1]:.1%} at the end")
axes.set(xlabel="epoch", ylabel="test accuracy, %", title="learning rate 0.02 all the way")
axes.grid(axis="y", alpha=0.4)
axes.legend()
plt.close(figure)
figure

# %% [markdown]
# The weights that are trained jump up and down from epoch to epoch, by two or three per cent, and end, in our run, at 93.6 %; their average climbs steadily to 96.4 %. Without a single further step, and with the same pictures! With one-cycle, whose rate goes down to 0, there is little left to average: LeNet-5 came to 96.1 % and its average to 96.3 %. Two ways to
# come to rest: take smaller steps, or take the mean.
#
# ## 9 · Look more than once
#
# A network that is a little unsure of a picture may say something else if the picture is moved by two pixels. So show it the picture several times, each time a little differently, and let the answers vote. This was the custom in all contests: ten crops with AlexNet, 144 with GoogLeNet, and this paper too. It is called multi-crop evaluation (다중 크롭 평가).
#
# | Inception-v3 on ImageNet's validation set | top-1 error | top-5 error |
# |---|---:|---:|
# | one look | 21.2 % | 5.6 % |
# | 12 crops | 19.47 % | 4.48 % |
# | 144 crops | 18.77 % | 4.2 % |
# | 144 crops, four networks together | 17.2 % | 3.46 % (3.58 % on the test set) |
#
# The one-look figures are on 48,238 of the 50,000 validation pictures, without those that the contest had put on a blacklist. On all of them, says the paper of chapter 07, such errors are about 0.3 (top-1) and 0.15 (top-5) points larger.
#
# From 12 looks to 144, the work grows twelvefold and the error falls by 0.7 %. (The top-1 error is always the *larger* of the two. This table is sometimes printed with its columns exchanged.)

# %% [markdown]
# ### Exercise 10 · Nine looks ●○○ · 15 minutes · 3 points
#
# Write `many_looks(net, images, shifts=(-2, 0, 2))`: pictures (B, C, H, W) to probabilities (B, K).
#
# - Each picture is shown once for each pair of a vertical and a horizontal shift out of `shifts`: nine times with three shifts. `torch.roll(images, (dy, dx), dims=...)` moves pictures; what leaves on one side comes in on the other.
# - The answer is the mean of the **softmaxes**, not the softmax of mean logits. (Both are used. With probabilities, one very loud look cannot outvote the others.)
# - The network is asked in evaluation mode, and without gradients.
#
# <details><summary>The rows do not add up to 1</summary>
#
# The mean over the looks, not their sum. And the softmax over the classes, dimension 1.
# </details>
# <details><summary>Different every time</summary>
#
# Dropout is at work: `net.eval()`.
# </details>
# <details><summary>Which dimensions are rolled?</summary>
#
# The last two: rows are dimension 2, columns dimension 3 (or −2 and −1).
# </details>


# %% tags=["exercise:looks"]
def many_looks(net: nn.Module, images: torch.Tensor, shifts: tuple[int, ...] = (-2, 0, 2)) -> torch.Tensor:
    """Mean probabilities (B, K) over all shifts of images (B, C, H, W)."""
    ### BEGIN SOLUTION
    net.eval()
    with torch.no_grad():
        looks = [net(torch.roll(images, (dy, dx), dims=(2, 3))).softmax(dim=1) for dy in shifts for dx in shifts]
    return torch.stack(looks).mean(dim=0)
    ### END SOLUTION


# %% tags=["check:looks:3"]
from convnets.check import check, pick, randn


class _Drawn(nn.Module):
    """A linear layer on all pixels with drawn weights, which counts its calls and the pictures it was shown."""

    def __init__(self, pixels, classes, drop=0.0):
        super().__init__()
        self.linear, self.drop = nn.Linear(pixels, classes), nn.Dropout(drop)
        self.linear.weight.data, self.linear.bias.data = 0.5 * randn(classes, pixels), randn(classes)
        self.seen = 0

    def forward(self, x):
        self.seen += len(x)
        return self.drop(self.linear(x.flatten(1)))


def _looked(*shifts, drop=0.0, batch=2):
    """Your probabilities for drawn pictures, their sums, and how many pictures were shown."""
    height, width, classes = *pick((4, 5, 6, 7), 2), pick((3, 4, 5))
    net = _Drawn(2 * height * width, classes, drop)
    y = many_looks(net.train(), randn(batch, 2, height, width), *shifts)
    return {"shape": list(y.shape), "probabilities": y, "sums": y.sum(dim=1), "shown": net.seen}


def _manners():
    """What your looks leave behind."""
    net, images = _Drawn(32, pick(range(3, 20))), randn(pick(range(2, 9)), 2, 4, 4)
    y = many_looks(net, images)
    return {
        "pictures and classes": list(y.shape),
        "gradients": "recorded" if y.requires_grad else "not recorded",
        "pictures afterwards": images.flatten(),
        "parameters that learn": [name for name, p in net.named_parameters() if p.requires_grad],
        "gradients still switched on": torch.is_grad_enabled(),
    }


observe = check("06_inception_v3/looks")
observe(
    "nine looks",
    lambda: [_looked(batch=n) for n in (1, pick((2, 3)))],
    weight=1.5,
    hint="every pair of shifts, the mean of the softmaxes",
)
observe(
    "other shifts",
    lambda: [_looked((0,)), _looked(pick(((1,), (-1,)))), _looked(pick(((0, 1), (-1, 2), (0, -1))))],
    hint="use `shifts`: n of them make n² looks; torch.roll moves down and to the right for positive ones",
)
observe("a network with dropout", lambda: _looked(drop=0.5), hint="evaluation mode")
observe("what is left behind", lambda: _manners(), weight=0.5, hint="torch.no_grad(); pictures and network stay as they were")
### BEGIN HIDDEN TESTS
observe("shifts of several kinds", lambda: _looked((-1, 0, 1, 3), batch=pick((2, 4))))
### END HIDDEN TESTS
observe.score()

# %% tags=["demo:looks"]
tried = photos.test.take(100) if settings.fast() else photos.test


def compare(name, which):
    """One look and nine, on the test pictures."""
    once, nine = (many_looks(which, tried.images, shifts).argmax(dim=1) for shifts in ((0,), (-2, 0, 2)))
    right = [float((answers == tried.labels).float().mean()) for answers in (once, nine)]
    print(f"{name:<36} one look {right[0]:.1%}, nine {right[1]:.1%}")


compare("constant rate, last weights", quick)
compare("constant rate, averaged weights", slow)

# %% [markdown]
# Next to nothing. Other runs of ours, with LeNet-5: 93.0 → 94.4 % (constant rate), 94.3 → 95.0 % (× 0.94 after each epoch), 95.9 → 96.4 % (smoothed), 96.1 → 96.1 % (one-cycle), 96.3 → 96.1 % (averaged). Sometimes weak networks gain, good ones do not, and half a per cent of 1,000 pictures is within chance. No wonder: in training all pictures were
# shifted at random by up to two pixels, so that a shift is nothing new to these networks. ImageNet's crops differ by more.
#
# ## 10 · Training Inception-v3
#
# What each tool bought the authors, one after the other (Table 3 of the paper; one look at each of the same 48,238 validation pictures):
#
# | | top-1 error | top-5 error |
# |---|---:|---:|
# | Inception-v2 | 23.4 % | |
# | + RMSProp | 23.1 % | 6.3 % |
# | + label smoothing | 22.8 % | 6.1 % |
# | + factorised 7×7 | 21.6 % | 5.8 % |
# | + batch norm in the auxiliary head's fully connected layer too: Inception-v3 | 21.2 % | 5.6 % |
#
# Your network, a twelfth as wide as the paper's, under the common budget: 16 epochs, 1,008 steps of 64 pictures. The head counts 0.4. The rest of the recipe is the course's, gradient descent with momentum and one-cycle, so that the row in the lineage table can be compared with the others. This is by far the longest cell of the chapter, some three minutes on one processor core:
# the network has some hundred layers, and however thin they are, each takes its time.

# %% tags=["training:inception_v3"]
torch.manual_seed(0)
net = inception_v3(num_classes=10, width=1 / 12, small=True)
history = lineage.fit(net, "inception_v3", "small stem, width 1/12", auxiliary=0.4, after_epoch=plot.live())
history

# %% tags=["demo:curves"]
plot.curves(history)

# %% [markdown]
# For two to four epochs hardly anything happens; in one run the loss on the test pictures even rose. Then, within two or three more, the network reads more than 80 %. At the end our two runs were at 96.0 and 97.0 %; one of width 1/8 came to 97.5 %. It has 158,752 parameters, 14,106 of them in the head, which has now done its work.

# %% tags=["demo:mistakes"]
result = train.evaluate(net, photos.test)
print(result)
plot.mistakes(photos.test, result, 10)

# %% [markdown]
# One look or nine, now for this network; and how well does the *head* alone read, from the middle of the network?

# %% tags=["demo:head_alone"]
def up_to_b(x):
    """The map that the head reads."""
    for name, stage in net.net.named_children():
        x = stage(x)
        if name == "inception_b":
            return x


compare("Inception-v3, small", net.cpu())
with torch.no_grad():
    of_head = net.head(up_to_b(tried.images)).argmax(dim=1)
print(f"{'its head alone':<36} one look {float((of_head == tried.labels).float().mean()):.1%}")

# %% [markdown]
# The head, which sees only what the last module B gives, read 96.6 % in our run, more than the whole (by chance; but not less, either). For ten digits the last third of the network was not needed. What the head demanded, features in the middle that tell classes apart, it got.

# %% tags=["demo:lineage"]
lineage.table()

# %% [markdown]
# ## 11 · Looking inside: are kernels products?
#
# Section 1 said that a column and a row, put together, make only tables of rank 1. Is that much of a loss? Look at kernels that were trained *without* such a constraint: the 5×5 of your three modules A. Each pair of channels has a kernel of 25 numbers. The singular value decomposition (특잇값 분해) finds the best column times row for
# it, and says how much of it (of the sum of its squares) that one product holds. Kernels as PyTorch initialises them, with uniform random numbers, are there for comparison.


# %% tags=["demo:separable"]
def first_product(weight):
    """For each window of (C_out, C_in, k, k): the share of its squares that the best column times row holds."""
    squares = torch.linalg.svdvals(weight.detach().flatten(0, 1)).square()
    return squares[:, 0] / squares.sum(dim=1)


layers = [layer for layer in net.net.inception_a.modules() if isinstance(layer, nn.Conv2d)]
trained = [layer.weight for layer in layers if layer.kernel_size == (5, 5)]
shares = {"trained": torch.cat([first_product(w) for w in trained]), "as PyTorch starts them": first_product(torch.rand(2000, 1, 5, 5) - 0.5)}
figure, axes = plt.subplots(figsize=(7, 3.2), layout="constrained")
for (name, share), colour in zip(shares.items(), ("#0072b2", "#b0b0b0")):
    label, bins = f"{name}: {float(share.mean()):.0%} on average", [i / 20 for i in range(21)]
    axes.hist(share.numpy(), bins=bins, density=True, histtype="step", linewidth=2, color=colour, label=label)
axes.set(xlabel="share of a 5×5 window that one column times one row holds", yticks=(), xlim=(0.2, 1))
axes.legend(loc="upper right")
plt.close(figure)
figure

# %% tags=["demo:maps"]
picture, label = photos.test[0]
plot.feature_maps(net.net, picture, ["stem", "inception_a.2", "inception_b.3"])

# %% [markdown]
# Of a kernel as PyTorch initialises it, the best product holds 51 % of the squares; of the 48 trained ones, in our run, 61 % on average. So they have become somewhat more like products, no more. Nobody would say that a network *wants* its kernels to be products. It is a constraint, and what pays is the price: for the weights of one 7×7 you get three and a half pairs, each
# with a ReLU inside.
#
# And the maps: after the stem one still sees the picture, in the modules A strokes of it, in B hardly more than where something is.

# %% [markdown]
# ## 12 · Two questions to answer in words
#
# ### Question 1 · Which Inception-v2? · 15 minutes · 3 points
#
# The paper's Table 1 is headed as Inception-v2. It gives the size of every map and which figure each group of modules has: three on 35×35 as in Figure 5, **five** on 17×17 as in Figure 6, two on 8×8 as in Figure 7. It gives no filters of any branch. The text (section 6) says "5 instances" of the modules on 17×17 as well, after the reduction from 35×35, and for the sizes of the filter banks it refers to a supplementary file, `model.txt`. It says that the network has 42 layers, and the abstract speaks of fewer than 25 million parameters.
#
# Somebody has built it with the filters of v3:
#
# | modules on 17×17 | as Figure 5 has it (3×3) | as released (5×5) |
# |---|---:|---:|
# | four | 24,263,240 | 24,410,696 |
# | five | 26,405,192 | 26,552,648 |
#
# On the longest way through it there are 49 layers with weights if there are four modules, 54 if there are five.
#
# Which reading do you take, and why? What in the table, in the text, in the released network speaks for it or against it? What would settle it? 80 to 120 words.

# %% [markdown] tags=["written:which_v2:3"]
# For five modules speaks what the paper says, and it says it twice: in Table 1 and in section 6, where the reduction is named by itself and so can hardly be the fifth. For four speaks the count: with v3's filters five modules make more than 26 million parameters, and the paper has fewer than 25; with four both forms are below, and the released v3 has four.
# I take four, because it is the only reading with filters that I know. But that is no proof: with somewhat thinner branches five would stay under 25 million too, and the paper would be right as it stands. The 42 layers help neither: it is 49 with four, 54 with five. Whether the first group has a 3×3 or a 5×5 the count cannot tell, 0.15 million is too little.
# What would settle it: `model.txt`, in which the filters of v2 stand; or code or weights of v2, whose shapes could be read.
#
# ### BEGIN MARK SCHEME
# - 1 point: a reading, with the parameters as a reason (four modules stay under 25 million, five do not). A student who takes five, as table and text say, must say what to do about the 25 million (thinner branches than v3's); one who takes four, that the paper says five twice.
# - 1 point: says that the filters are v3's and so the count is no proof; or weighs another piece of evidence rightly (the released v3 has four; section 6 names the reduction apart from the five; 42 layers fit neither; the figure has 3×3 where the released network has 5×5).
# - 1 point: what would settle it: the supplementary `model.txt`, a released configuration, checkpoint or code of v2, an answer of the authors. Half for "more information" without saying which.
# ### END MARK SCHEME

# %% [markdown]
# ### Question 2 · Does smoothing calibrate? · 15 minutes · 3 points
#
# Somebody writes: *"Always train with label smoothing: it makes a network's probabilities honest."* Answer in 80 to 120 words, with at least three numbers of your own from section 6.
#
# 1. What did smoothing do to the confidence of your two networks, and to their distance from the diagonal (ECE)?
# 2. Why has it both effects? Use the best gap of the logits.
# 3. Is the sentence right?

# %% [markdown] tags=["written:calibration:3"]
# On 400 pictures and without smoothing, my network was 94.5 % sure and 82.3 % right, ECE 0.122. With ε = 0.1 it was 70.6 % sure and 83.5 % right: ECE 0.129, on the other side of the diagonal. With 0.02 it was 0.018. On all pictures it was honest from the start (96.8 % sure, 95.3 % right, ECE 0.015), and ε = 0.1 made it too modest: 85.7 % sure, 96.3 % right, ECE 0.107.
#
# With ε = 0.1 and ten classes the loss is least at a gap of 4.5 between the logits, which means 91 % sure. It asks this of every picture, however well the network knows it. So confidence falls, and whether this leads to the diagonal or away from it depends on where the network was.
#
# The sentence is wrong. Smoothing makes a network less sure, not more honest; which ε makes it honest has to be measured on pictures that it has not seen.
#
# ### BEGIN MARK SCHEME
# One point each, half points allowed. Any numbers that the student's own run can have given are fine.
#
# - 1 point: for both lessons, confidence and ECE with and without smoothing: confidence falls in both; from too sure to about right (0.02) or too modest (0.1), or from honest to too modest.
# - 1 point: the target ends at 0.91 for ten classes, a gap of 4.5: smoothing pulls confidence down, and knows nothing of how often the network is right. Half for "it makes the network less sure" alone.
# - 1 point: a judgement that rests on this: not always; it depends on ε and on how sure the network was; one should look at a reliability plot (or fit a temperature) on held-out pictures.
# ### END MARK SCHEME

# %% [markdown]
# ## 13 · Where you are

# %% tags=["demo:so_far"]
from convnets.check import so_far

so_far("06_inception_v3")

# %% [markdown]
# **To hand in:** *Kernel → Restart Kernel and Run All Cells*, look once more at the tables under the checks, save, and hand in this file, `06_inception_v3.ipynb`, under this name, in the way your instructor told you. An open exercise costs its own points and no others. The checks will be run again, with other numbers and a few more questions than you
# see here; the cells that train will not.
#
# ## What came next
#
# Two months later the same group had read the paper of chapter 05. What if an Inception module gets a shortcut (지름길 연결)? And how much of v3 was only the way it was because memory had been short? Chapter 07 builds Inception-v4, with cleaner modules and no shortcuts, and Inception-ResNet, with them, and lets the two race.
#
# ## Often misquoted
#
# - *"Inception-v3 is v2, trained better."* It is v2 with RMSProp, label smoothing and batch norm in the head's fully connected layer, **and** with factorised 7×7, which is architecture. (What that means the paper does say, in section 10: the first 7×7 becomes three 3×3. Only, its Table 1, headed as v2, has those three 3×3 already. Text and table contradict each other.)
# - *"Figure 5 replaces the 5×5."* In the figure, yes. In the network that was released, each module A has one.
# - *"Label smoothing makes [1, 0, 0, 0] into [0.75, 0.25, 0.25, 0.25]."* That adds up to 1.5. With ε = 0.1 it is [0.925, 0.025, 0.025, 0.025].
# - *"Factorising saves 33 %."* For 3×3 into 3×1 and 1×3. For 7×7 it is 71 % of those weights, and 64 % of a module that has 1×1 convolutions as well; for unequal channels something else.
# - *"v3 costs about 2.5 times what GoogLeNet does"*, *"5 billion"*. The 2.5 is said of v2. Counted, v3 has 5.71 billion, 3.6 times GoogLeNet's, and v2 6.05, 3.8 times. *"About as much as VGG"*: VGG-16 has 15.5.
# - *"42 layers."* With weights, on the longest way, v2 has 49 and v3 has 48.
# - *"RMSProp with ε = 1.0 is a misprint."* It is not: the training code that the authors released has it too.
# - *"The auxiliary heads help the gradient"* is the paper of 2014. *"They regularise"* is this one. What heads do to the *gradient* you measured in chapter 04.
# - torchvision sets the 5×5 of the head to start with a standard deviation of 0.01; but it sets it on the unit, and reads it from the convolution inside. So it never takes effect there. (The linear layer's 0.001 does.)
# - *"Top-1 5.6 %, top-5 21.2 %."* The other way round. And 3.58 % is four networks with 144 crops each.
