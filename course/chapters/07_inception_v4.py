# %% [markdown]
# # Inception-v4 and Inception-ResNet: two ideas meet
#
# **C. Szegedy, S. Ioffe, V. Vanhoucke, A. Alemi: *Inception-v4, Inception-ResNet and the impact of residual connections on learning*,
# arXiv:1602.07261, 2016; AAAI 2017.**
#
# By the end of 2015 two families of networks were the best there were. One looks at every map through windows of several sizes, side by side: Inception. The other lays a way around
# its layers: ResNet. So two months after ResNet, the people who had made Inception asked: **does Inception need the plus sign?** To find out, they built three networks.
#
# - **Inception-v4** has *no* shortcut. It is what Inception becomes when it is tidied up: one kind of module for each size of map, all of them alike.
# - **Inception-ResNet-v1** costs as much as Inception-v3, and **Inception-ResNet-v2** as much as v4. Their modules are residual (잔차).
#
# Their answer is more careful than most that is said about it: shortcuts make the training *faster*, and the network in the end hardly better. And they met something nobody expected: wide residual networks that,
# early in their training, after some tens of thousands of iterations, suddenly die.
#
# | what | here |
# |---|---|
# | you build | Inception-v4 from its figures: the stem (줄기), modules A, B and C, both reductions; then the residual module that makes three networks |
# | you find | two numbers in the paper's figures that cannot be |
# | you produce | dead channels, and two ways to keep them alive; and you prove what the famous "scale by 0.1" really does |
# | you train | a small Inception-v4 and a small Inception-ResNet, on the same budget |
# | you join | all the networks of the course that you have trained, into one that is better than most of them |
# | time | about 45 minutes to read, a little over 2½ hours for nine exercises, 20 minutes for a question; no exercise needs another |
# | points | 36: exercises 32, the written question 4 |
#
# **What changed since chapter 06.** The modules of Inception-v3 differ from one to the next, in numbers that were chosen by hand. One reason was the machine: earlier networks had to be cut into pieces for training on many
# computers, and nobody dared to move a cut. With TensorFlow the memory that training takes no longer had to be planned like that. So the numbers could become uniform: 4 × A, 7 × B, 3 × C. And from chapter 05 comes the plus sign.

# %% tags=["setup"]
from collections import OrderedDict

import torch
from torch import nn
from torch.nn import functional as F

from convnets import data, explore, lineage, measure, plot, settings, train


