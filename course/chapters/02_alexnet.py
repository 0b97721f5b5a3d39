# %% [markdown]
# # AlexNet: a thousand classes on two graphics cards
#
# **A. Krizhevsky, I. Sutskever, G. E. Hinton: *ImageNet classification with deep convolutional neural networks*, NeurIPS 2012.** ·
# **M. D. Zeiler, R. Fergus: *Visualizing and understanding convolutional networks*, 2013 (ECCV 2014).**
#
# The ImageNet challenge gives 1.2 million photographs in 1,000 classes to learn from, among them some 120 breeds of dogs. A program
# may name five classes for a picture, and is wrong if the right one is not among them: the **top-5 error** (상위 5 오류율). In 2012 the
# second best entry was wrong on 26.2 % of the test pictures. The best was wrong on 15.3 %. It came from three people in Toronto, and
# had been trained for five to six days on two graphics cards in one computer. After that year hardly anybody entered the challenge
# without a convolutional network (합성곱 신경망).
#
# You will build it, with the parts that were new, and then look into it with an idea from the paper that came a year later.
#
# | what | here |
# |---|---|
# | you build | the grouped convolution (그룹 합성곱), response normalisation (반응 정규화) and dropout (드롭아웃), by hand; then AlexNet from its table |
# | you check | a table and a piece of code that are often shown side by side, and are two different networks |
# | you see | pictures with other colours, learned filters, and with an occlusion map (가림 지도) what a network looks at |
# | time | about 35 minutes to read, just under 3 hours for eight exercises, 30 minutes for two questions; no exercise needs another |
# | points | 33: exercises 27, written questions 6 |
#
# **What changed since chapter 01.** LeNet-5 has two convolutions, 61,706 parameters (매개변수), a grey picture of 32×32. AlexNet has five
# convolutions, 62,378,344 parameters, a colour picture of 227×227. The plan is the same: convolutions and pooling (풀링) in a row, then
# fully connected layers (완전연결층). What is new is everything it takes to train a thousand times as much without drowning in it.

# %% tags=["setup"]
import torch
from torch import nn
from torch.nn import functional as F

from convnets import data, explore, measure, plot, train

# Sections 3.2 to 3.5 of the paper, used in exercise 6: the five convolutions.
PAPER_TABLE = (
    (96, 11, 4, 0, 1),
    (256, 5, 1, 2, 2),
    (384, 3, 1, 1, 1),
    (384, 3, 1, 1, 2),
    (256, 3, 1, 1, 2),
)
COLUMNS = ("filters", "kernel", "stride", "padding", "groups")

# %% tags=["demo:network"]
from convnets import models  # for the drawing only; further down you write it yourself

with torch.device("meta"):  # shapes without numbers: 62 million parameters that take no memory
    drawn = models.create("alexnet")
plot.network(drawn, (3, 227, 227), depth=1, title="AlexNet, each convolution with the pooling behind it (Krizhevsky et al. 2012, Figure 2)")

# %% [markdown]
# ## 1 · What was new
#
# Few of its ingredients were new in 2012. Putting all of them together, at this size, was. The paper says what each was worth:
#
# | ingredient | what the paper measured |
# |---|---|
# | **ReLU** (렐루) instead of tanh | a network of four layers got to 25 % errors on the training pictures of CIFAR-10 six times as fast |
# | **two graphics cards**, half of every layer on each | 1.7 points off the top-1 error, 1.2 off the top-5, against a network with half as many filters on one card |
# | **response normalisation** between neighbouring maps | 1.4 and 1.2 points |
# | **overlapping pooling**, 3×3 windows in steps of 2 | 0.4 and 0.3 points against 2×2 windows in steps of 2 |
# | **depth**: five convolutions | taking any middle layer away costs about 2 points of top-1 error |
# | **shifted and mirrored pictures** (data augmentation, 데이터 증강) | 2,048 times as many pictures; without them it overfits (과적합) badly |
# | **changed colours** | more than 1 point of top-1 error |
# | **dropout** | without it, again, bad overfitting; with it, training takes about twice as many steps |
#
# It was trained for about 90 rounds over the pictures: batches of 128, SGD with momentum (모멘텀) 0.9, weight decay (가중치 감쇠) 0.0005,
# and a learning rate of 0.01 that was divided by ten by hand, three times, whenever the error no longer fell.
#
# One such network is wrong on 18.2 % of the validation pictures (top-5). Averaging five gives 16.4 %, and seven, two of which had first been
# trained on ImageNet's full 15 million pictures, 15.4 %. That last one won.
#
# ReLU has no section of its own below, since you know it from chapter 00. Why it is quick: tanh is flat at both ends, and where it is flat the
# gradient (기울기) vanishes; $\max(0, x)$ is never flat on the side where the unit is active.

# %% [markdown]
# ## 2 · The arithmetic of the figure
#
# The paper's figure says that the picture is 224×224. The first layer has filters of 11×11 in steps of 4, and puts out 55×55. Try it:
#
# $$\left\lfloor \frac{224 - 11 + 2 \cdot 0}{4} \right\rfloor + 1 = \lfloor 53.25 \rfloor + 1 = 54, \qquad
# \frac{227 - 11}{4} + 1 = 55$$
#
# So either the pictures had 227 pixels, or there were three columns of zeros that the paper does not mention, or the 55 is wrong. Everybody
# takes 227 today. (torchvision's form takes 224 with a padding (패딩) of 2 on each side.)
#
# | layer | filters | kernel (커널), stride (보폭), padding | output | parameters |
# |---|---:|---|---|---:|
# | input | | | 3×227×227 | |
# | conv1 | 96 | 11×11, 4, 0 | 96×55×55 | 34,944 |
# | pooling | | 3×3, 2 | 96×27×27 | |
# | conv2 | 256 | 5×5, 1, 2 | 256×27×27 | 614,656 (two groups: 307,456) |
# | pooling | | 3×3, 2 | 256×13×13 | |
# | conv3 | 384 | 3×3, 1, 1 | 384×13×13 | 885,120 |
# | conv4 | 384 | 3×3, 1, 1 | 384×13×13 | 1,327,488 (663,936) |
# | conv5 | 256 | 3×3, 1, 1 | 256×13×13 | 884,992 (442,624) |
# | pooling | | 3×3, 2 | 256×6×6 | |
# | fc6 | 4096 | all 9,216 values | 4096 | 37,752,832 |
# | fc7 | 4096 | | 4096 | 16,781,312 |
# | fc8 | 1000 | | 1000 | 4,097,000 |
# | **together** | | | | **62,378,344** (two groups: **60,965,224**) |
#
# A single layer, fc6, holds three fifths of it all.
#
# **Overlapping pooling** (중첩 풀링). Before, pooling windows lay side by side: kernel and stride were the same. Here they are 3 and 2, so
# each window shares a row and a column of pixels with its neighbour. From 55 it makes 27, and so would 2×2 in steps of 2. It costs nothing in
# size, and looks further.

# %% [markdown]
# ### Exercise 1 · Sizes there and back ●○○ · 15 minutes · 3 points
#
# Three functions about one side of a square picture. Everything is a whole number.
#
# - `sides(size, layers)`: the sides after each of several layers, as a list. `layers` is a list of (kernel, stride, padding), convolutions and
#   poolings alike; `size` is the side of the picture. With no layers the list is empty.
# - `fitting(output, kernel, stride, padding=0)`: the **smallest** and the **largest** picture side from which one layer makes `output`, as a pair.
#   For 55 with 11, 4, 0 it is (227, 230).
# - `looked_at(size, kernel, stride)`: for each of `size` pixels in a row, how many pooling windows it lies in, as a list. No padding.
#   For 7, 3, 2 it is [1, 1, 2, 1, 2, 1, 1].
#
# <details><summary>sides: the second number is already wrong</summary>
#
# What goes into the second layer is what came out of the first.
# </details>
# <details><summary>fitting: the smallest is right and the largest is not</summary>
#
# Solve $(W - F + 2P) / S + 1 = \text{output}$ for $W$: that is the side which comes out even. From there you can add pixels that no window
# reaches. When is there room for another step? After $S$ of them.
# </details>
# <details><summary>looked_at: the end of the row is wrong</summary>
#
# A window that would stick out is not laid; the last pixels may lie in none. Window number $i$ covers the pixels $iS$ to $iS + F - 1$.
# </details>

# %% tags=["exercise:sizes"]
def sides(size: int, layers: list[tuple[int, int, int]]) -> list[int]:
    """The side of the maps after each layer (kernel, stride, padding)."""
    ### BEGIN SOLUTION
    found = []
    for kernel, stride, padding in layers:
        size = (size - kernel + 2 * padding) // stride + 1
        found.append(size)
    return found
    ### END SOLUTION


def fitting(output: int, kernel: int, stride: int, padding: int = 0) -> tuple[int, int]:
    """The smallest and the largest side from which one layer makes `output`."""
    ### BEGIN SOLUTION
    smallest = (output - 1) * stride + kernel - 2 * padding
    return smallest, smallest + stride - 1
    ### END SOLUTION


def looked_at(size: int, kernel: int, stride: int) -> list[int]:
    """For each pixel of a row, the number of windows that it lies in."""
    ### BEGIN SOLUTION
    counts = [0] * size
    for first in range(0, size - kernel + 1, stride):
        for i in range(first, first + kernel):
            counts[i] += 1
    return counts
    ### END SOLUTION


# %% tags=["check:sizes:3"]
from convnets.check import check, pick, whole