class Conv(nn.Sequential):
    """Convolution without bias, batch norm, ReLU: what a box of the paper's figures is.

    `kernel` is 3 for a 3×3, or (1, 7): rows, columns. The map keeps its size at stride 1;
    with valid=True, the figures' letter V, there is no padding.
    """

    def __init__(self, c_in, c_out, kernel, stride=1, valid=False):
        rows, columns = (kernel, kernel) if isinstance(kernel, int) else kernel
        padding = (0, 0) if valid else (rows // 2, columns // 2)
        super().__init__(
            nn.Conv2d(c_in, c_out, (rows, columns), stride, padding, bias=False),
            nn.BatchNorm2d(c_out, eps=1e-3),
            nn.ReLU(inplace=True),  # writes over what it was given, which nobody else reads: saves memory and a little time
        )


# Residual branches of the paper's figures: each module a tuple of paths,
# each path a tuple of (kernel, filters), from the input on.
FIGURE_10 = (((1, 32),), ((1, 32), (3, 32)), ((1, 32), (3, 32), (3, 32)))  # Inception-ResNet-v1, A
FIGURE_11 = (((1, 128),), ((1, 128), ((1, 7), 128), ((7, 1), 128)))  # v1, B
FIGURE_13 = (((1, 192),), ((1, 192), ((1, 3), 192), ((3, 1), 192)))  # v1, C
FIGURE_16 = (((1, 32),), ((1, 32), (3, 32)), ((1, 32), (3, 48), (3, 64)))  # v2, A
FIGURE_17 = (((1, 192),), ((1, 128), ((1, 7), 160), ((7, 1), 192)))  # v2, B
FIGURE_19 = (((1, 192),), ((1, 192), ((1, 3), 224), ((3, 1), 256)))  # v2, C


# %% tags=["demo:network"]
from convnets import models  # for the drawing only; further down you write it yourself

with torch.device("meta"):  # shapes without numbers: quick
    picture_of = models.create("inception_v4")
plot.network(picture_of, (3, 299, 299), depth=1, title="Inception-v4 (Szegedy et al. 2016, Figure 9): 4 × A, 7 × B, 3 × C")

# %% [markdown]
# ## 1 · The stem
#
# Everything before the first module is called the **stem**. That of Inception-v3 was a plain column. This one has branches (가지) of its own, three times over. It is Figure 3 of the paper. **V** marks a layer without padding (패딩; "valid"), which makes the map
# smaller; all other layers are padded so that the map keeps its size.
#
# | step | what | map (특성 맵) afterwards |
# |---|---|---|
# | | the picture | 3×299×299 |
# | 1 | 3×3, 32 filters, stride 2, V | 32×149×149 |
# | 2 | 3×3, 32, V | 32×147×147 |
# | 3 | 3×3, 64 | 64×147×147 |
# | 4 | 3×3 maximum pooling (최대 풀링), stride 2, V ‖ 3×3, 96, stride 2, V | 160×73×73 |
# | 5 | 1×1, 64 → 3×3, 96, V ‖ 1×1, 64 → 1×7, 64 → 7×1, 64 → 3×3, 96, V | 192×71×71 |
# | 6 | 3×3, 192, stride 2, V ‖ 3×3 maximum pooling, stride 2, V | 384×35×35 |
#
# The sign ‖ stands between branches that read the same map. What they yield is joined on channels (채널), in the order of the table. Steps 4 and 6 are what chapter 06 called a grid reduction without a bottleneck: never pool *first*, never convolve at full size
# *first*, but do both side by side. (One detail. The paper's figure has the 7×1 before the 1×7 in step 5; the authors' code has it the other way round, and so has everybody's whose weights you may want to load. Rows × columns: a 1×7 is a lying window.)

# %% [markdown]
# ### Exercise 1 · The stem ●●○ · 20 minutes · 4 points
#
# Write `Stem(w)`, an `nn.Module` from pictures (B, 3, H, W) to (B, 12·w, H', W'). All numbers of filters in the table are multiples of 32: 32 is `w`, 64 is `2 * w`, 96 is `3 * w`, 192 is `6 * w`. `Stem(32)` is the paper's; the checks use smaller ones.
#
# - `Conv` from the setup cell is a box of the figure: `Conv(c_in, c_out, 3, stride=2, valid=True)`, `Conv(c_in, c_out, (1, 7))`.
# - Join with `torch.cat([...], dim=1)`, in the order of the table. In step 5, 1×7 comes before 7×1.
#
# <details><summary>Sizes of tensors must match except in dimension 1</summary>
#
# The two branches of a step leave maps of different sizes. Has the pooling stride 2 and no padding? Has the last 3×3 in *both* branches of step 5 its V?
# </details>
# <details><summary>expected input to have ... channels</summary>
#
# After a step with branches, the next layer reads the channels of both together: w·2 + w·3 after step 4.
# </details>
# <details><summary>Sizes and parameters pass, the response does not</summary>
#
# Which branch comes first when you join? In step 4 the pooling does, in step 6 the convolution. And which of 1×7 and 7×1 is first?
# </details>


# %% tags=["exercise:stem"]
class Stem(nn.Module):
    """The stem of Inception-v4 (Szegedy et al. 2016, Figure 3): (B, 3, 299, 299) -> (B, 12 w, 35, 35)."""

    def __init__(self, w: int = 32) -> None:
        super().__init__()
        ### BEGIN SOLUTION
        self.column = nn.Sequential(Conv(3, w, 3, stride=2, valid=True), Conv(w, w, 3, valid=True), Conv(w, 2 * w, 3))
        self.pool = nn.MaxPool2d(3, stride=2)
        self.step4 = Conv(2 * w, 3 * w, 3, stride=2, valid=True)
        self.short = nn.Sequential(Conv(5 * w, 2 * w, 1), Conv(2 * w, 3 * w, 3, valid=True))
        self.long = nn.Sequential(
            Conv(5 * w, 2 * w, 1),
            Conv(2 * w, 2 * w, (1, 7)),
            Conv(2 * w, 2 * w, (7, 1)),
            Conv(2 * w, 3 * w, 3, valid=True),
        )
        self.step6 = Conv(6 * w, 6 * w, 3, stride=2, valid=True)
        ### END SOLUTION

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        ### BEGIN SOLUTION
        x = self.column(x)
        x = torch.cat([self.pool(x), self.step4(x)], dim=1)
        x = torch.cat([self.short(x), self.long(x)], dim=1)
        return torch.cat([self.step6(x), self.pool(x)], dim=1)
        ### END SOLUTION


# %% tags=["check:stem:4"]
from convnets.check import check, op_sizes, parameters, pick, randn, response, sensitivity


def _photo():
    """A picture of some size, not square."""
    return randn(1, 3, pick(range(79, 98, 2)), pick(range(80, 99, 2)))


observe = check("07_inception_v4/stem")
observe(
    "numbers that every convolution yields",
    lambda: op_sizes(Stem(pick((2, 3, 4))), _photo()),
    hint="filters times rows times columns, of eleven convolutions; V takes 2 off a side, stride 2 halves it",
)
observe(
    "parameters",
    lambda: [parameters(stem, randn(1, 3, 75, 75)) for stem in (*map(Stem, pick(range(5, 30), 2)), Stem())],
    weight=0.5,
    hint="eleven boxes; a box has its weights and two numbers of batch norm for each filter; w = 32 unless given",
)
observe(
    "response",
    lambda: response(Stem(pick((2, 3, 4))), _photo()),
    weight=2,
    hint="if sizes and parameters pass: the order in which branches are joined, 1×7 before 7×1, maximum pooling",
)
observe(
    "every layer learns",
    lambda: sensitivity(Stem(pick((2, 3))), _photo()),
    hint="is every layer used, once, and nothing detached?",
)
### BEGIN HIDDEN TESTS
observe("response, another picture", lambda: response(Stem(pick((1, 5))), randn(2, 3, 75, pick((90, 101)))))
### END HIDDEN TESTS
observe.score()

# %% [markdown]
# ## 2 · One kind of module for each size of map
#
# Module **A** works on 35×35, **B** on 17×17, **C** on 8×8. Each keeps the shape of its map, so that as many as one likes can stand in a row. As in chapter 06, B has 1×7 and 7×1, and C spreads out at the end; A has 3×3 only, where chapter 06's had a 5×5 as well.
# Each has a branch with an average pooling (평균 풀링), followed by a 1×1.
#
# | module | map | branches, joined in this order | together |
# |---|---|---|---|
# | A, Figure 4 | 384×35×35 | 1×1, 96 ‖ 1×1, 64 → 3×3, 96 ‖ 1×1, 64 → 3×3, 96 → 3×3, 96 ‖ average → 1×1, 96 | 4 · 96 = 384 |
# | B, Figure 5 | 1024×17×17 | 1×1, 384 ‖ 1×1, 192 → 1×7, 224 → 7×1, 256 ‖ 1×1, 192 → 7×1, 192 → 1×7, 224 → 7×1, 224 → 1×7, 256 ‖ average → 1×1, 128 | 384 + 256 + 256 + 128 = 1024 |
# | C, Figure 6 | 1536×8×8 | 1×1, 256 ‖ 1×1, 384 → (1×3, 256 and 3×1, 256) ‖ 1×1, 384 → 3×1, 448 → 1×3, 512 → (1×3, 256 and 3×1, 256) ‖ average → 1×1, 256 | 6 · 256 = 1536 |
#
# The average pooling is 3×3 with stride 1 and padding 1. At the edge only six values, in a corner four, are really there: the average here is over *those*, as in the authors' code. (Torchvision's Inception-v3 divides by 9 everywhere, padding included. Both are
# defensible, and weights trained with one give other answers with the other.)

# %% [markdown]
# ### Exercise 2 · Modules A and B ●●○ · 20 minutes · 4 points
#
# Write `InceptionA(w)`, (B, 12·w, H, W) → the same shape, and `InceptionB(w)`, (B, 32·w, H, W) → the same shape. Again 32 is `w`: 96 is `3 * w`, 224 is `7 * w`, 384 is `12 * w`, and 1024 `32 * w`.
#
# - Build the boxes with `Conv`; nothing has a V here.
# - The pooling: `nn.AvgPool2d(3, stride=1, padding=1, count_include_pad=False)`, before its 1×1.
# - Join in the order of the table.
#
# <details><summary>The response of A is nearly right</summary>
#
# Look at the pooling. Average, not maximum; and what does it divide by at the edge?
# </details>
# <details><summary>B has the right parameters and the wrong response</summary>
#
# 1×7 and 7×1 have the same number of weights, so no count betrays an exchange. The third branch begins with 7×1, the second with 1×7.
# </details>
# <details><summary>What is 224?</summary>
#
# 7 · 32. A box may put out more channels than it reads: 192 → 224 → 256.
# </details>


# %% tags=["exercise:modules_ab"]
class InceptionA(nn.Module):
    """Inception-v4's module for 35×35 (Figure 4): (B, 12 w, H, W) -> the same shape."""

    def __init__(self, w: int = 32) -> None:
        super().__init__()
        ### BEGIN SOLUTION
        c = 12 * w
        self.one = Conv(c, 3 * w, 1)
        self.two = nn.Sequential(Conv(c, 2 * w, 1), Conv(2 * w, 3 * w, 3))
        self.three = nn.Sequential(Conv(c, 2 * w, 1), Conv(2 * w, 3 * w, 3), Conv(3 * w, 3 * w, 3))
        self.pool = nn.Sequential(nn.AvgPool2d(3, stride=1, padding=1, count_include_pad=False), Conv(c, 3 * w, 1))
        ### END SOLUTION

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        ### BEGIN SOLUTION
        return torch.cat([self.one(x), self.two(x), self.three(x), self.pool(x)], dim=1)
        ### END SOLUTION


class InceptionB(nn.Module):
    """Inception-v4's module for 17×17 (Figure 5): (B, 32 w, H, W) -> the same shape."""

    def __init__(self, w: int = 32) -> None:
        super().__init__()
        ### BEGIN SOLUTION
        c = 32 * w
        self.one = Conv(c, 12 * w, 1)
        self.two = nn.Sequential(Conv(c, 6 * w, 1), Conv(6 * w, 7 * w, (1, 7)), Conv(7 * w, 8 * w, (7, 1)))
        self.three = nn.Sequential(
            Conv(c, 6 * w, 1),
            Conv(6 * w, 6 * w, (7, 1)),
            Conv(6 * w, 7 * w, (1, 7)),
            Conv(7 * w, 7 * w, (7, 1)),
            Conv(7 * w, 8 * w, (1, 7)),
        )
        self.pool = nn.Sequential(nn.AvgPool2d(3, stride=1, padding=1, count_include_pad=False), Conv(c, 4 * w, 1))
        ### END SOLUTION

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        ### BEGIN SOLUTION
        return torch.cat([self.one(x), self.two(x), self.three(x), self.pool(x)], dim=1)
        ### END SOLUTION


# %% tags=["check:modules_ab:4"]
from convnets.check import check, op_sizes, parameters, pick, randn, response, sensitivity


def _a_map(channels):
    """A small map, not square."""
    return randn(2, channels, *pick(((6, 8), (7, 5), (8, 7), (5, 8))))


def _counted(kind, *w):
    """Parameters of a module of this kind, and of this width if given."""
    channels = {InceptionA: 12, InceptionB: 32}[kind] * (w[0] if w else 32)
    return parameters(kind(*w), randn(1, channels, 4, 4))


observe = check("07_inception_v4/modules_ab")
observe(
    "parameters of A and of B",
    lambda: [_counted(InceptionA, w := pick(range(3, 32))), _counted(InceptionB, w), _counted(InceptionA), _counted(InceptionB)],
    weight=0.5,
    hint="A has 7 boxes, B has 10; with w = 32, which it is unless given, they are 317,632 and 2,936,256",
)
observe(
    "A: numbers that every convolution yields",
    lambda: op_sizes(InceptionA(w := pick((1, 2, 3))), _a_map(12 * w)),
    weight=0.5,
    hint="filters times rows times columns: every map keeps its size",
)
observe("A: response", lambda: response(InceptionA(w := pick((1, 2, 3))), _a_map(12 * w)), weight=1.5, hint="four branches in the table's order; average pooling")
observe(
    "B: numbers that every convolution yields",
    lambda: op_sizes(InceptionB(w := pick((1, 2))), _a_map(32 * w)),
    weight=0.5,
    hint="a 1×7 is padded by 3 at the sides, a 7×1 above and below: Conv does it",
)
observe("B: response", lambda: response(InceptionB(w := pick((1, 2))), _a_map(32 * w)), weight=1.5, hint="1×7 then 7×1 in the second branch; 7×1, 1×7, 7×1, 1×7 in the third")
observe(
    "every layer learns",
    lambda: [sensitivity(InceptionA(w := pick((1, 2))), _a_map(12 * w)), sensitivity(InceptionB(1), _a_map(32))],
    weight=1.5,
    hint="is every layer used, once, and nothing detached?",
)
### BEGIN HIDDEN TESTS
observe("both, on larger maps", lambda: [response(InceptionA(2), randn(1, 24, 17, pick((9, 11)))), response(InceptionB(1), randn(1, 32, 9, pick((14, 17))))])
### END HIDDEN TESTS
observe.score()

# %% [markdown]
# ### Exercise 3 · Module C ends in two directions ●●○ · 15 minutes · 3 points
#
# Write `InceptionC(w)`, (B, 48·w, H, W) → the same shape. 256 is `8 * w`, 384 `12 * w`, 448 `14 * w`, 512 `16 * w`.
#
# The brackets of the table mean: a 1×3 and a 3×1 that read the **same** map, and stand side by side. So the module has four branches, and six parts are joined: 1×1; the 1×3 and the 3×1 of the second branch; the 1×3 and the 3×1 of the third; pooling.
#
# <details><summary>Right parameters, wrong response</summary>
#
# A 1×3 with 256 filters that reads the 3×1's output has the same number of weights as one that reads 256 channels in front of it; here they read 384 and 512. Are the two really side by side? Then: is the order 1×3, 3×1 in the join, and 3×1, 1×3 in the
# long branch?
# </details>
# <details><summary>nn.Sequential cannot split</summary>
#
# Right. Compute the common part once in `forward`, keep it in a variable, and give it to both.
# </details>


# %% tags=["exercise:module_c"]
class InceptionC(nn.Module):
    """Inception-v4's module for 8×8 (Figure 6): (B, 48 w, H, W) -> the same shape."""

    def __init__(self, w: int = 32) -> None:
        super().__init__()
        ### BEGIN SOLUTION
        c = 48 * w
        self.one = Conv(c, 8 * w, 1)
        self.to_two = Conv(c, 12 * w, 1)
        self.two_lying, self.two_standing = Conv(12 * w, 8 * w, (1, 3)), Conv(12 * w, 8 * w, (3, 1))
        self.to_three = nn.Sequential(Conv(c, 12 * w, 1), Conv(12 * w, 14 * w, (3, 1)), Conv(14 * w, 16 * w, (1, 3)))
        self.three_lying, self.three_standing = Conv(16 * w, 8 * w, (1, 3)), Conv(16 * w, 8 * w, (3, 1))
        self.average = nn.AvgPool2d(3, stride=1, padding=1, count_include_pad=False)
        self.after_average = Conv(c, 8 * w, 1)
        ### END SOLUTION

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        ### BEGIN SOLUTION
        two, three = self.to_two(x), self.to_three(x)
        parts = [
            self.one(x),
            self.two_lying(two),
            self.two_standing(two),
            self.three_lying(three),
            self.three_standing(three),
            self.after_average(self.average(x)),
        ]
        return torch.cat(parts, dim=1)
        ### END SOLUTION


# %% tags=["check:module_c:3"]
from convnets.check import check, op_sizes, parameters, pick, randn, response, sensitivity

observe = check("07_inception_v4/module_c")
observe(
    "parameters",
    lambda: [parameters(InceptionC(w := pick(range(2, 32))), randn(1, 48 * w, 4, 4)), parameters(InceptionC(), randn(1, 1536, 4, 4))],
    weight=0.5,
    hint="ten boxes; with w = 32, which it is unless given, they have 4,553,088 parameters",
)
observe(
    "numbers that every convolution yields",
    lambda: op_sizes(InceptionC(1), randn(1, 48, pick((3, 4, 5)), pick((6, 7, 8)))),
    weight=0.5,
    hint="every map keeps its size; 384 before the first split, 448 and 512 before the second (12, 14 and 16 times w)",
)
observe(
    "response",
    lambda: response(InceptionC(1), randn(2, 48, *pick(((4, 6), (5, 3), (6, 5))))),
    weight=1.5,
    hint="six parts in the table's order; both ends of a branch read the same map",
)
observe(
    "every layer learns",
    lambda: sensitivity(InceptionC(1), randn(2, 48, *pick(((4, 6), (5, 3))))),
    hint="is every layer used, once, and nothing detached?",
)
### BEGIN HIDDEN TESTS
observe("response, twice as wide", lambda: response(InceptionC(2), randn(1, 96, pick((5, 6)), 8)))
### END HIDDEN TESTS
observe.score()

# %% [markdown]
# ## 3 · From 35 to 17, from 17 to 8
#
# Two **reductions** halve the maps. Both are the grid reduction of chapter 06: stride-2 convolutions and a maximum pooling side by side, all of them V. Reduction-A is the same in three networks but for four numbers, which the paper calls $k$, $l$, $m$ and $n$ (Figure 7 and Table 1):
#
# > 3×3, $n$, stride 2, V  ‖  1×1, $k$ → 3×3, $l$ → 3×3, $m$, stride 2, V  ‖  3×3 maximum pooling, stride 2, V
#
# | | k | l | m | n | channels | parameters |
# |---|---:|---:|---:|---:|---|---:|
# | Inception-v4 | 192 | 224 | 256 | 384 | 384 → 1024 | 2,306,112 |
# | Inception-ResNet-v1 | 192 | 192 | 256 | 384 | 256 → 896 | 1,710,080 |
# | Inception-ResNet-v2 | 256 | 256 | 384 | 384 | 384 → 1152 | 2,902,528 |
#
# The pooling learns nothing and hands on every channel it gets. So the channels that come out are $m + n$ more than went in: 384 + 256 + 384 = 1024.
#
# Reduction-B of Inception-v4 (Figure 8), from 1024×17×17 to 1536×8×8:
#
# > 1×1, 192 → 3×3, 192, stride 2, V  ‖  1×1, 256 → 1×7, 256 → 7×1, 320 → 3×3, 320, stride 2, V  ‖  3×3 maximum pooling, stride 2, V

# %% [markdown]
# ### Exercise 4 · Both reductions ●●○ · 15 minutes · 4 points
#
# - `ReductionA(c_in, k, l, m, n)`: (B, c_in, H, W) → (B, n + m + c_in, H', W'), for any numbers.
# - `ReductionB(w)`: (B, 32·w, H, W) → (B, 48·w, H', W'). 192 is `6 * w`, 256 `8 * w`, 320 `10 * w`.
#
# Join in the order in which the branches are written above, the pooling last.
#
# <details><summary>18 instead of 17</summary>
#
# A 3×3 with stride 2 on 35 pixels gives 17 without padding, and 18 with. The layers with stride 2 have a V, here and in the pooling.
# </details>
# <details><summary>The map is right at the end and too small on the way</summary>
#
# The stride belongs to the *last* layer of a branch. On the 1×1 it would throw away three quarters of the pixels unseen. And only that last layer has the V.
# </details>


# %% tags=["exercise:reductions"]
class ReductionA(nn.Module):
    """35×35 -> 17×17 (Szegedy et al. 2016, Figure 7, Table 1): (B, c_in, H, W) -> (B, n + m + c_in, H', W')."""

    def __init__(self, c_in: int, k: int, l: int, m: int, n: int) -> None:  # noqa: E741  (the paper's letters)
        super().__init__()
        ### BEGIN SOLUTION
        self.short = Conv(c_in, n, 3, stride=2, valid=True)
        self.long = nn.Sequential(Conv(c_in, k, 1), Conv(k, l, 3), Conv(l, m, 3, stride=2, valid=True))
        self.pool = nn.MaxPool2d(3, stride=2)
        ### END SOLUTION

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        ### BEGIN SOLUTION
        return torch.cat([self.short(x), self.long(x), self.pool(x)], dim=1)
        ### END SOLUTION


class ReductionB(nn.Module):
    """17×17 -> 8×8 in Inception-v4 (Figure 8): (B, 32 w, H, W) -> (B, 48 w, H', W')."""

    def __init__(self, w: int = 32) -> None:
        super().__init__()
        ### BEGIN SOLUTION
        c = 32 * w
        self.short = nn.Sequential(Conv(c, 6 * w, 1), Conv(6 * w, 6 * w, 3, stride=2, valid=True))
        self.long = nn.Sequential(
            Conv(c, 8 * w, 1),
            Conv(8 * w, 8 * w, (1, 7)),
            Conv(8 * w, 10 * w, (7, 1)),
            Conv(10 * w, 10 * w, 3, stride=2, valid=True),
        )
        self.pool = nn.MaxPool2d(3, stride=2)
        ### END SOLUTION

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        ### BEGIN SOLUTION
        return torch.cat([self.short(x), self.long(x), self.pool(x)], dim=1)
        ### END SOLUTION


# %% tags=["check:reductions:4"]
from convnets.check import check, op_sizes, parameters, pick, randn, response, sensitivity


def _an_a(numbers):
    """A Reduction-A with drawn c_in, k, l, m and n, all different, and a map for it, with more negative numbers than positive ones."""
    c_in, *klmn = pick(numbers, 5)
    return ReductionA(c_in, *klmn), randn(2, c_in, pick((9, 10, 11)), pick((12, 13))) - 1.5


observe = check("07_inception_v4/reductions")
observe(
    "A: parameters",
    lambda: [parameters(*_an_a(range(5, 60))), parameters(*_an_a(range(60, 200))), parameters(ReductionA(*[c := pick(range(5, 20))] * 5), randn(1, c, 7, 7))],
    weight=0.5,
    hint="9·c_in·n + c_in·k + 9·k·l + 9·l·m weights, and 2·(k + l + m + n) of batch norm, also where these are equal",
)
observe(
    "B: parameters",
    lambda: [parameters(ReductionB(w := pick(range(2, 20))), randn(1, 32 * w, 7, 7)), parameters(ReductionB(), randn(1, 1024, 7, 7))],
    weight=0.5,
    hint="six boxes; w = 32 unless given",
)
observe(
    "A: numbers that every convolution yields",
    lambda: op_sizes(*_an_a(range(3, 12))),
    weight=0.5,
    hint="35 → 17: stride 2 without padding, in three places; the other layers keep the size",
)
observe("A: response", lambda: response(*_an_a(range(3, 12))), weight=1.5, hint="n first, then m, then the maximum pooling")
observe(
    "B: numbers that every convolution yields",
    lambda: op_sizes(ReductionB(w := pick((1, 2))), randn(1, 32 * w, 9, pick((12, 13)))),
    weight=0.5,
    hint="192 in the short branch; 256, 256, 320, 320 in the long one (6, 8, 8, 10 and 10 times w)",
)
observe("B: response", lambda: response(ReductionB(w := pick((1, 2))), randn(2, 32 * w, pick((8, 9)), 11) - 1.5), weight=1.5, hint="1×7 before 7×1; the pooling comes last")
observe(
    "every layer learns",
    lambda: [sensitivity(*_an_a(range(3, 12))), sensitivity(ReductionB(1), randn(1, 32, 7, pick((8, 9))))],
    hint="is every layer used, once, and nothing detached?",
)
### BEGIN HIDDEN TESTS
observe("A and B on even maps", lambda: [response(*_an_a(range(2, 9))), response(ReductionB(1), randn(1, 32, 12, pick((8, 10))))])
### END HIDDEN TESTS
observe.score()

# %% [markdown]
# ### Inception-v4, all of it
#
# With exercises 1 to 4 you have every part (if one is still open, skip the cell and come back). Six lines read as the paper's Figure 9. The small form has the same modules behind a stem for pictures of 32×32; you will train it in section 5.


# %% tags=["demo:inception_v4"]
def small_stem(w, channels):
    """(B, 3, 32, 32) -> (B, channels, 16, 16): three convolutions in the place of the paper's stem."""
    return nn.Sequential(Conv(3, w, 3), Conv(w, 2 * w, 3), Conv(2 * w, channels, 3, stride=2))


def head(channels, num_classes):
    """The end of all three networks: average, dropout, one linear layer."""
    return dict(pool=nn.AdaptiveAvgPool2d(1), flatten=nn.Flatten(), dropout=nn.Dropout(0.2), linear=nn.Linear(channels, num_classes))


def inception_v4(w=32, modules=(4, 7, 3), num_classes=1000, small=False):
    """Inception-v4 (Szegedy et al. 2016, Figure 9): (B, 3, 299, 299) -> logits (B, num_classes)."""
    a, b, c = modules
    stages = OrderedDict(
        stem=small_stem(w, 12 * w) if small else Stem(w),
        inception_a=nn.Sequential(*[InceptionA(w) for _ in range(a)]),
        reduction_a=ReductionA(12 * w, k=6 * w, l=7 * w, m=8 * w, n=12 * w),
        inception_b=nn.Sequential(*[InceptionB(w) for _ in range(b)]),
        reduction_b=ReductionB(w),
        inception_c=nn.Sequential(*[InceptionC(w) for _ in range(c)]),
    )
    return nn.Sequential(stages | head(48 * w, num_classes))


with torch.device("meta"):
    v4 = inception_v4()
    v4(torch.empty(2, 3, 299, 299))  # shapes alone: a layer that finds out by itself how many channels come in has them now
print(f"Inception-v4: {measure.parameters(v4):,} parameters, {measure.macs(v4, (3, 299, 299)):,} multiply-accumulates")
for name, shape in measure.map_sizes(v4, (3, 299, 299), depth=1):
    stage = getattr(v4, name)
    print(f"{name:<12} {measure.parameters(stage):>12,}   {'×'.join(map(str, shape))}")

# %% [markdown]
# 42,679,816 parameters: that is the number of the published network, and 12.25 billion multiply-accumulates (곱셈-누산), 2.1 times Inception-v3's 5.71. Nearly half of both are in the seven modules B.
#
# ## 4 · The plus sign
#
# Now the residual form. What must change in an Inception module so that its result can be *added* to its input?
#
# The channels must agree. The branches of an Inception-ResNet module are cheaper than those of v4 and together much thinner than the map: 96 channels on a map of 256. So the joined branches go through one more 1×1 convolution, which brings them back to the
# number of channels that the map has. The paper calls it the *filter expansion*. It has no batch norm (배치 정규화) and **no ReLU**, but a bias (편향). It is *linear*, for a reason you know from chapter 05: what is added must be able to be negative, or a module could never take anything away. After the addition comes the ReLU.
#
# $$y = \operatorname{ReLU}\bigl(x + s \cdot \operatorname{linear}(\text{branches}(x))\bigr)$$
#
# The number $s$ is the **scale** of the residual. Section 6 is about it; for the moment it is a constant somewhere between 0.1 and 1. (The authors' released code has 0.17 in modules A, 0.10 in B and 0.20 in C.)
#
# And there is no pooling branch any more.
#
# | module | branches, joined in this order | joined → back | parameters |
# |---|---|---|---:|
# | v1, A (Figure 10) | 1×1, 32 ‖ 1×1, 32 → 3×3, 32 ‖ 1×1, 32 → 3×3, 32 → 3×3, 32 | 96 → 256 | 77,440 |
# | v1, B (Figure 11) | 1×1, 128 ‖ 1×1, 128 → 1×7, 128 → 7×1, 128 | 256 → 896 | 690,048 |
# | v1, C (Figure 13) | 1×1, 192 ‖ 1×1, 192 → 1×3, 192 → 3×1, 192 | 384 → 1792 | 1,600,768 |
#
# The modules of v2 (Figures 16, 17 and 19, in the setup cell) have the same branches, but not the same numbers: they differ inside the branches, where v2 has 48 and 64 filters for v1's 32, or 160 and 192 for 128, and not in the last 1×1 alone.

# %% [markdown]
# ### Exercise 5 · The residual module, from any figure ●●● · 25 minutes · 5 points
#
# Write `InceptionResidual(c_in, paths, scale=1.0)`, an `nn.Module` from (B, c_in, H, W) to the same shape.
#
# - `paths` describes the branches as the setup cell's `FIGURE_10` does: a tuple of paths; each path a tuple of `(kernel, filters)` from the input on. Each pair is a `Conv`, padded, stride 1. It must work for any number of paths of any length.
# - The branches are joined on channels, in their order. A 1×1 convolution **with bias**, without batch norm and ReLU, leads back to `c_in` channels.
# - Its result times `scale` is added to the input, then ReLU. The input itself stays as it was.
#
# `InceptionResidual(256, FIGURE_10, 0.17)` is then a module of Inception-ResNet-v1.
#
# <details><summary>How do I keep layers in a loop?</summary>
#
# In an `nn.ModuleList` (a Python list hides its layers from `parameters()`), or in an `nn.Sequential` you `append` to.
# </details>
# <details><summary>expected input to have ... channels, in the last 1×1</summary>
#
# It reads the sum of the *last* filters of all paths: 32 + 32 + 32 for Figure 10.
# </details>
# <details><summary>Parameters pass, the response does not</summary>
#
# What is multiplied by the scale? The residual alone, not the input and not the sum. And where is the ReLU? There is one, after the addition.
# </details>
# <details><summary>"the input was changed in place"</summary>
#
# `x += ...` writes into the map you were given. `x = x + ...` does not.
# </details>


# %% tags=["exercise:residual"]
class InceptionResidual(nn.Module):
    """relu(x + scale · linear(branches(x))) (Szegedy et al. 2016, Figures 10 to 19): (B, c_in, H, W) -> the same shape."""

    def __init__(self, c_in: int, paths: tuple, scale: float = 1.0) -> None:
        super().__init__()
        ### BEGIN SOLUTION
        self.scale = scale
        self.branches = nn.ModuleList()
        for path in paths:
            widths = [c_in, *[filters for _, filters in path]]
            steps = [Conv(a, b, kernel) for a, b, (kernel, _) in zip(widths, widths[1:], path)]
            self.branches.append(nn.Sequential(*steps))
        self.linear = nn.Conv2d(sum(path[-1][1] for path in paths), c_in, 1)
        ### END SOLUTION

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        ### BEGIN SOLUTION
        residual = self.linear(torch.cat([branch(x) for branch in self.branches], dim=1))
        return F.relu(x + self.scale * residual)
        ### END SOLUTION


# %% tags=["check:residual:5"]
from convnets.check import check, parameters, pick, randn, response, sensitivity


def _drawn_paths(*lengths):
    """Paths of these lengths, with drawn kernels and numbers of filters."""
    return tuple(tuple((pick((1, 3, (1, 3), (3, 1), (1, 7), (7, 1))), pick(range(2, 9))) for _ in range(n)) for n in lengths)


observe = check("07_inception_v4/residual")
observe(
    "parameters of the paper's modules, on other maps",
    lambda: [parameters(InceptionResidual(c := pick(range(100, 900)), figure), randn(1, c, 4, 4)) for figure in (FIGURE_10, FIGURE_11, FIGURE_13)],
    weight=0.5,
    hint="on 256, 896 and 1792 channels they have 77,440, 690,048 and 1,600,768; the last 1×1 has a bias and no batch norm",
)
observe(
    "response, scale 1",
    lambda: response(InceptionResidual(c := pick((5, 6, 7)), _drawn_paths(1, 2, 3)), randn(2, c, 8, 9)),
    weight=1.5,
    hint="join, 1×1 without ReLU, add, ReLU",
)
observe(
    "response, scaled",
    lambda: response(InceptionResidual(c := pick((5, 6, 7)), _drawn_paths(1, 2), pick((0.1, 0.17, 0.2, 0.3))), randn(2, c, 9, 8)),
    weight=1.5,
    hint="the scale stands before the residual alone",
)
observe(
    "every layer learns",
    lambda: sensitivity(InceptionResidual(c := pick((4, 5, 6)), _drawn_paths(1, 3), 0.5), randn(2, c, 7, 8)),
    hint="is every layer used, once, and nothing detached?",
)
observe(
    "response, one path, and five",
    lambda: [response(InceptionResidual(4, _drawn_paths(*lengths), 0.6), randn(2, 4, 7, 8)) for lengths in ((pick((2, 3, 5)),), (1, 2, 1, 5, 3))],
    weight=0.5,
    hint="any number of paths, of any length",
)
### BEGIN HIDDEN TESTS
observe("response, four paths", lambda: response(InceptionResidual(4, _drawn_paths(2, 1, 4, 1), 0.4), randn(1, 4, 9, 9)))
observe("response, one path", lambda: response(InceptionResidual(6, _drawn_paths(2), 2.0), randn(1, 6, 8, 9)), weight=0.5)
### END HIDDEN TESTS
observe.score()

# %% [markdown]
# **Which did they build?** Three people each build Inception-ResNet-v1. Their networks have 22,756,328, 22,737,128 and 22,775,528 parameters. All three print the same map sizes. In one of them the last 1×1 convolutions have biases and no batch norm, in one they have neither, in one they have a batch norm and no bias. Which is which?
#
# <details><summary>After you have guessed</summary>
#
# There are 5 modules on 256 channels, 10 on 896 and 5 on 1792: together $5 \cdot 256 + 10 \cdot 896 + 5 \cdot 1792 = 19{,}200$ channels that are added. The differences of the three counts are 19,200 and 19,200. A bias is one number for each of those channels, a batch norm two. So 22,737,128 has neither, 22,756,328 has
# biases, as in the paper and in the authors' code, and 22,775,528 has batch norm.
# </details>

# %% [markdown]
# ### Exercise 6 · Two numbers that cannot be ●○○ · 10 minutes · 2 points
#
# In the paper's drawings of Inception-ResNet-v2, the last 1×1 of module B has **1154** filters (Figure 17), and that of module C **2048** (Figure 19). An addition needs equal channels on both sides. Can that be?
#
# Write `last_filters(stem, reduction_a, reduction_b)`: three whole numbers, how many filters the last 1×1 must have in the modules A, B and C.
#
# - `stem`: the channels that the stem puts out. No module changes the number of channels.
# - `reduction_a`: the four numbers (k, l, m, n) of Reduction-A.
# - `reduction_b`: the filters along each branch of Reduction-B with convolutions, such as `((256, 384), (256, 288), (256, 288, 320))`. The branch with the pooling is not in the list, and it is there.
#
# For v2 the stem puts out 384, Reduction-A has 256, 256, 384, 384, and Reduction-B is the example. Then look again at the two figures.
#
# <details><summary>What does a reduction put out?</summary>
#
# The *last* filters of each branch, and from the pooling as many channels as came in.
# </details>


# %% tags=["exercise:last_filters"]
def last_filters(stem: int, reduction_a: tuple[int, int, int, int], reduction_b: tuple[tuple[int, ...], ...]) -> list[int]:
    """Filters of the last 1×1 in the residual modules A, B and C: as many as their maps have channels."""
    ### BEGIN SOLUTION
    *_, m, n = reduction_a
    on_17 = stem + m + n
    on_8 = on_17 + sum(branch[-1] for branch in reduction_b)
    return [stem, on_17, on_8]
    ### END SOLUTION


# %% tags=["check:last_filters:2"]
from convnets.check import check, pick, whole


def _drawn_b(*lengths):
    """Branches of a Reduction-B with drawn filters."""
    return tuple(tuple(pick(range(64, 512, 2), n)) for n in lengths)


observe = check("07_inception_v4/last_filters")
observe(
    "Inception-ResNet-v2",
    lambda: last_filters(384, (256, 256, 384, 384), ((256, 384), (256, 288), (256, 288, 320))),
    weight=0,
    hint="not 1154, and not 2048",
)
observe(
    "another stem and Reduction-A",
    lambda: whole(last_filters(pick(range(100, 500)), tuple(pick(range(100, 400), 4)), ((256, 384), (256, 288), (256, 288, 320)))),
    hint="m + n channels come to those of the pooling; k and l are inside the branch",
)
observe(
    "another Reduction-B",
    lambda: last_filters(384, (256, 256, 384, 384), _drawn_b(2, 2, 3)),
    hint="the last filters of each branch, and the pooling's channels",
)
observe(
    "Reduction-B of fewer and of more branches",
    lambda: [last_filters(384, (256, 256, 384, 384), _drawn_b(*lengths)) for lengths in ((3,), (1, 2), (2, 3, 1, 4))],
    weight=0.5,
    hint="as many as there are in the list, each of any length",
)
### BEGIN HIDDEN TESTS
observe("everything drawn", lambda: last_filters(pick(range(100, 500)), tuple(pick(range(100, 400), 4)), _drawn_b(1, 3, 2, 4)))
### END HIDDEN TESTS
observe.score()

# %% [markdown]
# 1152 and 2144. In the drawing of B somebody counted two too many; 2048 is a number one likes to write. PyTorch would not forgive either: a RuntimeError, for numbers of channels are broadcast only from 1.
#
# With them set right, the network of the figures has 32,433,928 parameters. **That is not the network which was released.** What the authors published as code and weights under the name Inception-ResNet-v2, and what everybody uses, has v3's stem, 10, 20 and 10 modules instead of 5, 10 and 5, maps of 320, 1088 and 2080 channels, a
# 1×1 convolution before the end, and 55,843,464 parameters. Your module fits there too. Below both networks of the figures, put together from your parts:


# %% tags=["demo:inception_resnet"]
class ResidualReductionB(nn.Module):
    """Reduction-B of the residual networks (Figures 12 and 18): three branches that begin with a 1×1, and a pooling."""

    def __init__(self, c_in, w, middle, ends):
        super().__init__()
        first, second, third = ends
        self.branches = nn.ModuleList(
            [
                nn.Sequential(Conv(c_in, 8 * w, 1), Conv(8 * w, first, 3, 2, True)),
                nn.Sequential(Conv(c_in, 8 * w, 1), Conv(8 * w, second, 3, 2, True)),
                nn.Sequential(Conv(c_in, 8 * w, 1), Conv(8 * w, middle, 3), Conv(middle, third, 3, 2, True)),
                nn.MaxPool2d(3, 2),
            ]
        )

    def forward(self, x):
        return torch.cat([branch(x) for branch in self.branches], 1)


def narrow(figure, w):
    """A figure with w filters for each 32."""
    return tuple(tuple((kernel, filters * w // 32) for kernel, filters in path) for path in figure)


def repeated(n, c_in, figure, w, scale):
    return nn.Sequential(*[InceptionResidual(c_in, narrow(figure, w), scale) for _ in range(n)])


def inception_resnet_v1(w=32, modules=(5, 10, 5), num_classes=1000, small=False, scales=(0.17, 0.10, 0.20)):
    """Inception-ResNet-v1 (Figure 15): (B, 3, 299, 299) -> logits (B, num_classes)."""
    stem = nn.Sequential(  # Figure 14
        *(Conv(3, w, 3, 2, True), Conv(w, w, 3, valid=True), Conv(w, 2 * w, 3), nn.MaxPool2d(3, 2)),
        *(Conv(2 * w, 5 * w // 2, 1), Conv(5 * w // 2, 6 * w, 3, valid=True), Conv(6 * w, 8 * w, 3, 2, True)),
    )
    (a, b, c), (scale_a, scale_b, scale_c) = modules, scales
    stages = OrderedDict(
        stem=small_stem(w, 8 * w) if small else stem,
        inception_resnet_a=repeated(a, 8 * w, FIGURE_10, w, scale_a),
        reduction_a=ReductionA(8 * w, k=6 * w, l=6 * w, m=8 * w, n=12 * w),
        inception_resnet_b=repeated(b, 28 * w, FIGURE_11, w, scale_b),
        reduction_b=ResidualReductionB(28 * w, w, 8 * w, (12 * w, 8 * w, 8 * w)),
        inception_resnet_c=repeated(c, 56 * w, FIGURE_13, w, scale_c),
    )
    return nn.Sequential(stages | head(56 * w, num_classes))


def inception_resnet_v2(w=32, modules=(5, 10, 5), num_classes=1000, scales=(0.17, 0.10, 0.20)):
    """Inception-ResNet-v2 as the paper draws it, with 1152 and 2144: (B, 3, 299, 299) -> logits (B, num_classes)."""
    (a, b, c), (scale_a, scale_b, scale_c) = modules, scales
    stages = OrderedDict(
        stem=Stem(w),
        inception_resnet_a=repeated(a, 12 * w, FIGURE_16, w, scale_a),
        reduction_a=ReductionA(12 * w, k=8 * w, l=8 * w, m=12 * w, n=12 * w),
        inception_resnet_b=repeated(b, 36 * w, FIGURE_17, w, scale_b),
        reduction_b=ResidualReductionB(36 * w, w, 9 * w, (12 * w, 9 * w, 10 * w)),
        inception_resnet_c=repeated(c, 67 * w, FIGURE_19, w, scale_c),
    )
    return nn.Sequential(stages | head(67 * w, num_classes))


with torch.device("meta"):
    for build in (inception_v4, inception_resnet_v1, inception_resnet_v2):
        net = build()
        net(torch.empty(2, 3, 299, 299))
        print(f"{build.__name__:<20} {measure.parameters(net):>11,} parameters   {measure.macs(net, (3, 299, 299)) / 1e9:5.2f} billion multiply-accumulates")

# %% [markdown]
# The paper made v1 to cost what Inception-v3 does, and v2 what v4 does. v1 comes near: 6.21 against 5.71 billion. v2 as drawn costs three quarters of v4. The released form, with 13.16 billion, costs 7 % more than v4.
#
# ## 5 · The same budget for both
#
# Now the experiment of the paper's title: what is the impact of residual connections? You train a small Inception-v4 and a small Inception-ResNet-v1 on the common budget of the course, 1,008 updates of 64 coloured digits. Both are small in the same way: the small stem, 2 filters
# where the paper has 32 (width 1/16), all of the modules B, seven and ten, but only one A and one C. So they stay deep: the longest way through the small v4 passes 52 convolutions, that through the other 57, which has a way around most of them.
#
# **A fair rate for each.** A learning rate (학습률) that suits one network may be poison for another, so a comparison at one rate says little. We tried two for each, in short trainings of 4 epochs (에폭) instead of 16, one start each. Inception-v4 read 16.9 % of the test
# pictures right with 0.05 and 15.1 % with 0.02; Inception-ResNet-v1 87.8 % with 0.05 and 72.3 % with 0.15. So 0.05, the budget's own, is the better of two for both, and both get it.

# %% tags=["training:v4"]
torch.manual_seed(0)
small_v4 = inception_v4(2, (1, 7, 1), num_classes=10, small=True)
v4_history = lineage.fit(small_v4, "inception_v4", "small stem, width 1/16, one A and one C", after_epoch=plot.live())
v4_history

# %% tags=["training:resnet"]
torch.manual_seed(0)
small_resnet = inception_resnet_v1(2, (1, 10, 1), num_classes=10, small=True)
resnet_history = lineage.fit(small_resnet, "inception_resnet_v1", "small stem, width 1/16, one A and one C")
resnet_history

# %% tags=["demo:race"]
for name, net in {"Inception-v4": small_v4, "Inception-ResNet-v1": small_resnet}.items():
    print(f"{name:<20} {measure.parameters(net):>8,} parameters   {measure.macs(net, (3, 32, 32)):>10,} multiply-accumulates")
plot.curves({"Inception-v4": v4_history, "Inception-ResNet-v1": resnet_history})

# %% [markdown]
# In our run Inception-ResNet-v1 was about an epoch ahead: after three epochs it read 39 % of the test pictures, and Inception-v4, at 13 %, was still guessing; after five they had 88 and 65 %. From the sixth on they go together, and end at 96.1 and 95.5 %, a difference that another seed may turn round: in a run on another machine the two ended in the other order. In the short trials, where the
# rate falls again before v4 gets going, it never got going: 16.9 % against 87.8 %. This fits the paper's finding that *with residual connections Inception learns faster*, and here with half of the parameters (56,840 to 123,696) and half of the work. But it hangs on one run of each network, and proves nothing by itself.
#
# And two things that it does not mean. It does not mean a *better* network: in the paper, too, v4 catches up in the end, with 20.0 % top-1 error to 19.9 % of Inception-ResNet-v2, and v3's 21.2 % stand beside 21.3 % of v1. And it is a matter of depth: we also made both half as deep (2, 3 and 1 modules; 2, 5 and 2), and after
# the same short trial Inception-v4 was *ahead*, 91.1 to 79.4 %. A scale of 0.1 has its price, as you are about to see.
#
# ## 6 · When training dies
#
# The authors then made their residual networks wider, and met something strange. Once the maps had more than 1,000 channels, the networks trained well for some tens of thousands of updates, and then died: the last layer before the average put out *nothing but zeros*. A lower learning rate did not prevent it, they
# write, nor did an additional batch norm. What did was to multiply the residuals by a number between 0.1 and 0.3 before they are added.
#
# How does a channel die? Its value is a ReLU of a sum: $x$ plus one residual after the other. If an update throws the biases of a few residuals far enough down, the sum is negative for *every* picture and at every place. Then the ReLU puts out 0, and its slope is 0: no gradient (기울기) comes through, and nothing will lift the channel up
# again, except by chance what later modules add. This is a **dead channel** (죽은 채널).
#
# You can watch it. Here is a trunk of residual blocks, small enough that it is trained anew each time you move something: six updates, then a look. On the left is the size of the signal behind each block, on the right how many of its 48 channels are 0 for all pictures. Find the scale below which nothing dies at a learning rate of 1. Then put the scale
# back to 100 % and find *another* way to keep the channels alive.

# %% tags=["demo:scaling"]
explore.scaling(scale=100, blocks=16, rate="1")

# %% [markdown]
# ### Exercise 7 · Count the dead ●●○ · 15 minutes · 3 points
#
# Write `dead_share(maps)`. `maps` is a list of tensors, one for each block: what it put out, after its ReLU, for the same B pictures, (B, C, H, W). C, H and W may differ from block to block. Return, as a number from 0 to 1, the share of channels that are **dead: exactly 0 at every place of every picture**, among
# all channels of all blocks.
#
# - All channels count the same, whichever block they are in: 1 dead of 10 and 30 dead of 90 make 31 of 100.
#
# <details><summary>About half comes out for healthy maps</summary>
#
# Then you count values that are 0, and a ReLU makes many. A channel is dead if it *never* speaks.
# </details>
# <details><summary>Over which dimensions?</summary>
#
# The pictures and both directions of the map: 0, 2 and 3. What is left has one entry for each channel.
# </details>


# %% tags=["exercise:dead_share"]
def dead_share(maps: list[torch.Tensor]) -> float:
    """The share of channels, over all maps (B, C, H, W), that are 0 at every place of every picture."""
    ### BEGIN SOLUTION
    dead = torch.cat([(x == 0).all(dim=3).all(dim=2).all(dim=0) for x in maps])  # one for each channel
    return float(dead.float().mean())
    ### END SOLUTION


# %% tags=["check:dead_share:3"]
from convnets.check import check, kind_of, pick, randint, randn


def _some_maps(*channels, pictures=6, dead=(1, 6), speaks_once=0):
    """ReLU maps of so many channels with drawn dead ones; `speaks_once` of the living ones speak in a single place of one picture."""
    maps = []
    for c in channels:
        x = randn(pictures, c, pick((2, 3, 4)), pick((3, 5))).relu()
        silent = pick(range(c), pick(range(*dead)) + speaks_once)
        x[:, silent] = 0
        for i, channel in enumerate(silent[:speaks_once]):
            x[i % pictures, channel, pick((0, 1)), pick((0, 1, 2))] = 0.01
        maps.append(x)
    return maps


def _manners():
    """Of what kind the share is, the maps in the list, and what those that were given add up to afterwards."""
    maps = _some_maps(*pick(range(10, 30), 2))
    held = [*maps]
    share = dead_share(maps)
    return {"what comes back": kind_of(share), "maps in the list": [list(x.shape) for x in maps], "sums of the maps afterwards": [x.sum() for x in held]}


observe = check("07_inception_v4/dead_share")
observe("one block", lambda: float(dead_share(_some_maps(pick(range(12, 30))))), hint="dead channels over channels, not zeros over values")
observe(
    "some channels speak once, in one place of one picture",
    lambda: [float(dead_share(_some_maps(pick(range(20, 30)), dead=(1, 5), speaks_once=7))) for _ in range(3)],
    weight=1.5,
    hint="such a channel lives: look at all places and all pictures before you call it dead",
)
observe(
    "blocks of different widths",
    lambda: float(dead_share(_some_maps(8, pick((60, 70, 80)), 15))),
    weight=1.5,
    hint="all dead channels over all channels, not the mean of the blocks' shares",
)
observe(
    "large values and small",
    lambda: [float(dead_share([x * scale for x in _some_maps(20, 12)])) for scale in (1e-6, 1e6)],
    weight=0.5,
    hint="dead is exactly 0; a quiet channel lives",
)
observe("a number, and the maps as they were", lambda: _manners(), weight=0.5, hint="float(...) or .item(); the maps are only looked at")
### BEGIN HIDDEN TESTS
observe(
    "nobody, everybody, and a single pixel",
    lambda: [float(dead_share(maps)) for maps in ([randn(2, 5, 3, 3).abs() + 1], [0 * randn(3, 4, 2, 2), torch.zeros(3, 7, 1, 1)], [torch.zeros(1, 1, 1, 1), randn(1, pick((2, 3)), 1, 1).abs()])],
)
### END HIDDEN TESTS
observe.score()

# %% [markdown]
# ### The sweep
#
# Three learning rates, three scales, two starts: 18 networks. Each has two convolutions (합성곱) that shrink the picture to 8×8, then six of your residual modules on 48 channels (1×1, 8 filters ‖ 1×1, 8 → 3×3, 8), average, linear layer. It is trained on 3,200 grey digits for 100 updates of 32, at a constant rate; half a minute for all. Then
# you count the dead channels over 500 test pictures (with your `dead_share`), and look at the mean training loss (손실) of the 100 updates, which says how fast the network learned.


# %% tags=["training:sweep"]
def sweep_net(scale):
    """A residual trunk for grey digits: (B, 1, 32, 32) -> logits (B, 10)."""
    paths = (((1, 8),), ((1, 8), (3, 8)))
    trunk = [InceptionResidual(48, paths, scale) for _ in range(6)]
    return nn.Sequential(Conv(1, 16, 3, 2), Conv(16, 48, 3, 2), *trunk, nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(48, 10))


def maps_of(net, images):
    """What each residual module puts out."""
    kept = []
    hooks = [layer.register_forward_hook(lambda layer, given, out: kept.append(out)) for layer in net if isinstance(layer, InceptionResidual)]
    with torch.no_grad():
        net.eval()(images)
    for hook in hooks:
        hook.remove()
    return kept


digits = data.load("digits")
rates, scales, starts = ((0.05, 0.5), (1.0, 0.1), (0,)) if settings.fast() else ((0.05, 0.2, 0.5), (1.0, 0.3, 0.1), (0, 1))
swept = {}
for rate in rates:
    for scale in scales:
        for start in starts:
            torch.manual_seed(start)
            net = sweep_net(scale)
            history = train.fit(net, digits.train.take(3200), epochs=1, batch_size=32, lr=rate, seed=start, progress=False)
            swept[rate, scale, start] = dead_share(maps_of(net.cpu(), digits.test.images[:500])), history.loss[-1]
        dead, losses = zip(*[swept[rate, scale, start] for start in starts])
        print(f"rate {rate:<4}  scale {scale:<3}   dead " + " ".join(f"{d:4.0%}" for d in dead) + "    loss " + " ".join(f"{loss:.2f}" for loss in losses))

# %% tags=["demo:sweep"]
import matplotlib.pyplot as plt

figure, both = plt.subplots(1, 2, figsize=(9, 3.3), layout="constrained")
for axes, which, title, most in zip(both, (0, 1), ("dead channels", "training loss over 100 updates"), (1, 2.3)):
    table = [[sum(swept[rate, scale, start][which] for start in starts) / len(starts) for scale in scales] for rate in rates]
    axes.imshow(table, cmap="Blues", vmin=0, vmax=most, aspect="auto")
    for i, row in enumerate(table):
        for j, mean in enumerate(row):
            text = f"{mean:.0%}" if which == 0 else f"{mean:.2f}"
            axes.text(j, i, text, ha="center", va="center", color="white" if mean > 0.6 * most else "black", fontsize=13)
    axes.set(title=title, xlabel="scale of the residuals", ylabel="learning rate")
    axes.set(xticks=range(len(scales)), xticklabels=scales, yticks=range(len(rates)), yticklabels=rates)
plt.close(figure)
figure

# %% [markdown]
# In our run, for the two seeds (another machine rounds differently, and after a hundred updates its numbers may be quite different ones; look at the order, not at the digits):
#
# | learning rate | | scale 1.0 | 0.3 | 0.1 |
# |---|---|---|---|---|
# | 0.05 | dead | 0, 0 % | 0, 0 % | 0, 0 % |
# | | loss | 1.77, 1.74 | 2.06, 2.05 | 2.10, 2.08 |
# | 0.2 | dead | 1, 0 % | 0, 0 % | 0, 0 % |
# | | loss | 1.59, 1.62 | 1.76, 1.78 | 1.92, 1.89 |
# | 0.5 | dead | 25, 24 % | 1, 0 % | 0, 0 % |
# | | loss | 2.06, 1.92 | 1.72, 1.70 | 1.88, 1.89 |
#
# Read it honestly. **Scaling saves**: at a rate of 0.5, a quarter of the unscaled channels are dead, and of the scaled ones one percent at most. **So does a lower rate**: at 0.05 nothing dies, whatever the scale. And at the low rates the *unscaled* network learns fastest; scaled by 0.1 it is the slowest of all.
# The paper says of its networks that a lower rate does not save them. Those are twenty to forty times as wide and were trained for tens of thousands of updates and more; ours are what fits into half a minute, and they say something else. What both agree on is the lower right of the table: who wants a high rate needs small residuals.
#
# ### What a scale is
#
# The scale looks harmless, a constant in front of a layer that learns anyway. Could the layer not learn to be ten times larger? It could. A network with scale 0.1 can compute nothing that one without cannot: multiply the weights (가중치) and the bias of the last 1×1 by 0.1 and leave the scale out. So why does it help?
#
# Because it changes how the layer *learns*. Let $W$ be the weights of the linear layer and $V = s \cdot W$ what really counts. The gradient with respect to $W$ is $s$ times that with respect to $V$, and when $W$ moves, $V$ moves by $s$ times as much. Together:
#
# $$W \leftarrow W - \eta\, \frac{\partial L}{\partial W} \qquad\Longrightarrow\qquad V \leftarrow V - s^2 \eta\, \frac{\partial L}{\partial V}.$$
#
# So a scale is two things at once: a *smaller start* of the residuals, by $s$; and for these layers alone a *smaller learning rate*, by $s^2$. Scale 0.1 means a hundredth of the rate.

# %% [markdown]
# ### Exercise 8 · Leave the scale out ●●● · 20 minutes · 4 points
#
# Write `without_scale(linear, scale, lr, weight_decay)`. `linear` is the last 1×1 convolution (`nn.Conv2d`, with a bias) of a module with the given scale, trained by SGD (with or without momentum) with the learning rate `lr` and weight decay (가중치 감쇠) `weight_decay`. Return three things, `(conv, lr, weight_decay)`:
#
# - a **new** `nn.Conv2d` that without any scale computes what `scale * linear(...)` computes; `linear` stays as it was;
# - the learning rate and the weight decay with which `conv` has to be trained, so that after *every* update it still computes the same.
#
# PyTorch's SGD moves a weight by $-\eta \cdot (\text{gradient} + \lambda \cdot \text{weight})$.
#
# <details><summary>The start agrees, and after one update it does not</summary>
#
# The learning rate: twice a factor of s, once in the gradient, once in the step.
# </details>
# <details><summary>It agrees without weight decay only</summary>
#
# The decay shrinks W by the factor $1 - \eta\lambda$ in each update, and so V must shrink by the same factor. But the new $\eta$ is smaller. What must the new $\lambda$ be, so that their product is as before?
# </details>


# %% tags=["exercise:without_scale"]
def without_scale(linear: nn.Conv2d, scale: float, lr: float, weight_decay: float) -> tuple[nn.Conv2d, float, float]:
    """A convolution that learns without a scale exactly what `linear` learns with one, and its learning rate and weight decay."""
    ### BEGIN SOLUTION
    conv = nn.Conv2d(linear.in_channels, linear.out_channels, 1)
    with torch.no_grad():
        conv.weight.copy_(scale * linear.weight)
        conv.bias.copy_(scale * linear.bias)
    return conv, scale**2 * lr, weight_decay / scale**2
    ### END SOLUTION


# %% tags=["check:without_scale:4"]
from convnets.check import check, pick, randn


def _drawn_linear(c_in, c_out):
    """A 1×1 convolution with drawn weights and biases."""
    linear = nn.Conv2d(c_in, c_out, 1)
    linear.weight.data, linear.bias.data = 0.5 * randn(c_out, c_in, 1, 1), randn(c_out)
    return linear


def _learned(scale, lr, weight_decay, updates, momentum=0.0):
    """What your convolution yields after some updates towards a drawn target, on a drawn map."""
    c_in, c_out = pick((3, 4, 5)), pick((6, 7, 8))
    conv, new_lr, new_decay = without_scale(_drawn_linear(c_in, c_out), scale, lr, weight_decay)
    maps, x, target = randn(4, c_in, 3, 3), randn(4, c_out, 3, 3), randn(4, c_out, 3, 3)
    descent = torch.optim.SGD(conv.parameters(), lr=float(new_lr), momentum=momentum, weight_decay=float(new_decay))
    for _ in range(updates):
        descent.zero_grad()
        F.mse_loss(F.relu(x + conv(maps)), target, reduction="sum").mul(0.1).backward()
        descent.step()
    return conv(maps)[:, :, 0, 0].flatten()


def _manners(scale):
    """Whether what was given stays as it was, and what comes back is new and learns."""
    linear = _drawn_linear(4, 5)
    weight, bias = linear.weight.detach().clone(), linear.bias.detach().clone()
    conv = without_scale(linear, scale, 0.1, 1e-4)[0]
    told = {
        "what comes back": "the given layer" if conv is linear else "a new nn.Conv2d" if isinstance(conv, nn.Conv2d) else type(conv).__name__,
        "shared with the given layer": [name for name in ("weight", "bias") if getattr(conv, name).data_ptr() == getattr(linear, name).data_ptr()],
        "learns": [name for name in ("weight", "bias") if getattr(conv, name).requires_grad],
        "its weights": conv.weight.detach().flatten().tolist(),
    }
    with torch.no_grad():
        conv.weight.add_(1)
    return told | {
        "linear as it was": torch.equal(linear.weight.detach(), weight) and torch.equal(linear.bias.detach(), bias),
        "in the given layer learns": [name for name in ("weight", "bias") if getattr(linear, name).requires_grad],
    }


observe = check("07_inception_v4/without_scale")
observe("before the first update", lambda: _learned(pick((0.1, 0.2, 0.3)), 0.1, 0.0, 0), hint="weights and bias times the scale")
observe(
    "after each of two updates",
    lambda: [_learned(pick((0.4, 0.5)), 0.2, 0.1, updates) for updates in (1, 2)],
    weight=0.5,
    hint="the rate times scale², the decay so that rate times decay stays",
)
observe("after four updates, no decay", lambda: _learned(pick((0.4, 0.5, 0.6)), pick((0.1, 0.2)), 0.0, 4), weight=1.5, hint="the learning rate times scale²")
observe(
    "after four updates, with decay and momentum",
    lambda: _learned(pick((0.4, 0.5, 0.6)), pick((0.05, 0.1)), pick((0.2, 0.5)), 4, momentum=0.9),
    weight=1.5,
    hint="learning rate times decay stays as it was",
)
observe("the given layer stays as it was", lambda: _manners(pick((0.2, 0.3, 0.5))), hint="make a new nn.Conv2d, and copy into it")
observe(
    "a scale above 1",
    lambda: _learned(pick((1.5, 2.0)), 0.02, 0.1, 3),
    weight=0.5,
    hint="the given scale may be any number but 0",
)
### BEGIN HIDDEN TESTS
observe("a scale of 1 and a negative one", lambda: [_learned(scale, 0.05, pick((0.1, 0.2)), 3, momentum=0.5) for scale in (1.0, -0.5)])
### END HIDDEN TESTS
observe.score()

# %% [markdown]
# Now the sweep is no riddle any more. A scale of 0.1 with a rate of 0.5 trains the linear layers as a rate of 0.005 would, and only them; everything inside the branches, where batch norm keeps order, goes on with 0.5 (its gradients are a tenth, too, but batch norm does not care much about the size of what is in front of it). A low rate for
# *everything* also keeps the channels alive, and makes everything slow. Scaling puts the brake where the danger is. And it says what else should work: a smaller start of the last layer of each branch, down to zero, as chapter 05 did with the last γ.
#
# ## 7 · Many networks, one answer
#
# The paper's last result, 3.08 % top-5 error on the test pictures of ImageNet, is no single network: three Inception-ResNet-v2 and one Inception-v4 voted. An **ensemble** (앙상블) is the cheapest way to be better, if one does not count what it costs to run.
#
# You can have one for nothing. Each training under the common budget left what the network said about the 1,000 test pictures: its logits. Yours are there where you have trained, the course's where you have not.

# %% [markdown]
# ### Exercise 9 · The ensemble ●●○ · 15 minutes · 3 points
#
# `logits` is a list with one tensor (N, K) for each network: N pictures, K classes.
#
# - `vote(logits)`: the classes that the networks together decide on, an int64 tensor (N,). Turn the logits of *each* network into probabilities by softmax, take the average over the networks, and choose the likeliest class.
# - `oracle(logits, labels)`: for how large a share of the pictures *at least one* network is right, a number from 0 to 1. No ensemble that chooses among the networks' answers can be better. (`labels`: int64, (N,).)
#
# <details><summary>Why not average the logits?</summary>
#
# One can. But then a network that shouts, with logits of ±30, outvotes four that speak softly. After the softmax each network has just one vote to give away.
# </details>
# <details><summary>The softmax of which dimension?</summary>
#
# Of the classes, the last: for one network and one picture the probabilities add up to 1. The average is over the networks.
# </details>


# %% tags=["exercise:ensemble"]
def vote(logits: list[torch.Tensor]) -> torch.Tensor:
    """The classes (N,) that several networks' logits, (N, K) each, decide on by the average of their probabilities."""
    ### BEGIN SOLUTION
    return torch.stack(logits).softmax(dim=-1).mean(dim=0).argmax(dim=-1)
    ### END SOLUTION


def oracle(logits: list[torch.Tensor], labels: torch.Tensor) -> float:
    """The share of pictures that at least one of the networks gets right."""
    ### BEGIN SOLUTION
    right = torch.stack(logits).argmax(dim=-1) == labels  # (networks, N)
    return float(right.any(dim=0).float().mean())
    ### END SOLUTION


# %% tags=["check:ensemble:3"]
from convnets.check import check, described, kind_of, pick, randint, randn


def _opinions(networks, n=60, classes=4, loud=False):
    """Drawn logits of several networks that agree a little, each on a level of its own; with `loud`, the first shouts."""
    common = randn(n, classes)
    each = [2 * common + 2 * randn(n, classes) for _ in range(networks)]
    if loud:
        each[0] = 8 * each[0]
    return [300 * level + logits for level, logits in enumerate(each)]


def _manners():
    """Of what kind the oracle's share is, the list, and what its logits add up to afterwards."""
    logits, labels = _opinions(3, n := pick(range(5, 60))), randint(0, 4, (n,))
    vote(logits)
    share = oracle(logits, labels)
    return {"what comes back": kind_of(share), "logits": [list(y.shape) for y in logits], "sizes of the logits afterwards": [y.norm() for y in logits]}


observe = check("07_inception_v4/ensemble")
observe(
    "vote of three",
    lambda: described(vote(_opinions(3, classes=pick((4, 5, 6))))),
    hint="softmax over the classes, mean over the networks, argmax over the classes",
)
observe("vote of four, one of them loud", lambda: described(vote(_opinions(4, loud=True))), weight=1.5, hint="the mean of probabilities, not of logits; not a show of hands either")
observe(
    "oracle of two, of three and of five",
    lambda: [float(oracle(_opinions(n, 80), randint(0, 4, (80,)))) for n in (2, 3, 5)],
    hint="at least one network is right, among those asked about this picture",
)
observe("a number, and the logits as they were", lambda: _manners(), weight=0.5, hint="float(...) or .item(); work on new tensors and lists")
### BEGIN HIDDEN TESTS
observe("one network, one picture, two classes", lambda: [described(vote(_opinions(1, 9))), described(vote(_opinions(2, 1, 2))), float(oracle(_opinions(1, 1, 2), randint(0, 2, (1,))))], weight=0.5)
observe("as many networks as classes and pictures", lambda: [vote(_opinions(c := pick((5, 6, 7)), c, c)), float(oracle(_opinions(c, c, c), randint(0, c, (c,))))])
### END HIDDEN TESTS
observe.score()

# %% [markdown]
# Who is there, in the order of the course, and how good is the ensemble of the first one, two, three, ... of them? (In this order, and not from the best to the worst: to choose the members by their test accuracy, and then to report the accuracy on the same pictures, would be to cheat.)

# %% tags=["demo:ensemble"]
rows = lineage.rows()
said = [lineage.logits(row) for row in rows]
labels = data.load("digits_on_photos").test.labels

alone = [int((logits.argmax(1) != labels).sum()) for logits in said]
joined = [int((vote(said[: n + 1]) != labels).sum()) for n in range(len(said))]
nobody = [round(len(labels) * (1 - oracle(said[: n + 1], labels))) for n in range(len(said))]

figure, axes = plt.subplots(figsize=(9.4, 1.1 + 0.27 * len(rows)), layout="constrained")
at = range(len(rows))
axes.plot(alone, at, "o", color="C7", label="this network alone")
axes.plot(joined, at, "o-", color="C0", label="down to here, together")
axes.plot(nobody, at, ":", color="C2", linewidth=2, label="down to here, nobody is right")
axes.set(xscale="log", xlabel="wrong of 1,000 test pictures (few are on the left)", yticks=at, yticklabels=[row.name for row in rows])
axes.set_xticks((5, 10, 20, 50, 100, 200), labels=(5, 10, 20, 50, 100, 200))
axes.minorticks_off()
axes.invert_yaxis()
axes.grid(axis="x", color="0.9")
axes.legend(loc="lower right")
plt.close(figure)
print(f"wrong: the best network alone {min(alone)}, all {len(rows)} together {joined[-1]}, nobody right {nobody[-1]}")
figure

# %% [markdown]
# In our run the best network alone made 30 mistakes, all 15 together 24, and for 4 pictures nobody was right. Three things are worth a look. The line of all together falls although most of those who join are worse than it. Yet a bad member is not harmless: when VGG-D without its warm start joins, wrong on 147 of 1,000 by itself, the mistakes
# of all together rise from 34 to 38, and only two members later are they back at 34. And the dotted line is far to the left: somebody nearly always knows, only one does not know who.
#
# Why does it work? Not because the many are wise, but because they err in different places. If all made the same mistakes, the average would make them too. So what counts is how much two networks have in common:

# %% tags=["demo:in_common"]
wrong = {row.name: logits.argmax(1) != labels for row, logits in zip(rows, said)}
print("Of the mistakes of the worse one, so many does the better one make too:")
names = sorted(wrong, key=lambda name: int(wrong[name].sum()))[:8]
for i, name in enumerate(names):
    shares = [f"{float((wrong[name] & wrong[other]).sum() / wrong[name].sum().clamp(min=1)):4.0%}" for other in names[:i]]
    print(f"{int(wrong[name].sum()):4} wrong  {name[:44]:<45}", *shares)

# %% [markdown]
# Some cousins err alike. Of the mistakes of one form of ResNet-18, in our run the others made 53 to 60 % as well; LeNet-5 shared 38 to 44 % of its with them. But it is no law: Inception-v4 shared 31 % of its mistakes with its cousin Inception-v3, and 44 % with LeNet-5. The paper mixed its ensemble of both its families, too: one Inception-v4 among three Inception-ResNets.
#
# ## 8 · The whole lineage
#
# Here the road that began with LeNet-5 reaches its end, so here is all of it: every network of the course that has been trained on the same 1,008 updates, yours and those that came with the course. The vertical scale is one of mistakes: each step up of the same length halves them.

# %% tags=["demo:lineage"]
lineage.table()

# %% tags=["demo:against_parameters"]
plot.lineage(cost="parameters")

# %% tags=["demo:against_macs"]
plot.lineage(cost="macs")

# %% tags=["demo:against_seconds"]
plot.lineage(cost="seconds")

# %% [markdown]
# The same map to walk about in: choose a network, and its paper and its figures stand below.

# %% tags=["demo:map"]
explore.lineage()

# %% [markdown]
# And beside it what the papers published, for the networks at their full size, on ImageNet's validation pictures. The parameters and multiply-accumulates are counted, not copied. Mind the column *how*: a network that looks at ten cut-outs of each picture and averages is better than one that looks once, by one to two percent. So compare within
# one kind, and be careful between them. The one-crop figures from Inception-v2 on are, besides, for the 48,238 validation pictures that are not on the contest's blacklist; on all 50,000, say the authors, they would be about 0.3 (top-1) and 0.15 (top-5) points larger. And the row of Inception-v2 is that of v2 trained with RMSProp; with plain gradient descent it has 23.4 % (top-1; top-5 is not given). (LeNet-5 and Network in network are missing: theirs are other pictures, 0.95 % error on MNIST and 8.81 % on CIFAR-10.)

# %% tags=["demo:published"]
PUBLISHED = (  # network, its name in convnets.models, options, top-1 and top-5 error in %, how it was tested
    ("AlexNet", "alexnet_two_gpu", {}, 40.7, 18.2, "10 crops"),
    ("ZFNet", "zfnet", {}, 37.5, 16.0, "10 crops"),
    ("VGG-D", "vgg_d", {}, 27.0, 8.8, "whole picture"),
    ("VGG-E", "vgg_e", {}, 27.3, 9.0, "whole picture"),
    ("GoogLeNet", "googlenet", dict(heads=False), None, 10.07, "1 crop"),
    ("ResNet-34", "resnet34", {}, 24.52, 7.46, "10 crops"),
    ("ResNet-50", "resnet50", {}, 22.85, 6.71, "10 crops"),
    ("ResNet-152", "resnet152", {}, 21.43, 5.71, "10 crops"),
    ("Inception-v2, RMSProp", "inception_v2", {}, 23.1, 6.3, "1 crop"),
    ("Inception-v3", "inception_v3", dict(aux=False), 21.2, 5.6, "1 crop"),
    ("Inception-ResNet-v1", "inception_resnet_v1", {}, 21.3, 5.5, "1 crop"),
    ("Inception-v4", "inception_v4", {}, 20.0, 5.0, "1 crop"),
    ("Inception-ResNet-v2", "inception_resnet_v2", {}, 19.9, 4.9, "1 crop"),
)
published = []
print(f"{'network':<22} year  parameters  MACs (G)  top-1  top-5   how")
for label, name, options, top1, top5, how in PUBLISHED:
    about = models.info(name)
    with torch.device("meta"):
        net = models.create(name, **options)
    published.append((label, measure.parameters(net) / 1e6, measure.macs(net, about.input_size) / 1e9, top5, how))
    print(f"{label:<22} {about.year} {published[-1][1]:10.1f}M {published[-1][2]:9.2f} {top1 or '–':>6} {top5:>6}   {how}")

# %% tags=["demo:published_plot"]
figure, both = plt.subplots(1, 2, figsize=(10, 4.8), sharey=True, layout="constrained")
marks = {"1 crop": ("o", "C0"), "10 crops": ("s", "C1"), "whole picture": ("^", "C2")}
below, above = ((0, -14), "center"), ((0, 7), "center")
left, lower_left = ((-7, -2), "right"), ((-7, -9), "right")
beside = {"VGG-D": below, "VGG-E": above, "ResNet-34": left, "Inception-v3": left, "Inception-ResNet-v1": lower_left, "Inception-v4": lower_left}
for axes, column, label in zip(both, (1, 2), ("million parameters", "billion multiply-accumulates")):
    for name, *numbers, how in published:
        x, y = numbers[column - 1], numbers[2]
        axes.plot(x, y, marks[how][0], color=marks[how][1])
        offset, side = beside.get(name, ((7, -3), "left"))
        axes.annotate(name, (x, y), offset, textcoords="offset points", fontsize=8.5, ha=side)
    axes.set(xscale="log", yscale="log", xlabel=label, ylim=(4.2, 21))
    axes.set_yticks((5, 6, 8, 10, 15, 20), labels=(5, 6, 8, 10, 15, 20))
    axes.minorticks_off()
    axes.margins(x=0.3)
both[0].set_xticks((5, 10, 20, 50, 100, 200), labels=(5, 10, 20, 50, 100, 200))
both[1].set_xticks((1, 2, 5, 10, 20), labels=(1, 2, 5, 10, 20))
for how, (mark, colour) in marks.items():
    both[1].plot([], [], mark, color=colour, label=how)
both[0].set_ylabel("top-5 error on ImageNet's validation pictures, %")
both[1].legend(loc="upper right")
plt.close(figure)
figure

# %% [markdown]
# Two different pictures. On ImageNet the error fell from 18.2 % to 4.9 % in four years, a factor of nearly four, and not because networks grew ever larger: Inception-v3 has 24 million parameters, AlexNet had 61. What grew is the work, from 0.7 to 12 or 13 billion multiply-accumulates for one picture, and
# most of all what it is spent on: small windows, cheap 1×1s in front of expensive layers, and shortcuts.
#
# On our digits hardly anything of that order is left. LeNet-5, the oldest and the cheapest, with 0.65 million multiply-accumulates in its form for colour, reads 96.1 % of them in the row that comes with the course (in grey, as you wrote it, 93 to 94 %); the best, Inception-v3, reads 97.0 %. 4,000 pictures, ten classes and a minute of training do not ask how much a network *can* hold; they ask how quickly it
# learns. So mind what a comparison was made on, before you believe its order, in this course as elsewhere.
#
# ## 9 · A question to answer in words · 20 minutes · 4 points
#
# From a set of lecture notes on this paper:
#
# 1. *"Inception-v4 is what you get when you put residual connections into Inception-v3."*
# 2. *"With more than 1000 filters in a layer a network cannot be trained, unless its residuals are scaled."*
# 3. *"Residual connections make Inception more accurate."*
# 4. *"Against dying channels a lower learning rate does not help; only scaling does."*
# 5. *"A scale of 0.1 limits what the residual can compute."*
#
# Correct **four** of the five, two or three sentences each. For at least two of them use a number that *you* measured or computed in this chapter.

# %% [markdown] tags=["written:lecture_notes:4"]
# 1. v4 has no residual connections. It is a pure Inception network with a new stem and uniform modules (4 A, 7 B, 3 C), 42,679,816 parameters. The residual ones are the other two networks of the paper, Inception-ResNet-v1 and v2.
#
# 2. The paper says this of residual networks only. Inception-v4 has maps of 1024 and of 1536 channels, no residuals, and trains. And in my sweep channels died in a residual network of only 48 channels, because the learning rate was high: width is not the only reason.
#
# 3. What they change is the speed. In the paper Inception-ResNet-v2 ends at 19.9 % top-1 error and v4 at 20.0 %, v1 at 21.3 % and v3 at 21.2 %. In my run the small Inception-ResNet was ahead for five epochs (88 to 65 % after the fifth), and in the end there were 96.1 % against 95.5 %.
#
# 4. In my sweep at a rate of 0.5, about a quarter of the unscaled channels were dead, and at 0.05 none, without any scale. At 0.05 the unscaled network even learned faster than with scale 0.1 (mean loss about 1.75 against 2.1). The paper says that a lower rate did not help *its* wide networks; that is no law for all.
#
# 5. It limits nothing: weights and bias of the last 1×1 that are ten times as large undo it. What it changes is learning. The residuals start ten times smaller, and these layers learn as with a hundredth of the learning rate ($s^2$, exercise 8).
#
# ### BEGIN MARK SCHEME
# One point for each of the four best answers, half points allowed. At most 3 points in all if fewer than two numbers are the student's own (from a run, a check, the explorer, or arithmetic).
#
# - **1**: v4 has no residual connections at all; it is a uniform Inception with a new stem. The residual ones are called Inception-ResNet. Half for "v4 has none" without saying which have.
# - **2**: the paper says it of *residual* variants; v4 has maps of 1024 and 1536 channels and no residuals. Half if only a counterexample without its number of channels.
# - **3**: in the end v1 and v3 (21.3 against 21.2 % top-1), v2 and v4 (19.9 against 20.0) are equal within what a different start makes; what residuals change is the speed of training. The student's own curves count as evidence.
# - **4**: in the student's own sweep (or the explorer) a low rate keeps the channels alive without any scale. The paper's statement is about its own wide networks. Both halves for full marks.
# - **5**: the scale can be folded into weights and bias of the last 1×1, so the same functions can be computed; it changes the start (by s) and the learning rate of these layers (by s²). Half without the second part.
# ### END MARK SCHEME

# %% [markdown]
# ## 10 · Where you are

# %% tags=["demo:so_far"]
from convnets.check import so_far

so_far("07_inception_v4")

# %% [markdown]
# **To hand in:** *Kernel → Restart Kernel and Run All Cells*, look once more at the tables under the checks, save, and hand in this file, `07_inception_v4.ipynb`, under this name, in the way your instructor told you. An open exercise costs its own points and no others. The checks will be run again, with other numbers and a few more questions than you
# see here; the cells that train will not.
#
# ## What came next
#
# The Inception line ends nearly here. Its last member, Xception (Chollet 2016), takes the idea to its end: as many branches as there are channels. That is a depthwise convolution, and with it begins another road, of networks for telephones. The residual
# line goes on in everything: ResNeXt puts many equal branches into a residual block, so that nobody need draw figures with 224 and 320 in them any more; and soon machines were set to look for such figures themselves. What remained of this paper is the experience that a residual should start small.
#
# In the lab of chapter 08 you leave the digits behind, and use what others have trained.
#
# ## Often misquoted
#
# - The five sentences of the question in section 9. You have set most of them right yourself.
# - *"Figure 17: 1154; Figure 19: 2048."* 1152 and 2144; the addition needs them.
# - *"Inception-ResNet-v2 has 55.8 million parameters, as in the paper."* As released. The network of the paper's figures has 32,433,928, with 5, 10 and 5 modules instead of 10, 20 and 10.
# - *"v2 costs as much as v4."* As drawn 9.26 billion multiply-accumulates to 12.25: 76 %. As released 13.16: 107 %.
# - *"v4 is slower than Inception-ResNet-v2, because it has more layers."* So says the paper. Counted by convolutions, v4 has 149 and one linear layer, v2 as drawn 132 and one. The released v2 has 244 and one, so the sentence fits the drawn one.
# - *"Residuals are scaled by 0.1."* By something "between 0.1 and 0.3"; in the released code 0.17, 0.10 and 0.20, and not at all in the last module.
# - *"3.08 % is Inception-ResNet-v2."* It is three of them and one v4, on many crops. A single one on a single crop: 4.9 % on the validation pictures.
# - *"Scaling is needed because the signal grows."* It does grow, as the explorer shows, by a factor of two over 16 blocks. That alone kills nothing. Large steps do.