observe = check("02_alexnet/sizes")
observe(
    "sides, one layer",
    lambda: whole([sides(size, [(k, s, p)]) for size, k, s, p in zip(pick(range(60, 250), 3), (11, 5, 3), pick((2, 3, 4), 3), (0, 2, 1), strict=True)]),
    hint="a list with one whole number: round down, and add the first window",
)
observe(
    "sides, five layers",
    lambda: whole(sides(pick(range(150, 300)), [(11, 4, 0), (3, 2, 0), (5, 1, pick((0, 1, 2))), (3, 2, 0), (3, 1, pick((0, 1)))])),
    hint="each layer starts from what the one before puts out, and all of them are in the list",
)
observe(
    "sides, no layers and two",
    lambda: whole([sides(size, [(3, 1, 1)] * n) for n, size in zip((0, 2), pick(range(20, 90), 2), strict=True)]),
    weight=0.5,
    hint="with no layers the list is empty",
)
observe(
    "fitting, smallest and largest, no padding",
    lambda: whole([fitting(out, k, s) for out, k, s in zip(pick(range(10, 60), 4), pick((3, 5, 7, 11), 4), pick((1, 2, 3, 4), 4), strict=True)]),
    hint="the smallest comes out even; the largest is where one more pixel would make room for another step",
)
observe(
    "fitting, with padding",
    lambda: whole([fitting(out, k, s, p) for out, k, s, p in zip(pick(range(10, 60), 3), (5, 7, 11), pick((1, 2, 4), 3), pick((1, 2, 3), 3), strict=True)]),
    hint="padding is added on both sides, so a smaller picture will do",
)
observe(
    "looked_at, kernel 3 and stride 2",
    lambda: whole([looked_at(size, 3, 2) for size in (2 * pick(range(5, 9)) + 1, 2 * pick(range(5, 9)))]),
    hint="every other pixel is shared by two windows; the last of an even row is reached by none",
)
observe(
    "looked_at, other windows",
    lambda: whole([looked_at(pick(range(12, 20)), *pick(windows)) for windows in (((3, 1), (5, 2), (4, 1)), ((2, 2), (3, 3), (4, 3)), ((2, 3), (1, 2)))]),
    hint="window number i covers the pixels i·stride to i·stride + kernel - 1; one that sticks out is not laid",
)
observe(
    "looked_at, room for one window",
    lambda: whole([looked_at(kernel + over, kernel, 3) for over, kernel in zip((0, 2), pick(range(3, 9), 2), strict=True)]),
    weight=0.5,
    hint="a window as long as the row is laid; two pixels more are not enough for a step of 3",
)
### BEGIN HIDDEN TESTS
observe("sides, ten layers", lambda: whole(sides(pick(range(400, 600)), [(k, pick((1, 2)), k // 2) for k in (7, 3, 5, 3, 1, 3, 5, 3, 3, 1)])))
observe("fitting, large steps", lambda: [whole(fitting(pick(range(5, 30)), pick((7, 9, 11)), s, pick((0, 1, 2, 3)))) for s in (3, 5, 6)])
### END HIDDEN TESTS
observe.score()

# %% [markdown]
# With your function, the whole network from top to bottom, at 227 and at the 224 of the figure:

# %% tags=["demo:both_sizes"]
STACK = [(11, 4, 0), (3, 2, 0), (5, 1, 2), (3, 2, 0), (3, 1, 1), (3, 1, 1), (3, 1, 1), (3, 2, 0)]
for size in (227, 224):
    print(size, "→", sides(size, STACK))

# %% [markdown]
# At 224 the last maps are 5×5. fc6 has weights for 6×6: the network would not run.

# %% [markdown]
# ## 3 · Two graphics cards
#
# A GTX 580 had 3 GB of memory, too little for the network with its maps. So it was cut in half lengthwise: of every layer, half of the
# maps lie on one card and half on the other. Traffic between the cards is slow, so it is kept for a few places:
#
# - **conv1** reads the picture, and both cards have the whole picture.
# - **conv2, conv4 and conv5** look only at the maps on their *own* card.
# - **conv3** and the **fully connected layers** look at the maps of both.
#
# In today's words: conv2, conv4 and conv5 are **grouped convolutions**, `groups=2`. A filter (필터) sees half of the channels (채널), so it has half of
# the weights; and there are as many filters as before, so the layer costs half.
#
# Move the explorer. Where do the parameters go when you double the groups? What can a red output map no longer know?

# %% tags=["demo:groups"]
explore.groups("conv2", groups=2)

# %% [markdown]
# It had a side effect that nobody planned. In the paper's Figure 3, the 48 filters of conv1 on the first card came out nearly without colour:
# edges and stripes at all angles. Those on the second card are mostly blobs of colour. The authors write that this happened in every run,
# whatever the random start, but for the numbering of the cards.
#
# Groups were forgotten when GPUs became large enough, and came back for another reason: they are a cheap way to have many filters
# (ResNeXt in 2016, and MobileNet in 2017, with as many groups as channels).

# %% [markdown]
# ### Exercise 2 · A convolution in groups ●●○ · 20 minutes · 3 points
#
# Write `GroupedConv2d(c_in, c_out, kernel, groups=2, padding=0)`, an `nn.Module` from (B, c_in, H, W) to (B, c_out, H′, W′), stride 1, with
# biases (편향). `groups` divides both channel numbers.
#
# - Make it out of `groups` ordinary convolutions, each from c_in / groups to c_out / groups channels. Do **not** use the argument `groups`
#   of PyTorch's convolutions: the check counts the convolutions that run.
# - The first group of input channels goes to the first group of output channels, and so on: on each card, its own.
# - It learns nothing else.
#
# <details><summary>How do I cut a tensor along its channels?</summary>
#
# `x.chunk(groups, dim=1)` gives `groups` pieces, `torch.cat(pieces, dim=1)` puts pieces together again. Channels are dimension 1.
# </details>
# <details><summary>The number of parameters is 0, or it does not learn</summary>
#
# PyTorch does not look into a plain Python list. Put the convolutions into an `nn.ModuleList`.
# </details>
# <details><summary>The number of parameters is too large by a factor</summary>
#
# Both numbers of a small convolution are divided: it reads c_in / groups channels, and makes c_out / groups.
# </details>

# %% tags=["exercise:grouped_conv"]
class GroupedConv2d(nn.Module):
    """A convolution in groups that do not see one another (Krizhevsky et al. 2012, section 3.5)."""

    def __init__(self, c_in: int, c_out: int, kernel: int, groups: int = 2, padding: int = 0) -> None:
        super().__init__()
        ### BEGIN SOLUTION
        self.convs = nn.ModuleList(
            nn.Conv2d(c_in // groups, c_out // groups, kernel, padding=padding) for _ in range(groups)
        )
        ### END SOLUTION

    def forward(self, x: torch.Tensor) -> torch.Tensor:  # (B, c_in, H, W) -> (B, c_out, H', W')
        ### BEGIN SOLUTION
        pieces = x.chunk(len(self.convs), dim=1)
        return torch.cat([conv(piece) for conv, piece in zip(self.convs, pieces)], dim=1)
        ### END SOLUTION


# %% tags=["check:grouped_conv:3"]
from convnets.check import all_alike, check, connections, learning_numbers, op_sizes, parameters, pick, randn, response, run_once


def _draw(kernel=3, paddings=(1, 2)):
    """A grouped convolution with all parameters alike, and a picture for it."""
    groups = pick((2, 3, 4))
    c_in, c_out = groups * pick([n for n in (2, 3, 5) if n != groups]), groups * pick((1, 2, 4))
    x = randn(2, c_in, 7, 6)
    return all_alike(run_once(GroupedConv2d(c_in, c_out, kernel, groups, pick(paddings)), x)), x


def _counted(c_in, c_out, kernel, groups):
    """The parameters of one."""
    return parameters(run_once(GroupedConv2d(c_in, c_out, kernel, groups), randn(1, c_in, 5, 5)))


def _defaults(c_in, c_out, **how):
    """Which maps are seen, and the response, with the rest left out."""
    x = randn(1, c_in, 5, 6)
    module = all_alike(run_once(GroupedConv2d(c_in, c_out, pick((2, 3)), **how), x))
    return {"sees": connections(module, x), **response(module, x, fill=False)}


observe = check("02_alexnet/grouped_conv")
observe(
    "parameters",
    lambda: [_counted(24 * pick(range(1, 5)), 24 * pick(range(1, 5)), pick((1, 3, 5)), g) for g in (2, 3, 4)],
    weight=0.5,
    hint="c_out filters of kernel × kernel × c_in / groups weights, and c_out biases",
)
observe(
    "which maps each output map sees",
    lambda: connections(*_draw()),
    hint="the first group of outputs sees the first group of inputs, all of it, and nothing else",
)
observe(
    "the convolutions that run",
    lambda: op_sizes(*_draw(pick((1, 3, 5)))),
    weight=2,
    hint="as many ordinary convolutions as there are groups, each with c_out / groups output channels",
)
observe(
    "response, all parameters 0.1",
    lambda: [response(*_draw(pick((1, 3)), paddings), fill=False) for paddings in ((0,), (1, 2))],
    hint="no activation, padding on every side, the groups next to one another and not added up",
)
observe("how many numbers learn", lambda: learning_numbers(*_draw()), hint="every weight and every bias gets a gradient")
observe(
    "groups and padding left out, and a single group",
    lambda: [_defaults(4 * pick((1, 2)), 2 * pick((1, 3))), _defaults(pick((3, 5)), pick((1, 3)), groups=1)],
    hint="groups is 2 and padding 0 unless one says otherwise; one group is an ordinary convolution",
)
### BEGIN HIDDEN TESTS
observe(
    "many groups",
    lambda: connections(all_alike(run_once(GroupedConv2d(g := pick((6, 8, 10)), 2 * g, 3, g, 1), x := randn(1, g, 4, 4))), x),
)
### END HIDDEN TESTS
observe.score()

# %% [markdown]
# ## 4 · Response normalisation
#
# After the ReLU of conv1 and conv2, AlexNet divides each value by something that grows with the values of *neighbouring maps at the same
# place*:
#
# $$b^i_{x,y} = a^i_{x,y} \Big/ \Big( k + \alpha \sum_{j=\max(0,\, i - n/2)}^{\min(N - 1,\, i + n/2)} (a^j_{x,y})^2 \Big)^{\beta}$$
#
# with $k = 2$, $n = 5$, $\alpha = 10^{-4}$, $\beta = 0.75$. $N$ is the number of maps, and $n/2$ is rounded down: two maps on either side,
# and the map itself. So a map that answers strongly turns its neighbours down, as excited nerve cells do (lateral inhibition, 측면 억제). It is called
# **local response normalisation**, LRN (국소 반응 정규화). Which maps are neighbours was decided by nothing but their numbers.
#
# PyTorch has it, and **with another $\alpha$**: `F.local_response_norm(x, 5, alpha=...)` *averages* the five squares where the paper adds them.
# For the paper's $\alpha = 10^{-4}$ one must write `alpha=5e-4`. Copies that pass the paper's number on are weaker by a factor of five, and
# nobody notices, since it runs.

# %% [markdown]
# ### Exercise 3 · Response normalisation by hand ●●○ · 20 minutes · 3 points
#
# Write `response_norm(x, n=5, k=2.0, alpha=1e-4, beta=0.75)`, the paper's formula, for `x` of shape (B, C, H, W). `n` is odd.
#
# - Maps beyond the first and the last do not exist, and count as nothing.
# - `x` stays as it was.
# - Do not call `F.local_response_norm`, `nn.LocalResponseNorm`: the check notices. Anything else goes; a loop over the maps is fine.
#
# <details><summary>I do not know how to add up neighbouring maps</summary>
#
# Put `n // 2` maps of zeros before the first and after the last: `F.pad(squares, (0, 0, 0, 0, n // 2, n // 2))` (the pairs count from the
# last dimension). Then the sum is that of `n` slices, each shifted by one map. Or loop: `squares[:, max(0, i - n // 2) : i + n // 2 + 1].sum(1)`.
# </details>
# <details><summary>My numbers are near, and a little too large</summary>
#
# Is it a sum, and not an average? And does the map itself take part?
# </details>
# <details><summary>Right in the middle, wrong in the first and last maps</summary>
#
# A negative start of a slice counts from the end. Neighbours do not wrap around.
# </details>

# %% tags=["exercise:response_norm"]
def response_norm(
    x: torch.Tensor, n: int = 5, k: float = 2.0, alpha: float = 1e-4, beta: float = 0.75
) -> torch.Tensor:
    """Local response normalisation (Krizhevsky et al. 2012, section 3.3): (B, C, H, W) -> (B, C, H, W)."""
    ### BEGIN SOLUTION
    squares = F.pad(x.pow(2), (0, 0, 0, 0, n // 2, n // 2))
    around = sum(squares[:, i : i + x.shape[1]] for i in range(n))
    return x / (k + alpha * around) ** beta
    ### END SOLUTION


# %% tags=["check:response_norm:3"]
from convnets.check import Called, check, pick, randn


def _normalised(x, **how):
    """What comes out."""
    y = response_norm(x, **how)
    return {"shape": list(y.shape), "values": y.flatten()[:120]}


def _manners(x):
    """x as it is afterwards, how often PyTorch's own normalisation was called on the way, and one value."""
    with Called("local_response_norm") as ready_made:
        y = response_norm(x, alpha=0.1)
    return {"x afterwards": x.flatten()[:120], "ready-made": ready_made.count, "first": y.flatten()[:1]}


observe = check("02_alexnet/response_norm")
observe(
    "one map",
    lambda: _normalised(3 * randn(2, 1, 3, 2), n=pick((1, 3, 5)), alpha=pick((0.1, 0.2, 0.3))),
    hint="a / (k + alpha · a²) ** beta",
)
observe(
    "nine maps, n = 5",
    lambda: _normalised(3 * randn(1, 9, 2, 3), alpha=pick((0.1, 0.2, 0.3))),
    hint="the sum of squares over two maps before, the map itself, and two maps after, at the same place",
)
observe(
    "another n, k and beta",
    lambda: [_normalised(3 * randn(2, 8, 3, 2), n=n, k=pick((1.0, 3.0)), alpha=0.2, beta=pick((0.5, 1.5))) for n in (1, pick((3, 7)))],
    hint="n // 2 maps on either side, none for n = 1; k is added inside the bracket, beta is its power",
)
observe(
    "the paper's numbers, strong maps",
    lambda: _normalised(100 * randn(1, 7, 2, 2)),
    hint="the defaults are the paper's, and the squares are added up, not averaged",
)
observe(
    "x stays as it was, and nothing is ready-made",
    lambda: _manners(3 * randn(1, 7, 2, 3)),
    hint="work on new tensors; F.local_response_norm and nn.LocalResponseNorm are not to be called",
)
### BEGIN HIDDEN TESTS
observe("fewer maps than n", lambda: _normalised(3 * randn(2, pick((2, 3, 4)), 4, 3), n=pick((7, 9)), alpha=0.3))
observe("two pictures", lambda: _normalised(3 * randn(2, 6, 3, 3), alpha=pick((0.1, 0.2, 0.3))))
### END HIDDEN TESTS
observe.score()

# %% [markdown]
# Against PyTorch's. The first number is the largest difference with the $\alpha$ of the paper handed on as it is, the second with five
# times that. Then: by how much does it turn down a value of 1, 10 or 100 that has four equally strong neighbours?

# %% tags=["demo:against_torch"]
x = 100 * torch.randn(1, 96, 27, 27)
for alpha in (1e-4, 5e-4):
    apart = (response_norm(x) - F.local_response_norm(x, 5, alpha=alpha, k=2.0)).abs().max()
    print(f"torch with alpha={alpha:g}: off by up to {apart:.2g}")
for strength in (1.0, 10.0, 100.0):
    value = response_norm(torch.full((1, 5, 1, 1), strength))[0, 2].item()
    print(f"{strength:5g} becomes {value:7.3f}: {value / strength:.3f} of it")

# %% [markdown]
# At a strength of 1 nothing is left of the idea: everything is multiplied by $2^{-0.75} = 0.595$, whatever the neighbours do. The
# constants belong to pictures whose pixels go up to 255, so that the maps of conv1 hold large numbers. On pictures normalised to a
# standard deviation (표준편차) of 1, LRN with the paper's constants is little more than a constant factor. Keep that in mind when
# chapter 03 reports that it bought VGG nothing.

# %% [markdown]
# ## 5 · Dropout
#
# fc6 and fc7 have 54 million weights between them, and would learn 1.2 million pictures by heart. Remedy: in training, set the output of each of
# their units to zero with probability one half, at random, anew for each picture and each step. No unit can rely on a certain other one to be there,
# so each must be of use by itself. In a way, every step trains another network, and all of them share their weights.
#
# In the end one wants the whole network, with all units. But then twice as many units speak as during training, and the next layer gets sums
# twice as large. There are two ways to set it right:
#
# - **2012**: train with the surviving values as they are; afterwards, multiply *every* value by the probability that it was there, $1 - p$.
# - **today** ("inverted"): multiply the survivors by $1 / (1 - p)$ in training; afterwards there is nothing to do.
#
# PyTorch does the second. `model.train()` and `model.eval()` tell each layer which of the two it is: in a module, `self.training` holds it.

# %% [markdown]
# ### Exercise 4 · Dropout, today's and that of 2012 ●●○ · 20 minutes · 3 points
#
# Write two `nn.Module`s, `Dropout(p=0.5)` and `DropoutOf2012(p=0.5)`, with $0 \le p < 1$ the probability that a value is **dropped**. Tensors of any
# shape go in, and come out in the same shape.
#
# | | in training | in evaluation |
# |---|---|---|
# | `Dropout` | dropped values are 0, the others multiplied by $1 / (1 - p)$ | as it came |
# | `DropoutOf2012` | dropped values are 0, the others as they came | every value multiplied by $1 - p$ |
#
# - Each single value is dropped or not, independently of all others, and it is drawn anew in every call.
# - The input stays as it was. Gradients flow through the survivors.
# - No `nn.Dropout` or `F.dropout`: the check notices. `torch.rand_like(x)` draws a number between 0 and 1 for each value.
#
# <details><summary>The share of zeros is 1 - p</summary>
#
# `torch.rand_like(x) < p` is true for the share p: those are to be dropped, not kept.
# </details>
# <details><summary>"two channels agree" or "two calls agree" is too large</summary>
#
# Is the mask as large as x? Is it drawn in `forward`? If two things always agree, they share a mask.
# </details>
# <details><summary>Evaluation is random</summary>
#
# Ask `self.training`. It is set by `module.train()` and `module.eval()`; you need not do anything for it.
# </details>

# %% tags=["exercise:dropout"]
class Dropout(nn.Module):
    """Dropout as it is used today: survivors are multiplied by 1 / (1 - p), in evaluation nothing happens."""

    def __init__(self, p: float = 0.5) -> None:
        super().__init__()
        self.p = p

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        ### BEGIN SOLUTION
        if not self.training:
            return x
        kept = torch.rand_like(x) >= self.p
        return x * kept / (1 - self.p)
        ### END SOLUTION


class DropoutOf2012(nn.Module):
    """Dropout as in Krizhevsky et al. 2012, section 4.2: survivors as they are, in evaluation all is multiplied by 1 - p."""

    def __init__(self, p: float = 0.5) -> None:
        super().__init__()
        self.p = p

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        ### BEGIN SOLUTION
        if not self.training:
            return x * (1 - self.p)
        return x * (torch.rand_like(x) >= self.p)
        ### END SOLUTION


# %% tags=["check:dropout:3"]
from convnets.check import Called, check, pick, randn

_SHARES = (0.1, 0.2, 0.3, 0.4, 0.6, 0.7, 0.8)
_READY_MADE = "dropout", "dropout1d", "dropout2d", "dropout3d", "dropout_", "alpha_dropout", "feature_dropout", "native_dropout"


def _trained(kind, p):
    """In training: the share of zeros, what the survivors are multiplied by, at least and at most, and calls of ready-made dropout."""
    x, module = randn(20, 20, 10, 10), kind() if p is None else kind(p=p)
    with Called(*_READY_MADE) as ready_made:
        y = module.train()(x)
    factors, zeros = (y / x)[y != 0], (y == 0).float().mean().item()
    return {"share of zeros": round(zeros, 1), "factors": [factors.min(), factors.max()], "ready-made": ready_made.count}


def _agreement(kind, p):
    """How often two calls, pictures, channels, rows and columns agree about what is dropped, to a tenth."""
    module, x = kind(p).train(), randn(40, 40, 8, 8)
    kept, again = module(x) != 0, module(x) != 0
    pairs = {
        "calls": (kept, again),
        "pictures": (kept[:20], kept[20:]),
        "channels": (kept[:, :20], kept[:, 20:]),
        "rows": (kept[:, :, :4], kept[:, :, 4:]),
        "columns": (kept[..., :4], kept[..., 4:]),
        "neighbours": (kept[..., 1:], kept[..., :-1]),
    }
    return {f"two {what} agree": round((a == b).float().mean().item(), 1) for what, (a, b) in pairs.items()}


def _numbers(kind):
    """How many of 40 values 60 calls drop: always as many, or now more, now fewer."""
    module = kind(0.5).train()
    return "always as many" if len({int((module(torch.ones(2, 2, 2, 5)) == 0).sum()) for _ in range(60)}) == 1 else "now more, now fewer"


def _evaluated(kind, p, *shape):
    """In evaluation: what comes out."""
    y = kind(p).eval()(randn(*shape))
    return {"shape": list(y.shape), "values": y.flatten()}


def _of_shape(kind, *shape):
    """The shape of what comes out in training, and the values that ones can become."""
    module = kind(0.5).train()
    ys = [module(torch.ones(shape)) for _ in range(40)]
    return {"shape": list(ys[0].shape), "values": sorted({round(v, 3) for y in ys for v in y.flatten().tolist()})}


def _manners(kind, p):
    """Gradients at the survivors, at least and at most, and at the dropped; and whether x stayed as it was."""
    x = randn(20, 50)
    given = x.clone().requires_grad_()
    y = kind(p).train()(given * 1)
    y.sum().backward()
    survived, dropped = given.grad[y != 0], given.grad[y == 0]
    with torch.no_grad():
        kind(p).train()(inside := x.clone())
    return {"gradients": [survived.min(), survived.max(), dropped.abs().max()], "x unchanged": torch.equal(inside, x)}


observe = check("02_alexnet/dropout")
observe(
    "Dropout in training",
    lambda: _trained(Dropout, pick(_SHARES)),
    hint="the share p of all values is 0, and every other value is multiplied by 1 / (1 - p)",
)
observe(
    "Dropout in evaluation",
    lambda: _evaluated(Dropout, pick(_SHARES), 3, 7),
    hint="nothing happens",
)
observe(
    "DropoutOf2012 in training",
    lambda: _trained(DropoutOf2012, pick(_SHARES)),
    hint="the share p of all values is 0, and every other value is as it was",
)
observe(
    "DropoutOf2012 in evaluation",
    lambda: _evaluated(DropoutOf2012, pick(_SHARES), 3, 7),
    hint="every value times 1 - p",
)
observe(
    "every value is drawn by itself, in every call",
    lambda: [_agreement(kind, pick((0.1, 0.2, 0.8))) | {"of 40 values are dropped": _numbers(kind)} for kind in (Dropout, DropoutOf2012)],
    weight=2,
    hint="the mask has the shape of x, and is drawn in forward; independent ones agree in the share p² + (1 - p)²",
)
observe(
    "p left out, and p = 0",
    lambda: [[_trained(kind, None)["share of zeros"], kind(0.0).train()(randn(1, 2, 2, 5)).flatten()] for kind in (Dropout, DropoutOf2012)],
    weight=0.5,
    hint="p is 0.5 unless one says otherwise; with p = 0 everything stays as it is",
)
observe(
    "any shape",
    lambda: [_of_shape(kind, *shape) for kind in (Dropout, DropoutOf2012) for shape in ((pick(range(3, 9)),), (2, pick((3, 4)), 5), (1, 2, 3, 1))],
    weight=0.5,
    hint="what goes in may have one dimension or four; what comes out has the same shape",
)
observe(
    "gradients, and the input left as it was",
    lambda: [_manners(kind, pick(_SHARES)) for kind in (Dropout, DropoutOf2012)],
    hint="survivors pass the gradient on, times their factor; dropped values pass on nothing",
)
### BEGIN HIDDEN TESTS
def _in_turn(kind, p):
    """One module in training, in evaluation, and in training again: the share of zeros of each."""
    module, x = kind(p), randn(10, 10, 5, 8)
    return [round((module.train(mode)(x) == 0).float().mean().item(), 1) for mode in (True, False, True)]


observe("the two modes in turn", lambda: [_in_turn(kind, pick(_SHARES)) for kind in (Dropout, DropoutOf2012)])
### END HIDDEN TESTS
observe.score()

# %% [markdown]
# ## 6 · The whole network
#
# What follows each convolution is, in the paper's words and order: ReLU after every layer; response normalisation after the ReLU of conv1 and
# conv2; pooling after both normalisations, and after conv5. (The order ReLU, pooling, normalisation that is often drawn is that of a later copy, CaffeNet.)
#
# Where is the weight, and where is the work? The table below is PyTorch's own count. The five convolutions hold 6 % of the parameters and do 95 % of the multiply-accumulates (곱셈-누산).

# %% tags=["demo:cost"]
measure.layers(drawn, (3, 227, 227))

# %% [markdown]
# ### Exercise 5 · AlexNet from its table ●●● · 35 minutes · 5 points
#
# Write `AlexNet(num_classes=1000, divide=1, groups=1, first=(11, 4, 0), side=6)`; calling it gives an `nn.Module` from pictures to logits (로짓),
# (B, num_classes).
#
# | stage | layers |
# |---|---|
# | conv1 | 96 filters with kernel, stride and padding from `first`; ReLU; response normalisation; pooling |
# | conv2 | 256 filters, 5×5, padding 2, in `groups` groups; ReLU; response normalisation; pooling |
# | conv3 | 384 filters, 3×3, padding 1; ReLU |
# | conv4 | 384 filters, 3×3, padding 1, in `groups` groups; ReLU |
# | conv5 | 256 filters, 3×3, padding 1, in `groups` groups; ReLU; pooling |
# | fc6 | linear layer from all values of the last maps, 256×`side`×`side`, to 4096; ReLU; dropout |
# | fc7 | linear layer to 4096; ReLU; dropout |
# | fc8 | linear layer to num_classes |
#
# - **Every number of filters and hidden units** (96, 256, 384, 4096) is divided by `divide`; num_classes is not. A student's computer may then try it.
# - Pooling is the maximum over 3×3 windows in steps of 2. Dropout has p = 0.5. Response normalisation has the paper's constants. Every layer has biases.
# - Here you may use what PyTorch has: `nn.LocalResponseNorm`, with the right α (or your own function), `groups=`, `nn.Dropout`.
# - With the defaults it takes 3×227×227. With another `first` and `side` it takes other pictures: further down, 32×32.
#
# A class, a function that returns an `nn.Sequential`, a loop over the table: as you like. The linear layers should be linear layers, not convolutions.
#
# <details><summary>mat1 and mat2 shapes cannot be multiplied</summary>
#
# Print the sizes of the maps, and compare with the table in section 2. Did the pooling get `3, 2`, or only `3`? `nn.MaxPool2d(3)` moves in steps of 3.
# </details>
# <details><summary>Sizes and parameters are right, the response to strong pictures is not</summary>
#
# Then it is the response normalisation: its place (after the ReLU, before the pooling), its k, or its α. PyTorch's α is an average's: five times the paper's.
# </details>
# <details><summary>Only "what the linear layers get" fails</summary>
#
# The check looks at what goes into each linear layer in training. Dropout stands *behind* the ReLU of fc6 and fc7, so half of what fc7 and fc8 get is 0, and all that fc6 gets is there.
# (torchvision has it before fc6 and before fc7.)
# </details>

# %% tags=["exercise:alexnet"]
class AlexNet(nn.Module):
    """AlexNet (Krizhevsky et al. 2012, section 3.5): pictures (B, 3, H, W) -> logits (B, num_classes)."""

    def __init__(
        self,
        num_classes: int = 1000,
        divide: int = 1,
        groups: int = 1,
        first: tuple[int, int, int] = (11, 4, 0),
        side: int = 6,
    ) -> None:
        super().__init__()
        ### BEGIN SOLUTION
        c1, c2, c3, c4, c5, hidden = (n // divide for n in (96, 256, 384, 384, 256, 4096))
        kernel, stride, padding = first
        self.conv1 = nn.Conv2d(3, c1, kernel, stride, padding)
        self.conv2 = nn.Conv2d(c1, c2, 5, padding=2, groups=groups)
        self.conv3 = nn.Conv2d(c2, c3, 3, padding=1)
        self.conv4 = nn.Conv2d(c3, c4, 3, padding=1, groups=groups)
        self.conv5 = nn.Conv2d(c4, c5, 3, padding=1, groups=groups)
        self.fc6 = nn.Linear(c5 * side * side, hidden)
        self.fc7 = nn.Linear(hidden, hidden)
        self.fc8 = nn.Linear(hidden, num_classes)
        self.norm = nn.LocalResponseNorm(5, alpha=5e-4, beta=0.75, k=2.0)
        self.dropout = nn.Dropout(0.5)
        ### END SOLUTION

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        ### BEGIN SOLUTION
        x = F.max_pool2d(self.norm(F.relu(self.conv1(x))), 3, 2)  # 27 x 27 from 227
        x = F.max_pool2d(self.norm(F.relu(self.conv2(x))), 3, 2)  # 13 x 13
        x = F.relu(self.conv3(x))
        x = F.relu(self.conv4(x))
        x = F.max_pool2d(F.relu(self.conv5(x)), 3, 2)  # 6 x 6
        x = self.dropout(F.relu(self.fc6(x.flatten(1))))
        x = self.dropout(F.relu(self.fc7(x)))
        return self.fc8(x)
        ### END SOLUTION


# %% tags=["check:alexnet:5"]
from torch.nn.parameter import is_lazy
from torch.utils._python_dispatch import TorchDispatchMode

from convnets.check import check, op_sizes, parameters, pick, randn, response, run_once, sensitivity


def _photo(pictures=1):
    return randn(pictures, 3, 227, 227)


def _weights_and_biases(net, x):
    """How many numbers each weight and each bias holds, from the smallest to the largest."""
    return sorted(p.numel() for p in run_once(net, x).parameters())


class _LinearInputs(TorchDispatchMode):
    """What goes into each linear layer: how many values, the share of zeros to a tenth, the largest value."""

    def __init__(self, pictures):
        super().__init__()
        self.seen, self.pictures = [], pictures

    @classmethod
    def _should_skip_dynamo(cls):
        return False  # else PyTorch imports its compiler first, which takes seconds

    def __torch_dispatch__(self, function, types, args=(), kwargs=None):
        if function.overloadpacket.__name__ in ("addmm", "mm", "bmm"):
            given = next((t for t in args[-2:] if t.any()), args[-2])  # the other one holds the weights, which are 0
            self.seen.append([given.numel() // self.pictures, round((given == 0).float().mean().item(), 1), round(given.abs().max().item(), 2)])
        return function(*args, **(kwargs or {}))


def _given_to_linear_layers(net, training):
    """With every weight 0 and every bias 1, all that reaches a linear layer is 1, but for what stands between."""
    x = randn(24, 3, 227, 227)
    net = run_once(net, x[:1])
    with torch.no_grad():
        for p in net.parameters():
            p.fill_(float(p.dim() == 1))
        with _LinearInputs(len(x)) as inputs:
            net.train(training)(x)
    return inputs.seen


def _full_parameters(**how):
    """The parameters of the network with its defaults, built without memory for them."""
    with torch.device("meta"), torch.no_grad():
        net = AlexNet(**how).eval()
        if any(map(is_lazy, net.parameters())):
            net(torch.empty(1, 3, 227, 227))
        return parameters(net)


def _small(pictures):
    """A net for 32x32 pictures, and such a picture."""
    kernel, padding = pick(((3, 1), (5, 2), (7, 3)))
    return AlexNet(pick(range(3, 50)), pick((8, 16)), first=(kernel, 1, padding), side=3), randn(pictures, 3, 32, 32)


observe = check("02_alexnet/alexnet")
observe(
    "numbers that every layer with weights yields",
    lambda: op_sizes(AlexNet(pick(range(3, 50)), pick((8, 16))), _photo()),
    weight=0.5,
    hint="compare with the tables from the top: 55, 27, 27, 13, 13, 13, 13, 6; each number of filters and of units divided by `divide`",
)
observe(
    "numbers in every weight and bias",
    lambda: [_weights_and_biases(AlexNet(pick(range(3, 50)), pick((8, 16)), groups), _photo()) for groups in (1, 2)],
    hint="from the smallest to the largest, first with 1 group, then with 2: conv2, conv4 and conv5 are divided, and keep their biases",
)
observe(
    "numbers in every weight and bias, another first",
    lambda: _weights_and_biases(AlexNet(pick(range(3, 50)), 16, first=(pick((7, 8, 9, 10)), 4, 0)), _photo()),
    weight=0.5,
    hint="conv1's kernel is the first of the three numbers",
)
observe(
    "parameters of AlexNet() and AlexNet(groups=2): 62,378,344 and 60,965,224",
    lambda: [_full_parameters(), _full_parameters(groups=2), _full_parameters(num_classes=pick(range(3, 999)))],
    weight=0.5,
    hint="with the defaults; the third has another number of classes",
)
observe(
    "response to two pictures, and to the same 20 times as strong",
    lambda: response(AlexNet(pick(range(3, 50)), 16), _photo(2)),
    weight=3,
    hint="if only ×20 is wrong: response normalisation, its place, k, and α (torch's is five times the paper's)",
)
observe(
    "every layer learns",
    lambda: sensitivity(AlexNet(pick(range(3, 50)), 16, pick((1, 2))), _photo()),
    hint="if this alone fails: is every layer used, once, and nothing detached?",
)
observe(
    "what the linear layers get, in training",
    lambda: _given_to_linear_layers(AlexNet(pick(range(3, 50)), pick((8, 16))), training=True),
    weight=1.5,
    hint="how many values, the share of zeros, the largest: half of what fc7 and fc8 get is 0 and the rest is doubled; fc6 gets everything",
)
observe(
    "small pictures",
    lambda: response(*_small(4)),
    hint="`first` is conv1's kernel, stride and padding, `side` the side of the last maps",
)
### BEGIN HIDDEN TESTS
observe("response, in two groups", lambda: response(AlexNet(pick(range(50, 90)), 16, 2), _photo()), weight=1.5)
observe(
    "what the linear layers get, in evaluation",
    lambda: _given_to_linear_layers(AlexNet(pick(range(3, 50)), pick((8, 16))), training=False),
    weight=0.5,
)
### END HIDDEN TESTS
observe.score()

# %% [markdown]
# ## 7 · A table and a piece of code
#
# The two below stand side by side in many courses and posts: the table of the paper, and, as "the implementation", this.

# %% tags=["demo:printed_code"]
printed = nn.Sequential(
    nn.Conv2d(3, 64, kernel_size=11, stride=4, padding=2), nn.ReLU(), nn.MaxPool2d(3, 2),
    nn.Conv2d(64, 192, kernel_size=5, padding=2), nn.ReLU(), nn.MaxPool2d(3, 2),
    nn.Conv2d(192, 384, kernel_size=3, padding=1), nn.ReLU(),
    nn.Conv2d(384, 256, kernel_size=3, padding=1), nn.ReLU(),
    nn.Conv2d(256, 256, kernel_size=3, padding=1), nn.ReLU(), nn.MaxPool2d(3, 2),
    nn.Flatten(), nn.Dropout(0.5), nn.Linear(256 * 6 * 6, 4096), nn.ReLU(),
    nn.Dropout(0.5), nn.Linear(4096, 512), nn.ReLU(),
    nn.Linear(512, 2),
)  # fmt: skip
print(f"{measure.parameters(printed):,} parameters")

# %% [markdown]
# It runs, it learns cats and dogs, and it is not the network of the table. It is a network of its own, made for one graphics card, with
# torchvision's numbers of filters. Reading two columns of numbers against one another is work for a machine.

# %% [markdown]
# ### Exercise 6 · A proof-reader ●●○ · 20 minutes · 3 points
#
# - `convolutions(net)`: for each `nn.Conv2d` anywhere in `net`, in the order in which `net.modules()` names them, a tuple of five whole numbers
#   (filters, kernel, stride, padding, groups). Everything is square: PyTorch's `(11, 11)` is an 11.
# - `differences(net, table)`: where the network departs from a table with such rows, as `PAPER_TABLE` in the set-up is. A list of tuples (number, column, in
#   the table, in the network): `number` counts the convolutions from 1, `column` is one of `COLUMNS`. Row by row, and in a row from left to right. For the
#   same network, an empty list.
# - If the table has more rows or fewer than the network has convolutions, `differences` raises a `ValueError`.
#
# For the network above, the first entry is `(1, "filters", 96, 64)`.
#
# <details><summary>kernel is (11, 11) and not 11</summary>
#
# PyTorch turns numbers into pairs: `conv.kernel_size`, `conv.stride` and `conv.padding` are tuples. Take the first of the two.
# </details>
# <details><summary>I only find some of the convolutions</summary>
#
# `net.children()` is the first level; `net.modules()` is the module itself and everything in it, at every depth.
# </details>
# <details><summary>No ValueError comes, or it comes always</summary>
#
# `zip(a, b, strict=True)` raises it when one is longer; a plain `zip` stops at the shorter without a word. Or compare the lengths yourself, and `raise ValueError("...")`.
# </details>

# %% tags=["exercise:proof_reader"]
def convolutions(net: nn.Module) -> list[tuple[int, int, int, int, int]]:
    """(filters, kernel, stride, padding, groups) of every convolution in the network."""
    ### BEGIN SOLUTION
    return [
        (m.out_channels, m.kernel_size[0], m.stride[0], m.padding[0], m.groups)
        for m in net.modules()
        if isinstance(m, nn.Conv2d)
    ]
    ### END SOLUTION


def differences(net: nn.Module, table: tuple[tuple[int, ...], ...]) -> list[tuple[int, str, int, int]]:
    """Where the network departs from the table: (number, column, in the table, in the network)."""
    ### BEGIN SOLUTION
    return [
        (number, column, expected, found)
        for number, (row, real) in enumerate(zip(table, convolutions(net), strict=True), start=1)
        for column, expected, found in zip(COLUMNS, row, real, strict=True)
        if expected != found
    ]
    ### END SOLUTION


# %% tags=["check:proof_reader:3"]
from convnets.check import check, pick, whole


def _draw_rows(n):
    """Rows for a network of n convolutions."""
    return [(8 * pick(range(1, 9)), pick((1, 3, 5, 7)), pick((1, 2, 3)), pick((0, 1, 2, 3)), pick((1, 2, 4))) for _ in range(n)]


def _build(rows):
    """Such a network: convolutions at several depths, with other layers between them."""
    stages, c_in = nn.Sequential(), 8
    for i, (filters, kernel, stride, padding, groups) in enumerate(rows):
        conv = nn.Conv2d(c_in, filters, kernel, stride, padding, groups=groups)
        stages.append(nn.Sequential(conv, nn.ReLU(), nn.MaxPool2d(3, 2)) if i % 3 == 1 else conv)
        c_in = filters
    return nn.Sequential(nn.Sequential(stages, nn.ReLU()), nn.ConvTranspose2d(c_in, 6, 3, 2), nn.Flatten(), nn.Linear(4, 2))


def _misprinted(rows, places):
    """The rows with another number at each of the places (row, column)."""
    rows = [list(row) for row in rows]
    for row, column in places:
        rows[row][column] += pick((1, 2, 5))
    return tuple(map(tuple, rows))


def _told(places):
    """What `differences` says of a network and a table that is misprinted at these places."""
    rows = _draw_rows(5)
    found = differences(_build(rows), _misprinted(rows, places))
    return "nothing" if found is None else [list(d) for d in found]


def _refused(rows_of_net, rows_of_table):
    """What comes of a network and a table of different lengths."""
    rows = _draw_rows(max(rows_of_net, rows_of_table))
    try:
        return [list(d) for d in differences(_build(rows[:rows_of_net]), _misprinted(rows[:rows_of_table], [(0, 1)]))]
    except ValueError:
        return "ValueError"


observe = check("02_alexnet/proof_reader")
observe(
    "convolutions, three in a row",
    lambda: whole([list(row) for row in convolutions(nn.Sequential(*[m for m in _build(_draw_rows(3)).modules() if isinstance(m, nn.Conv2d)]))]),
    hint="(filters, kernel, stride, padding, groups), whole numbers",
)
observe(
    "convolutions, at every depth",
    lambda: [list(row) for row in convolutions(_build(_draw_rows(5)))],
    hint="net.modules() goes through everything, children only through the first level",
)
observe(
    "convolutions, one that is the network, and none",
    lambda: [[list(row) for row in convolutions(net)] for net in (nn.Conv2d(3, pick(range(3, 50)), 3), nn.Sequential(nn.ReLU(), nn.Linear(2, 3)))],
    weight=0.5,
    hint="net.modules() begins with the network itself; where there is no convolution the list is empty",
)
observe(
    "differences, one misprint in each column",
    lambda: [_told([(pick(range(5)), column)]) for column in range(5)],
    hint="(number from 1, column, in the table, in the network)",
)
observe(
    "differences, several misprints",
    lambda: _told([(row, column) for columns in [pick(range(5), 2)] for row in pick(range(5), 2) for column in columns]),
    hint="row by row, and in a row from left to right",
)
observe(
    "differences, none",
    lambda: [pick(range(9)), _told([]), whole(differences(nn.Sequential(nn.ReLU()), ()))],
    weight=0.5,
    hint="an empty list for the same network, and for no convolutions and no rows",
)
observe(
    "a table that is too short or too long",
    lambda: [_refused(4, 3), _refused(1, 2), _refused(3, 4), _told([(pick(range(5)), pick(range(5)))])],
    hint="all three raise ValueError; the last table has the right length",
)
### BEGIN HIDDEN TESTS
observe("differences, a column all wrong", lambda: _told([(row, c) for c in (pick(range(5)),) for row in range(5)]))
### END HIDDEN TESTS
observe.score()

# %% tags=["demo:differences"]
for number, column, in_table, in_network in differences(printed, PAPER_TABLE):
    print(f"convolution {number}: {column:<8} {in_table:>4} in the table, {in_network:>4} in the code")
print(f"A first map of 63×63 belongs to pictures of {' to '.join(map(str, fitting(63, 11, 4, 2)))} pixels.")

# %% [markdown]
# (The last line answers a riddle. Listings of this network often begin with a map of 64×63×63 and say that the picture has 224 pixels. It has 256.)

# %% [markdown]
# ## 8 · More pictures than there are
#
# 1.2 million pictures were too few for 61 million parameters, so the paper made more of them, without keeping any: each time a picture is used, it is
# changed a little, at random, in a way that leaves its class as it was.
#
# - **Cut out and mirror.** Of a picture of 256×256, a random piece of 224×224 (let us take the paper's number), mirrored every other time.
#   When the network is tested, it sees ten pieces, the corners and the middle, and their mirror images; the ten answers are averaged.
# - **Change the colours.** An object stays what it is in the light of noon and of evening. So let the picture become brighter or darker, warmer or
#   colder; not along any axis, but along those in which the colours of real pictures vary most.
#
# The second is the prettier one. Take all pixels of all training pictures: points in a space of three dimensions, red, green, blue. Their **covariance
# matrix** (공분산 행렬), 3×3, says how the cloud lies. Its **eigenvectors** (고유벡터) $p_1, p_2, p_3$ are the axes of the cloud, its **eigenvalues**
# (고유값) $\lambda_1, \lambda_2, \lambda_3$ how far it stretches along each: a principal component analysis, PCA (주성분 분석). Then draw three numbers
# $\alpha_i$ for a picture, from a normal distribution with a standard deviation of 0.1, and add to **every** pixel of that picture
#
# $$\begin{pmatrix} p_1 & p_2 & p_3 \end{pmatrix} \begin{pmatrix} \alpha_1 \lambda_1 \\ \alpha_2 \lambda_2 \\ \alpha_3 \lambda_3 \end{pmatrix}.$$

# %% [markdown]
# ### Exercise 7 · Colours along their axes ●●○ · 20 minutes · 3 points
#
# - `colour_axes(images)`: for pictures of shape (N, 3, H, W), the pair (values, vectors): the three eigenvalues of the covariance matrix of all their pixels,
#   shape (3,), and the eigenvectors as the **columns** of a 3×3 tensor, each of length 1. Any order, as long as column $i$ belongs to value $i$. The covariance is the *mean* product
#   of deviations: divide by the number of pixels, not by one less. All pixels of all pictures make one cloud.
# - `shift_colours(images, values, vectors, alphas)`: new pictures, with the colour above added to all pixels of each. `alphas` is (N, 3): a row for each picture.
#
# Both leave the pictures that came in as they were.
#
# <details><summary>How do I make a cloud of pixels of (N, 3, H, W)?</summary>
#
# `images.transpose(0, 1).flatten(1)` is (3, N·H·W): a row for each colour. `images.reshape(3, -1)` has the same shape and is wrong: it mixes the colours.
# </details>
# <details><summary>Eigenvalues and eigenvectors</summary>
#
# `torch.linalg.eigh(matrix)` gives both for a symmetric matrix, the vectors in columns. `torch.cov(rows, correction=0)` divides by the number of pixels.
# </details>
# <details><summary>The shift is wrong, or has the wrong shape</summary>
#
# For one picture it is `vectors @ (alphas[n] * values)`, three numbers. For all of them at once, `(alphas * values) @ vectors.T`, of shape (N, 3). To add it to
# (N, 3, H, W), give it two more dimensions: `shift[:, :, None, None]`.
# </details>

# %% tags=["exercise:colours"]
def colour_axes(images: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    """Eigenvalues (3,) and eigenvectors (3, 3), in columns, of the covariance of all pixels of images (N, 3, H, W)."""
    ### BEGIN SOLUTION
    pixels = images.transpose(0, 1).flatten(1)  # (3, all pixels)
    values, vectors = torch.linalg.eigh(torch.cov(pixels, correction=0))
    return values, vectors
    ### END SOLUTION


def shift_colours(
    images: torch.Tensor, values: torch.Tensor, vectors: torch.Tensor, alphas: torch.Tensor
) -> torch.Tensor:
    """Add sum of alpha_i * value_i * vector_i to every pixel of each picture (Krizhevsky et al. 2012, section 4.1)."""
    ### BEGIN SOLUTION
    shift = (alphas * values) @ vectors.T  # (N, 3)
    return images + shift[:, :, None, None]
    ### END SOLUTION


# %% tags=["check:colours:3"]
from convnets.check import check, pick, randn


def _draw_pictures(n, height, width):
    """Pictures whose colours depend on one another, each picture with a tint of its own."""
    return torch.einsum("dc,nchw->ndhw", randn(3, 3), randn(n, 3, height, width)) + 2 * randn(n, 3, 1, 1) + randn(1, 3, 1, 1)


def _rebuilt(images):
    """The covariance that eigenvalues and eigenvectors stand for, and the products of the eigenvectors with one another."""
    values, vectors = colour_axes(images)
    return {
        "covariance": (vectors * values) @ vectors.T,
        "products": vectors.T @ vectors,
        "values": values.sort().values,
        "pictures afterwards": images.flatten()[:: max(1, images.numel() // 200)],
    }


def _drawn_axes():
    """Three values, and three vectors of length 1 at right angles."""
    return randn(3).abs() + 0.5, torch.linalg.qr(randn(3, 3)).Q


def _shifted(images, alphas):
    """What is added to each picture at one pixel, at least and at most over all pixels; and the pictures as they are afterwards."""
    given = images.clone()
    added = shift_colours(given, *_drawn_axes(), alphas) - images
    return {"added": added[..., 0, 0], "least": added.amin((2, 3)), "most": added.amax((2, 3)), "pictures afterwards": given.flatten()}


observe = check("02_alexnet/colours")
observe(
    "colour_axes, one picture",
    lambda: _rebuilt(_draw_pictures(1, 90, pick(range(80, 100)))),
    hint="the deviations of all pixels from their mean; covariance, not correlation; column i belongs to value i",
)
observe(
    "colour_axes, few pixels",
    lambda: _rebuilt(_draw_pictures(pick((1, 2)), 3, pick((4, 5)))),
    hint="divide by the number of pixels; torch.cov divides by one less unless it is told `correction=0`",
)
observe(
    "colour_axes, seven pictures",
    lambda: _rebuilt(_draw_pictures(7, 30, pick(range(40, 60)))),
    hint="all pixels of all pictures are one cloud, with one mean",
)
observe(
    "shift_colours, along one axis",
    lambda: [_shifted(randn(1, 3, 4, 5), pick((0.1, 0.2, 0.5)) * torch.eye(3)[i : i + 1]) for i in range(3)],
    hint="alpha · value · vector, where vector number i is column i",
)
observe(
    "shift_colours, three pictures",
    lambda: [_shifted(randn(n, 3, 5, 4), randn(n, 3)) for n in (3, 1)],
    hint="each picture has its own row of alphas, and the same is added to all of its pixels",
)
### BEGIN HIDDEN TESTS
observe("shift_colours, many pictures", lambda: _shifted(randn(6, 3, 3, 3), randn(6, 3))["added"])
### END HIDDEN TESTS
observe.score()

# %% [markdown]
# Our pictures for this chapter, and for the rest of the course: the digits of chapter 01, each blended with a patch of a colour photograph, 3×32×32. Each pixel is the absolute difference of the two, so a stroke shows the patch in negative. Their colour axes, and what the two changes make of
# four of them (with 0.3 instead of the paper's 0.1, so that you can see it):

# %% tags=["demo:augmented"]
photos = data.load("digits_on_photos")
values, vectors = colour_axes(photos.train.images)


def moved_and_coloured(images, strength=0.3):
    """Moved by up to two pixels, and in other colours; both are drawn anew for each picture."""
    return shift_colours(data.random_shift(images), values, vectors, strength * torch.randn(len(images), 3))


for value, vector in sorted(zip(values.tolist(), vectors.T.tolist()), reverse=True):
    print(f"variance {value:.3f} along", "  ".join(f"{colour} {part:+.2f}" for colour, part in zip(("red", "green", "blue"), vector)))
plot.augmentations(photos.train.take(4), moved_and_coloured, n=7)

# %% [markdown]
# Along the first axis all three colours grow together: it is brightness, and it holds most of the variance. The second and third change the hue, and they are short, so hues change little. That is the point of it: new
# pictures, but credible ones.
#
# **Mind the units.** $\lambda$ is a variance (분산), a square; the formula adds it to something that is no square. With pixels of 0 to 255 a variance is $255^2$ times as large as with pixels of 0 to 1, but the pixels only
# 255 times. So the paper's 0.1 means something only together with the scale of the pictures. Ours have a standard deviation of 1 in each channel, so the three variances add up to 3, and 0.1 is a mild
# change.
#
# **Mind the class.** What may change depends on the pictures. Mirrored, a photograph of a dog is a photograph of a dog:

# %% tags=["demo:mirrored"]
ten = photos.train.pixels(photos.train.images[:10])
plot.pictures(torch.cat([ten, ten.flip(-1)]))

# %% [markdown]
# Hold a 2 or a 5 against its mirror image. Random mirroring would do our digits harm, so we leave it out, as the authors of LeNet-5 would have.

# %% [markdown]
# ## 9 · Training
#
# The common budget of the lineage table, as at the end of chapter 01: 4,000 digits on photographs, 16 rounds in batches of 64, tested on 1,000 others.
#
# A picture of 32×32 would not survive steps of 4 pixels, and two CPU cores would not survive 62 million parameters in a minute. So this is AlexNet in a small form: conv1 with 5×5 windows in
# steps of 1, and an eighth of all filters and units. It is labelled small wherever it appears.

# %% tags=["demo:small"]
def small_alexnet():
    """Your AlexNet, an eighth as wide, for pictures of 3×32×32."""
    net = AlexNet(10, divide=8, first=(5, 1, 2), side=3)
    net(torch.zeros(1, 3, 32, 32))  # lazy layers, if you have any, now know their shapes
    return net


print(f"{measure.parameters(small_alexnet()):,} parameters, {measure.macs(small_alexnet(), (3, 32, 32)):,} multiply-accumulates")

# %% [markdown]
# ### How it starts
#
# The paper starts all weights at random, normally distributed around 0 with a standard deviation of 0.01, and all biases at 0, but those of conv2, conv4, conv5, fc6 and fc7 at 1, so that the ReLUs
# are given positive numbers at first. Does that work for the small form too? Look at what reaches the end of the network. Feed it fifty pictures, and ask how much the logits differ
# *from picture to picture*: if they do not, the network says the same whatever it is shown, and has little to learn from.

# %% tags=["demo:starts"]
def start(net, std=None):
    """Weights N(0, std²), biases 0 or 1, as in the paper; without std, weights of variance 2 / inputs in each layer, and all biases 0."""
    layers = [m for m in net.modules() if isinstance(m, nn.Conv2d | nn.Linear)]
    for number, layer in enumerate(layers, start=1):
        inputs = layer.weight[0].numel()
        nn.init.normal_(layer.weight, std=(2 / inputs) ** 0.5 if std is None else std)
        nn.init.constant_(layer.bias, float(std is not None and number in (2, 4, 5, 6, 7)))
    return net


@torch.no_grad()
def spread(net, images):
    """How much the logits differ from picture to picture: their standard deviation, averaged over the classes."""
    return net.eval()(images).std(dim=0).mean().item()


torch.manual_seed(0)
fifty = photos.train.images[:50]
print(f"all weights with a standard deviation of 0.01:  {spread(start(small_alexnet(), 0.01), fifty):.1e}")
print(f"each layer's with a variance of 2 / inputs:     {spread(start(small_alexnet()), fifty):.1e}")

# %% [markdown]
# With the paper's 0.01 the small form is as good as blind: by the time the picture reaches the logits, hardly anything is left of it. We trained it all the same, with a learning rate of 0.1: after 16 rounds the loss was still $\log 10 = 2.303$, as at the start.
#
# Why? A sum of $m$ terms with random weights of size 0.01 is about $0.01 \sqrt{m}$ times as large as one of its terms. A unit of the real fc6 adds up 9,216 of them, and the factor is 0.96. A unit of the small fc6
# adds up 288, and it is 0.17. Several such layers in a row, and the signal is gone. So **0.01 is a number for wide layers**. The remedy is to let the weights of each layer depend on how many inputs a
# unit has, with a variance of 2 / inputs. That is He initialisation, of 2015. Chapter 03 derives it, and in chapter 05 you meet its authors; here we only borrow it, with a learning rate of 0.02.

# %% tags=["training:alexnet"]
from convnets import lineage

torch.manual_seed(0)
net = start(small_alexnet())
history = lineage.fit(net, "alexnet", "small, width 1/8", lr=0.02, after_epoch=plot.live())
history

# %% tags=["demo:lineage"]
lineage.table()

# %% [markdown]
# We saw 94.7 and 95.3 %. LeNet-5 in colour, the last network of chapter 01, has 62,006 parameters where this has 474,810, and gets as far on these pictures. So was it all for nothing? For four thousand digits, yes. The ingredients of section 1 are for the opposite trouble: a million
# pictures, a thousand classes, and a network that must be large. Dropout even costs time here: without it the network starts quicker, ends as well (94.7 %), and knows 99 % of its training pictures by heart.
#
# Look at the curves once more. For most of the training the *held-out* pictures are read better than those that it learns from. You will be asked why in section 11.

# %% [markdown]
# ## 10 · Looking inside: ZFNet
#
# A year later Matthew Zeiler and Rob Fergus asked what such a network looks for, and made pictures of it. Among the filters of AlexNet's first layer they found some that were dead, some with very coarse or very fine patterns and hardly any in between;
# and in the second layer, stripes that the steps of 4 pixels had left behind. So they changed two layers: conv1 has filters of 7×7 in steps of 2, conv2 moves in steps of 2 as well. (And there is no division over two cards.) With AlexNet's numbers of filters that is

# %% tags=["demo:zfnet"]
with torch.device("meta"):
    zfnet_small, zfnet = models.create("zfnet_small"), models.create("zfnet")
for name, shape in measure.map_sizes(zfnet_small, (3, 224, 224)):
    if name.endswith(("conv", "pool", "linear")):
        print(f"{name:<12}", "×".join(map(str, shape)))
print(f"{measure.parameters(zfnet_small):,} parameters; with 512, 1024 and 512 filters in conv3, conv4, conv5: {measure.parameters(zfnet):,}")

# %% [markdown]
# One such network gets 16.5 % top-5 errors on the validation pictures, where their own copy of AlexNet gets 18.1 %; the larger form 16.0 %; six together 14.8 % on the test pictures. The smaller windows and steps were found by looking; the wider layers of the larger form and the vote of six networks were not.
#
# What did they look with?
#
# - **Filters.** The first layer can be drawn as it is, because it looks at colours. Your own, 5×5 in three colours:

# %% tags=["demo:filters"]
plot.filters(next(p for p in net.parameters() if p.dim() == 4))

# %% [markdown]
# - **Maps.** What those filters, and all later ones, make of a picture. Choose a picture and a layer; red is positive, blue negative. How early can you no longer recognise the digit?

# %% tags=["demo:maps"]
explore.features(net, photos.test)

# %% [markdown]
# - **Deconvolution** (역합성곱). For deeper layers, they take one strong answer of one map and run it backwards, through the same filters turned round, to the pixels that gave rise to it. It shows edges and corners in layer 2, textures and
#   meshes in layer 3, parts such as dogs' faces in layer 4, whole things in layer 5.
# - **Occlusion** (가림). Cover a part of the picture with a grey square, and see whether the network still knows what it is. It needs nothing but the network's answer, and it answers a question that one had to worry about: does the network see the dog, or the
#   lawn?

# %% [markdown]
# ### Exercise 8 · An occlusion map ●●○ · 25 minutes · 4 points
#
# Write `occlusion_map(model, image, label, size, stride=1, value=0.0)`. `image` is one picture (C, H, W). A square of `size` × `size` pixels takes the place of what is there, in **all** channels, with the value `value`; its top left corner
# goes to the rows and columns 0, `stride`, 2·`stride`, ... as long as it lies inside the picture. For each place, the map holds the **probability** that the model then gives to the class `label`: a float tensor of shape (rows, columns).
#
# - A probability is what softmax (소프트맥스) makes of the logits.
# - The model is in evaluation mode and no gradients are computed. `image` stays as it was, and every place begins with the whole picture.
#
# Whether you ask the model picture by picture or give it all of them in one batch is up to you.
#
# <details><summary>The map gets smaller and smaller numbers from left to right</summary>
#
# Then the squares pile up: each place needs a fresh copy of the picture, `image.clone()`.
# </details>
# <details><summary>The shape is off by one</summary>
#
# It is the arithmetic of section 2: (H - size) // stride + 1 rows, with H - size itself still allowed.
# </details>
# <details><summary>RuntimeError about dimensions, or a strange probability</summary>
#
# The model takes a batch: `image[None]` is a batch of one. The softmax runs over the classes, `dim=1` of (B, num_classes).
# </details>

# %% tags=["exercise:occlusion"]
def occlusion_map(
    model: nn.Module, image: torch.Tensor, label: int, size: int, stride: int = 1, value: float = 0.0
) -> torch.Tensor:
    """For each place of a square over the image (C, H, W): the probability of the label."""
    ### BEGIN SOLUTION
    _, height, width = image.shape
    rows, columns = range(0, height - size + 1, stride), range(0, width - size + 1, stride)
    covered = image.repeat(len(rows) * len(columns), 1, 1, 1)
    places = [(top, left) for top in rows for left in columns]
    for picture, (top, left) in zip(covered, places):
        picture[:, top : top + size, left : left + size] = value
    model.eval()
    with torch.no_grad():
        probabilities = model(covered).softmax(dim=1)[:, label]
    return probabilities.reshape(len(rows), len(columns))
    ### END SOLUTION


# %% tags=["check:occlusion:4"]
from convnets.check import check, kind_of, pick, randn


class _Probe(nn.Module):
    """A linear classifier with drawn weights and dropout; it notes in which mode it was called."""

    def __init__(self, values, classes=4):
        super().__init__()
        self.weights = nn.Parameter(2 * randn(values, classes) / values**0.5)
        self.dropout = nn.Dropout(0.5)
        self.called = set()

    def forward(self, x):
        self.called.add(("training" if self.training else "evaluation", "gradients" if torch.is_grad_enabled() else "no gradients"))
        return self.dropout(x.flatten(1)) @ self.weights


def _mapped(channels, height, width, size, **how):
    """The shape and the values of a map, for a drawn picture and a drawn class."""
    model, image = _Probe(channels * height * width).eval(), randn(channels, height, width)
    found = torch.as_tensor(occlusion_map(model, image, pick(range(4)), size, **how))
    return {"shape": list(found.shape), "values": found.flatten()}


def _kind_of_map():
    """The map's shape, what it is, and of what kind of numbers."""
    found = occlusion_map(_Probe(25).eval(), randn(1, 5, 5), pick(range(4)), pick((2, 3)))
    return [list(torch.as_tensor(found).shape), kind_of(found), "floats" if torch.as_tensor(found).is_floating_point() else "no floats"]


def _manners():
    """How the model was called, [mode, gradients]; the image as it is afterwards; one value."""
    model, image = _Probe(60).train(), randn(1, 6, 10)
    found = torch.as_tensor(occlusion_map(model, image, pick(range(4)), 3, 2))
    return {"called": sorted(model.called), "image afterwards": image.flatten(), "first": found.flatten()[:1], "requires_grad": found.requires_grad}


observe = check("02_alexnet/occlusion")
observe(
    "one place: the whole picture covered",
    lambda: _mapped(1, 5, 5, 5, value=pick((-1.0, 0.5, 1.0))),
    weight=0.5,
    hint="a map of one value: the probability of `label` when every pixel is `value`",
)
observe(
    "grey picture, steps of 1",
    lambda: [_mapped(1, 8, 8, size) for size in (1, pick((2, 3)))],
    hint="softmax, then the column of the label; each place starts with the whole picture",
)
observe(
    "colour picture, not square, steps of 1",
    lambda: _mapped(3, pick((6, 7)), pick((8, 9)), 3),
    hint="all channels are covered; rows come first in the shape",
)
observe(
    "larger steps",
    lambda: [_mapped(3, 9, 12, pick((3, 4)), stride=stride) for stride in (2, 3)],
    hint="(H - size) // stride + 1 rows; the square that just fits is laid as well",
)
observe(
    "another value",
    lambda: _mapped(2, 8, 7, 3, stride=2, value=pick((-2.0, -1.0, 1.0, 2.0))),
    hint="the square holds `value`, not 0",
)
observe(
    "evaluation mode, no gradients, nothing changed",
    lambda: _manners(),
    hint="model.eval() and torch.no_grad(); work on copies of the image",
)
observe("a float tensor", lambda: _kind_of_map(), weight=0.5, hint="torch.tensor(rows) makes a tensor of a list of lists; torch.stack puts tensors together")
### BEGIN HIDDEN TESTS
observe("all arguments", lambda: _mapped(3, 11, 8, pick((2, 4)), stride=pick((2, 3)), value=pick((-1.5, 1.5))))
### END HIDDEN TESTS
observe.score()

# %% [markdown]
# Now look at your network with it. In our pictures the value 0 is the mean colour, a grey. Above, test pictures as they are; below, for each place, how sure the network still is of the right class when a square of 9×9 pixels lies around that
# place: bright is sure, dark is lost. The number is the probability with nothing covered.

# %% tags=["demo:occlusion"]
from matplotlib import colormaps


def maps_of(net, images, labels, size=9):
    """Pictures over their occlusion maps; the titles say how sure the network is of the right class with nothing covered."""
    net.cpu().eval()
    with torch.no_grad():
        sure = net(images).softmax(dim=1)[range(len(labels)), labels]
    heat, border = [], size // 2
    for image, label in zip(images, labels.tolist()):
        held = torch.as_tensor(occlusion_map(net, image, label, size))
        held = F.pad(held[None], [border] * 4, mode="replicate")[0]  # a value stands in the middle of its square
        heat.append(torch.tensor(colormaps["magma"](held.numpy())[..., :3]).float().permute(2, 0, 1))
    titles = [f"{label}: {100 * p:.0f} %" for label, p in zip(labels.tolist(), sure.tolist())]
    return plot.pictures(torch.cat([photos.test.pixels(images), torch.stack(heat)]), titles + [""] * len(heat), columns=len(heat))


maps_of(net, *photos.test[:10])

# %% [markdown]
# Where it is dark, the network needed what it saw. Compare with the stroke: is it the digit that matters, and which part of it? Move the picture and the size of the square:

# %% tags=["demo:occlusion_explorer"]
def four_maps(picture=0, size=9):
    """Four pictures, from `picture` on, and their maps for a square of this size."""
    return maps_of(net, *photos.test[picture : picture + 4], size)


explore.Explorer(four_maps, picture=range(0, 200, 4), size=range(3, 16, 2), start={"size": 9})

# %% [markdown]
# And those that it gets wrong, most confidently first:

# %% tags=["demo:mistakes"]
evaluation = train.evaluate(net, photos.test)
print(evaluation)
plot.mistakes(photos.test, evaluation, 10)

# %% [markdown]
# And ten of which it is not sure: the right class has a probability near one half. Is there a place that is *brighter* than the rest? With that part covered the network is surer of the right class. Something there speaks for another.

# %% tags=["demo:unsure"]
of_the_right_class = evaluation.probabilities[range(len(photos.test)), evaluation.labels]
maps_of(net, *photos.test[(of_the_right_class - 0.5).abs().argsort()[:10]])

# %% [markdown]
# ## 11 · Written questions
#
# ### Question 1 · Better at what it has not seen? · 15 minutes · 3 points
#
# In the curves of section 9, the network is for most of the training better on the *held-out* pictures than on those that it learns from. Overfitting would look the other way round. In 80 to 150 words:
#
# 1. Name at least two things that make the accuracy on the training pictures come out lower *as it is measured here*. (Two are different between training and testing; a third is a matter of when it is measured.)
# 2. Describe an experiment that shows how much one of them accounts for. What would you measure, and what do you expect?
# 3. Does the picture change if a network is trained for ten times as long? Which of the two curves would you believe in the end?

# %% [markdown] tags=["written:better_unseen:3"]
# The accuracy on the training pictures is taken during training. Then dropout is on: half of the units of fc6 and fc7 are missing, and the network is worse than it could be. On the held-out pictures it runs in evaluation mode, with all its
# units. Second, the training pictures are moved at random, some so far that part of the digit touches the edge, and the held-out ones are not. Third, it is an average over the epoch, so it counts the network as it was at the epoch's beginning too, while the
# held-out pictures are tested at its end; early on, when it learns quickly, that matters most.
#
# Experiment: after training, evaluate the network on the *training* pictures in evaluation mode, unmoved (`train.evaluate(net, photos.train)`). I expect a number above both curves. Doing it once in training mode, or once with moved pictures, tells how much each part
# accounts for.
#
# Trained for longer, the network learns its 4,000 pictures by heart, even with dropout, and the curves cross. It is the held-out accuracy that says what the network is worth.
#
# ### BEGIN MARK SCHEME
# - 1 point: two of: dropout is on in training and off in testing; training pictures are augmented and test pictures are not; the training accuracy is averaged over an epoch in which the network improves. Half a point for one.
# - 1 point: an experiment that separates one cause (evaluation mode on the training pictures; training without dropout or without moving; measuring at the end of the epoch), with what is expected. Half a point without the expectation.
# - 1 point: with longer training the curves come together or cross (overfitting), and the held-out curve is the one to believe. "The test pictures are easier" as the only reason earns nothing here unless it is tested.
# ### END MARK SCHEME

# %% [markdown]
# ### Question 2 · What an occlusion map tells · 15 minutes · 3 points
#
# Choose two of your maps from section 10: one of a picture that the network knows well, and one where it is unsure or wrong. In 80 to 150 words, and with the labels and probabilities of your two pictures:
#
# 1. What does each map say the network uses?
# 2. Somebody sees a map that is bright everywhere and concludes: *"No part of the picture matters to the network."* Why does that not follow?
# 3. The square is itself something that was not in the picture. How could it mislead, and what would you do about it?

# %% [markdown] tags=["written:reading_maps:3"]
# My first picture is a 9, known with 100 %. Its map is dark in three places: two on the loop, one at the end of the stem. Cover any of them, and the probability is all but 0; cover the background, and nothing changes. So the network uses the digit. The
# second is a 7 that it gives only 42 %, and takes for a 9. It is dark along the bar and the stem on the right, and *bright* on the left, where the bar begins with a thick hook: with the hook covered, the 7 has 100 %. The hook looks to it like the loop of a 9.
#
# Bright everywhere means that no *single* square of that size is needed. The network may use several parts that can stand in for one another: cover either, and the other is enough. A larger square, or covering two places at once, could show it.
#
# The square has edges and corners of its own, and a network that looks for strokes may take it for one. I would repeat the map with other values (black, white, noise, a blurred copy of what is there) and believe only what stays.
#
# ### BEGIN MARK SCHEME
# - 1 point: both maps described with labels and probabilities, and read in the right direction (dark: the network needs what is there; brighter than uncovered: what is there speaks against the class). Half a point if only one is read rightly.
# - 1 point: redundancy: parts may stand in for one another, or the square is too small for what matters; one square at a time does not test for it.
# - 1 point: the square brings in edges, or a colour, that the network reacts to; other fillings, sizes or a blur as a test. Half a point for the problem without a remedy.
# ### END MARK SCHEME

# %% [markdown]
# ## 12 · Where you are

# %% tags=["demo:so_far"]
from convnets.check import so_far

so_far("02_alexnet")

# %% [markdown]
# **To hand in:** *Kernel → Restart Kernel and Run All Cells*, look once more at the tables under the checks, save, and hand in this
# file, `02_alexnet.ipynb`, under this name, in the way your instructor told you. If an exercise is still open, running stops at the
# first cell that needs it; hand the file in all the same. An open exercise costs its own points and no others.
#
# ## What came next
#
# AlexNet looks put together by hand, and it was: 11×11 here, 5×5 there, normalisation in two places and not in three. In 2014 two groups asked what of it is needed. One of them, in Oxford, took out everything but 3×3 convolutions and
# 2×2 pooling, and made it deep: 16 and 19 layers, 138 and 144 million parameters. That is chapter 03, VGG.
#
# ## Often misquoted
#
# - *"AlexNet introduced ReLU."* Nair and Hinton had it in 2010, and the paper cites them. It showed what ReLU is worth in a large network.
# - *"AlexNet introduced dropout."* Hinton and four others had described it some months before (arXiv:1207.0580, July 2012), AlexNet's authors among them. AlexNet is its first famous use.
# - *"The input is 224×224."* So says the figure; the arithmetic wants 227 (section 2).
# - *"One channel"*, in some tables of the input: three.
# - *"Conv1 sees the maps of its own card."* It reads the picture, all of it, on both.
# - *"It has 253,440 neurons in the first layer"*, the paper's own number. But $55 \cdot 55 \cdot 96 = 290{,}400$, and $253{,}440 = 55 \cdot 48 \cdot 96$. All the layers together have 659,272 with the former and
#   622,312 with the latter; the abstract says 650,000.
# - *"62 million parameters."* Without groups. The network that won has 60,965,224, and the paper says 60 million. torchvision's `alexnet` has 61,100,840 and is another network.
# - *"It won with 15.3 %."* Seven networks did, two of them first trained on more data. A single one: 18.2 % on the validation pictures.
# - *"2,048 times as many pictures."* The paper multiplies $(256 - 224)^2 \cdot 2$. A piece of 224 fits into 256 in $33 \cdot 33$ places: with mirroring 2,178.
# - *"LocalResponseNorm(5, alpha=1e-4)"* as AlexNet's: torch divides α by 5 (section 4).
# - *"Dropout before fc6."* That is torchvision's; in the paper it acts on the outputs of fc6 and fc7.
# - *"ZFNet won 2013 with 11.7 %."* Clarifai did, a company of the same author's. The paper's own networks: 14.8 %.
# - *"The first network on a graphics card."* Others were earlier, among them Cireşan and colleagues in 2011, who won several contests with smaller pictures.
