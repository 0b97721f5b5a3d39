# %% [markdown]
# # Convolution and the training loop
#
# **Y. LeCun, B. Boser, J. S. Denker, D. Henderson, R. E. Howard, W. Hubbard, L. D. Jackel: *Backpropagation applied to handwritten zip
# code recognition*, Neural Computation 1(4), 1989.** · **Y. LeCun, L. Bottou, Y. Bengio, P. Haffner: *Gradient-based learning applied to document
# recognition*, Proceedings of the IEEE 86(11), 1998.**
#
# In this course you build the great convolutional networks, one a chapter, in the order in which they were found: LeNet-5, AlexNet, VGG, GoogLeNet, ResNet, the
# Inceptions. You write the piece that was new, and are told at once whether it is right, and if not, why. This chapter is the ground under all of them:
# what a convolution is, what it costs, and how a network learns. It needs Python, a little PyTorch, and no network connection. If you can
# slice a tensor and have seen `nn.Linear`, you know enough.
#
# **How a chapter works.** An exercise is a cell with `raise NotImplementedError` in it: put your code in that place and run the cell (Shift+Enter), then run the check
# below it, which you need not change. A line of the check is marked ✓ when it is right, ✗ when it is not yet (with what you got, what was expected, and
# often what went wrong), ○ when there is no answer yet. Above each exercise are hints, folded away and named after the symptom: open the one you
# see. Try as often as you like. A few checks are hidden; they look at the same things in other cases when you hand in. To **hand in**, save the notebook
# and give in the file `00_convolution.ipynb`. The last cell shows your points.
#
# | what | here |
# |---|---|
# | you build | a convolution (합성곱), twice, and pooling (풀링), by hand; one training step; an evaluation |
# | you calculate | output sizes, parameters, multiply-accumulates, receptive fields: the arithmetic behind every table of every paper |
# | you train | a network with a single convolution, in a loop of your own, to 96 % of new handwritten digits |
# | time | about 35 minutes to read, 2½ hours for eight exercises, 20 minutes for two questions; any exercise can be left for later |
# | points | 32: exercises 26, written questions 6 |

# %% tags=["setup"]
import torch
from torch import nn
from torch.nn import functional as F

from convnets import data, device, explore, measure, plot, settings, train

# %% tags=["demo:network"]
from collections import OrderedDict

layers = OrderedDict(
    conv=nn.Conv2d(1, 8, 5),
    relu=nn.ReLU(),
    pool=nn.MaxPool2d(4),
    flatten=nn.Flatten(),
    output=nn.Linear(8 * 7 * 7, 10),
)
plot.network(nn.Sequential(layers), (1, 32, 32), title="What you will train in this chapter")

# %% [markdown]
# ## 1 · The idea
#
# Take a small square of numbers, say 3×3. Lay it on the top left corner of a picture. Multiply each number with the pixel under it, add up the nine
# products, and write the sum down. Move the square one pixel to the right, and do it again; at the end of the row, go to the next. The sums form a new picture.
# That is a **convolution** (합성곱), and there is nothing more to it.
#
# The numbers of the square are **weights** (가중치), and together they are a **kernel** (커널). The part of the picture under it is its **window** (윈도). The new
# picture is a **feature map** (특성 맵): it is large where the picture looks like the kernel, and small or negative where it looks like the opposite.
#
# Step through it. The digit has been shrunk to 12×12 and its pixels rounded to whole numbers from 0 to 9, so that you can follow the sums in your head. Try all
# the kernels. Which of them see the left side of a stroke? Which do not care where the stroke goes?

# %% tags=["demo:convolution"]
digits = data.load("digits")
explore.convolution(digits.train.pixels(2)[:, 4:28, 4:28])

# %% [markdown]
# What you have seen with "upright edge": where it gets brighter from left to right, the sum is large; where it gets darker, strongly negative; on an even
# area the two columns cancel. Somebody thought up that kernel. A convolutional network *learns* its kernels: they start as random numbers, and training
# moves them.
#
# Two words for later. Every output value looks at a small window only: its connections are **local** (국소 연결). And all output values of a map use the same nine
# weights: they are **shared** (가중치 공유). Chapter 01 measures what the two are worth.
#
# **A word on the word.** In mathematics a convolution turns the kernel by 180° before it multiplies. What `nn.Conv2d` computes, and what you have
# just stepped through, does not: strictly, it is a **cross-correlation** (교차 상관). A network learns its kernels anyway, turned or not, so it makes no
# difference to it, and everybody in the field says convolution. Here too, there is *no turning* anywhere.

# %% [markdown]
# ### Filters and channels
#
# A colour picture has three numbers at each place: red, green and blue. They are its **channels** (채널). A tensor of pictures has the shape
# (B, C, H, W): batch, channels, rows, columns, in this order, always.
#
# How does a square of weights meet three channels? It does not; it becomes a block. A **filter** (필터) has **as many channels as its input**: for a colour
# picture 3×F×F weights, a kernel for each channel. All 3·F·F products at one position are added up to **one** number, and one more learned number is added to it, the
# **bias** (편향). So one filter makes one feature map, however many channels go in.
#
# To get sixteen feature maps, use sixteen filters. They all look at the same input, each with weights of its own, and the sixteen maps are the channels of
# the output, the input of the next layer.
#
# | | is the number of |
# |---|---|
# | the channels of a filter | input channels. You cannot choose it |
# | the filters | output channels. You choose it |
#
# The weights of a layer are a tensor of shape (filters, channels of each, rows, columns), (C_out, C_in, F, F):

# %% tags=["demo:shapes"]
conv = nn.Conv2d(3, 16, kernel_size=5)
pictures = torch.zeros(8, 3, 32, 32)
print("input  ", tuple(pictures.shape), "  8 pictures of 3 channels")
print("weight ", tuple(conv.weight.shape), "   16 filters of 3 channels, 5×5")
print("bias   ", tuple(conv.bias.shape), "            one for each filter")
print("output ", tuple(conv(pictures).shape), " 8 pictures of 16 channels")

# %% [markdown]
# ## 2 · How large is the output?
#
# Four numbers decide it. Look along one row; columns go the same way.
#
# - $W$, the width of the input;
# - $F$, the width of the filter: its **kernel size** (커널 크기);
# - $S$, the **stride** (보폭, 스트라이드): by how many pixels the window moves;
# - $P$, the **padding** (패딩): how many zeros are put on *each* side of the row before anything else.
#
# With the padding the row is $W + 2P$ long. The first window takes up $F$ of it. What remains, $W - F + 2P$, is room for steps of $S$ pixels, and a step that would stick
# out is not taken:
#
# $$\text{output} = \left\lfloor \frac{W - F + 2P}{S} \right\rfloor + 1$$
#
# The brackets round down. The 1 is the first window, which needs no step. Pooling, in section 6, follows the same rule with its own kernel and stride.
#
# Move the sliders. Find two settings that keep the size of the row. Find one in which some pixels are never looked at, not only at the end.

# %% tags=["demo:output_size"]
explore.output_size(width=12, kernel=3, stride=2, padding=0)

# %% [markdown]
# With stride 1, $P = (F - 1) / 2$ keeps the size, for odd $F$: 1 for 3×3, 2 for 5×5, 3 for 7×7. You will see these pairs everywhere. It is also a reason why kernels are
# nearly always odd.

# %% [markdown]
# ### Exercise 1 · Output size ●○○ · 10 minutes · 2 points
#
# Write `output_size(size, kernel, stride=1, padding=0)`: how many values a row of `size` pixels becomes, as a whole number. `padding` is what is put on each side. You may
# rely on the first window fitting in.
#
# <details><summary>It is off by one</summary>
#
# Steps and windows are not the same number: with no step at all there is still the first window. And the 1 is added after the division, not before.
# </details>
# <details><summary>Right without padding, wrong with it</summary>
#
# A row has two ends.
# </details>
# <details><summary>It comes out as 13.5, or a little too large</summary>
#
# `//` divides and rounds down. A window that sticks out is left out, so never round up, nor to the nearest.
# </details>


# %% tags=["exercise:output_size"]
def output_size(size: int, kernel: int, stride: int = 1, padding: int = 0) -> int:
    """How many positions a window has along `size` pixels."""
    ### BEGIN SOLUTION
    return (size - kernel + 2 * padding) // stride + 1
    ### END SOLUTION


# %% tags=["check:output_size:2"]
from convnets.check import check, pick, whole

observe = check("00_convolution/output_size")
observe(
    "stride 1, no padding",
    lambda: whole(
        [
            output_size(size, kernel)
            for size, kernel in zip(
                pick(range(20, 64), 3), (pick((2, 4, 6)), *pick((3, 5, 7, 11), 2)), strict=True
            )
        ]
    ),
    hint="a window of kernel pixels in a row of size pixels: the first, and as many steps as there is room left",
)
observe(
    "padding, stride 1",
    lambda: whole(
        [
            output_size(size, 5, padding=p)
            for size, p in zip(pick(range(20, 64), 3), pick(range(1, 9), 3), strict=True)
        ]
    ),
    hint="padding is added at both ends",
)
observe(
    "strides that come out even",
    lambda: whole(
        [
            output_size(steps * stride + 5, 5, stride)
            for steps, stride in zip(pick(range(10, 40), 3), pick((2, 3, 4, 5), 3), strict=True)
        ]
    ),
    hint="divide what remains after the first window, then add the 1; the result is a whole number, 27 and not 27.0",
)
observe(
    "strides that leave something over",
    lambda: whole(
        [
            output_size(steps * stride + 3 + over, 3, stride)
            for steps, stride in zip(pick(range(10, 40), 3), pick((3, 4, 5, 6), 3), strict=True)
            for over in (1, stride - 1)
        ]
    ),
    hint="a step that would stick out is not taken: round down",
)
observe(
    "one window, and a kernel larger than the row",
    lambda: whole(
        [
            output_size(k := pick(range(2, 30)), k),
            output_size(k + 1, k, pick((2, 3, 4))),
            output_size(1, 1, pick((2, 3, 4))),
            output_size(2, 9, padding=pick(range(4, 20))),
        ]
    ),
    hint="the first window needs no step; with its padding a row may hold a kernel that is larger than the row",
)
### BEGIN HIDDEN TESTS
observe(
    "everything at once",
    lambda: whole(
        [
            output_size(size, k, s, p)
            for size, k, s, p in zip(
                pick(range(30, 256), 4), (3, 7, 2, 11), pick((1, 2, 3, 4), 4), (1, 3, 0, 2), strict=True
            )
        ]
    ),
)
### END HIDDEN TESTS
observe.score()

# %% [markdown]
# ## 3 · What does it cost?
#
# Two prices, which have little to do with each other.
#
# **Memory: parameters** (매개변수), the numbers that are learned. A filter has $F \cdot F \cdot C_{in}$ weights and a bias, and there are $C_{out}$ filters:
#
# $$\text{parameters} = (F \cdot F \cdot C_{in} + 1) \cdot C_{out}$$
#
# The size of the picture does not occur. The same layer runs over a thumbnail and over a poster.
#
# **Work: multiply-accumulates**, MACs (곱셈-누산). Each output value takes one multiplication and one addition for each weight of its filter:
#
# $$\text{MACs} = F \cdot F \cdot C_{in} \cdot C_{out} \cdot H_{out} \cdot W_{out}$$
#
# Here the size of the picture does occur: twice as wide and high is four times the work. (Biases are usually not counted.)
#
# **Groups** (그룹). A layer with `groups=g` splits its input channels into $g$ equal groups and its filters too, and a filter sees the channels of its own
# group only: $C_{in} / g$ of them. So both prices fall to $1/g$, but for the biases: there is still one for each filter. With $g = C_{in}$ each filter sees a single channel;
# this is called depthwise convolution (깊이별 합성곱). AlexNet used two groups, because it had two graphics cards.
#
# What you can choose in a layer, and what each choice does. The first row is an ordinary layer, and each of the others changes one thing:

# %% tags=["demo:hyperparameters"]
rows = {
    "64 filters of 3×3, stride 1, padding 1": nn.Conv2d(64, 64, 3, padding=1),
    "larger filters: 5×5, padding 2": nn.Conv2d(64, 64, 5, padding=2),
    "more filters: 128": nn.Conv2d(64, 128, 3, padding=1),
    "stride 2": nn.Conv2d(64, 64, 3, stride=2, padding=1),
    "no padding": nn.Conv2d(64, 64, 3),
    "groups: 4": nn.Conv2d(64, 64, 3, padding=1, groups=4),
}
print(f"on 64×56×56{'output':>40}{'parameters':>15}{'MACs':>15}")
for name, conv in rows.items():
    output = "×".join(map(str, measure.map_sizes(conv, (64, 56, 56))[0][1]))
    print(f"{name:<40}{output:>11}{measure.parameters(conv):>15,}{measure.macs(conv, (64, 56, 56)):>15,}")

# %% [markdown]
# ### Exercise 2 · Two prices ●●○ · 15 minutes · 3 points
#
# Write two counts, both whole numbers. Kernels are square, and `groups` divides both channel numbers.
#
# - `conv_parameters(c_in, c_out, kernel, groups=1, bias=True)`: everything the layer learns. Without `bias` it has no biases.
# - `conv_macs(c_in, c_out, kernel, height, width, stride=1, padding=0, groups=1)`: the multiply-accumulates for one picture whose size **at the input** is
#   `height` × `width`. Biases do not count.
#
# It is best to work the output size out again, rather than to call your function of exercise 1. Then a slip there costs you nothing here.
#
# For AlexNet's first layer, 96 filters of 11×11 with stride 4 on 3×227×227, they are 34,944 and 105,415,200.
#
# <details><summary>The parameters are off by a factor, or by something that grows with c_in</summary>
#
# Draw one filter: `kernel` × `kernel` × `c_in` weights, and *one* bias for the whole block. Then multiply by the number of filters.
# </details>
# <details><summary>Right without groups, wrong with them</summary>
#
# The filters get thinner, `c_in / groups`. They do not get fewer: there are still `c_out` of them, each with its bias. If you divide twice by `groups`, ask which of
# the two numbers you meant.
# </details>
# <details><summary>The multiply-accumulates are too large</summary>
#
# A window for each *output* value. With a stride there are fewer of them than input pixels. And a multiplication with its addition counts as one.
# </details>


# %% tags=["exercise:conv_cost"]
def conv_parameters(c_in: int, c_out: int, kernel: int, groups: int = 1, bias: bool = True) -> int:
    """Everything that a convolution learns."""
    ### BEGIN SOLUTION
    return (kernel * kernel * c_in // groups + bias) * c_out
    ### END SOLUTION


def conv_macs(
    c_in: int,
    c_out: int,
    kernel: int,
    height: int,
    width: int,
    stride: int = 1,
    padding: int = 0,
    groups: int = 1,
) -> int:
    """Multiply-accumulates of a convolution on one picture of height x width."""
    ### BEGIN SOLUTION
    rows, columns = ((side - kernel + 2 * padding) // stride + 1 for side in (height, width))
    return kernel * kernel * c_in // groups * c_out * rows * columns
    ### END SOLUTION


# %% tags=["check:conv_cost:3"]
from convnets.check import check, pick, whole

observe = check("00_convolution/conv_cost")
observe(
    "parameters",
    lambda: whole(
        [
            conv_parameters(c_in, c_out, k)
            for c_in, c_out, k in zip(
                (1, 3, 64), pick(range(6, 99), 3), (2, *pick((1, 3, 5, 7), 2)), strict=True
            )
        ]
        + [conv_parameters(3, pick(range(6, 99)), 5, bias=True)]
    ),
    hint="a filter has kernel × kernel × c_in weights and one bias; there are c_out filters",
)
observe(
    "parameters, without biases",
    lambda: whole(
        [
            conv_parameters(c_in, c_out, k, bias=False)
            for c_in, c_out, k in zip((3, 16), pick(range(6, 99), 2), pick((3, 5, 7), 2), strict=True)
        ]
    ),
    hint="bias=False takes c_out numbers away",
)
observe(
    "parameters, in groups",
    lambda: whole(
        [
            conv_parameters(8 * pick(range(2, 9)), 8 * n, k, groups=g)
            for n, k, g in zip(pick(range(2, 9), 3), pick((3, 5, 7), 3), (2, 4, 8), strict=True)
        ]
    ),
    hint="a filter sees c_in / groups channels; the number of filters, and of biases, stays",
)
observe(
    "multiply-accumulates, stride 1, size kept",
    lambda: whole(
        [
            conv_macs(c, pick(range(8, 40)), k, *pick(range(20, 60), 2), padding=k // 2)
            for c, k in zip((3, 16), pick((3, 5, 7), 2), strict=True)
        ]
    ),
    hint="each output value takes kernel × kernel × c_in of them; the biases do not count",
)
observe(
    "multiply-accumulates, with a stride",
    lambda: whole(
        [
            conv_macs(3, pick(range(8, 40)), k, m * s + k - 1, n * s + k + s - 2, stride=s)
            for k, s, (m, n) in zip(
                pick((2, 3, 5, 7), 2), pick((2, 3, 4), 2), (pick(range(9, 30), 2), pick(range(9, 30), 2)), strict=True
            )
        ]
    ),
    hint="count output values, not input pixels; a step that would stick out is not taken",
)
observe(
    "multiply-accumulates, in groups",
    lambda: whole(
        [
            conv_macs(8 * pick(range(2, 9)), 16, k, *pick(range(20, 60), 2), groups=g)
            for k, g in zip(pick((1, 3, 5), 3), (2, 4, 8), strict=True)
        ]
    ),
    hint="a filter has c_in / groups channels, so each output value takes fewer of them; there are as many output values as before",
)
### BEGIN HIDDEN TESTS
observe(
    "multiply-accumulates, in groups, with stride and padding",
    lambda: whole(
        [
            conv_macs(8 * pick(range(2, 9)), 16, 3, *pick(range(20, 60), 2), stride=s, padding=1, groups=g)
            for s, g in ((1, 2), (2, 8), (3, 4))
        ]
    ),
)
observe(
    "a filter for each channel",
    lambda: whole(
        [
            f
            for c in pick(range(16, 300), 2)
            for f in (
                conv_parameters(c, c, 3, groups=c),
                conv_parameters(c, 2 * c, 5, c, False),
                conv_macs(c, c, 5, 30, 20, padding=2, groups=c),
            )
        ]
    ),
)
### END HIDDEN TESTS
observe.score()

# %% [markdown]
# ## 4 · By hand, twice
#
# First as you would explain it: with loops. In words, for each filter $o$, and each position $(i, j)$ of the output:
#
# $$y_{o,i,j} = b_o + \sum_c \sum_u \sum_v w_{o,c,u,v} \; x_{c,\; iS + u,\; jS + v}$$
#
# where $x$ has its padding on already. Six indices, six loops, if you write them all out; or three, if each window is cut out and multiplied as a block.

# %% [markdown]
# ### Exercise 3 · A convolution, with loops ●●○ · 25 minutes · 4 points
#
# Write `conv2d_loops(x, weight, bias, stride=1, padding=0)` for **one** picture, without calling a ready-made convolution.
#
# - `x` is (C_in, H, W), `weight` (C_out, C_in, F, F), `bias` (C_out,). The picture need not be square.
# - The result is a float tensor of shape (C_out, H_out, W_out), as `F.conv2d` would give it.
# - The padding is zeros. The kernel is not turned. `x` stays as it was.
#
# `F.pad(x, (left, right, top, bottom))` puts zeros around a picture. How many loops you write is up to you; speed does not matter. Do not call
# `F.conv2d`, `nn.Conv2d` or their relatives: the check counts.
#
# <details><summary>IndexError: index is out of bounds, or a window comes out too small</summary>
#
# The loops run over *output* positions: `output_size` of them. The window begins at `i * stride`, not at `i`, in the padded picture.
# </details>
# <details><summary>The shape is right and all values are wrong</summary>
#
# Take one filter of one channel, no padding, stride 1, and a picture of zeros with a single 1 in it. The output is then the kernel, turned. If
# yours is not turned, you have turned the kernel in your loops.
# </details>
# <details><summary>Right with one channel, wrong with three</summary>
#
# The products of all channels go into the same sum. The bias comes on top once, not once for each channel.
# </details>
# <details><summary>Right with stride 1 only</summary>
#
# Two places need the stride: how many positions there are, and where each window begins.
# </details>


# %% tags=["exercise:conv2d_loops"]
def conv2d_loops(
    x: torch.Tensor, weight: torch.Tensor, bias: torch.Tensor, stride: int = 1, padding: int = 0
) -> torch.Tensor:
    """A convolution of one picture: (C_in, H, W) -> (C_out, H_out, W_out)."""
    ### BEGIN SOLUTION
    x = F.pad(x, (padding, padding, padding, padding))
    c_out, _, kernel, _ = weight.shape
    rows, columns = ((side - kernel) // stride + 1 for side in x.shape[1:])
    y = torch.empty(c_out, rows, columns)
    for o in range(c_out):
        for i in range(rows):
            for j in range(columns):
                top, left = i * stride, j * stride
                window = x[:, top : top + kernel, left : left + kernel]  # (C_in, F, F), like weight[o]
                y[o, i, j] = (window * weight[o]).sum() + bias[o]
    return y
    ### END SOLUTION


# %% tags=["check:conv2d_loops:4"]
from convnets.check import Operations, check, pick, randn


def _told(y):
    """What came back: what it is, its shape and its values."""
    kind = str(y.dtype) if isinstance(y, torch.Tensor) else type(y).__name__
    y = torch.as_tensor(y)
    return {"what comes back": kind, "shape": list(y.shape), "values": y.flatten()}


def _loops(c_in, c_out, kernel, height, width, **how):
    """Your convolution of a drawn picture with drawn weights, and how many ready-made convolutions were called on the way."""
    x, weight, bias = randn(c_in, height, width), randn(c_out, c_in, kernel, kernel), 3 * randn(c_out)
    with Operations() as run:
        y = conv2d_loops(x, weight, bias, **how)
    return _told(y) | {"ready-made convolutions": run.count("conv")}


def _leaves_alone(padding):
    """Whether the picture is still what it was, and the output's values."""
    x, weight, bias = randn(pick((2, 3)), 5, 4), randn(1, 3, 2, 2), randn(1)
    given = x.clone()
    y = conv2d_loops(given, weight[:, : len(x)], bias, stride=2, padding=padding)
    return {"picture unchanged": torch.equal(given, x)} | _told(y)


observe = check("00_convolution/conv2d_loops")
observe(
    "one channel, one filter",
    lambda: _loops(1, 1, pick((2, 3)), pick((5, 6)), pick((7, 8))),
    hint="window times kernel, summed up, plus the bias",
)
observe(
    "channels and filters",
    lambda: _loops(pick((2, 3)), pick((4, 5)), 3, 6, 5),
    hint="the products of all channels go into one sum, with one bias; a filter makes a channel of the output",
)
observe(
    "stride",
    lambda: _loops(2, 2, 3, 2 * (s := pick((2, 3))) + 3, 4 * s + 2, stride=s),
    hint="a window begins at i * stride; a step that would stick out is not taken",
)
observe(
    "padding",
    lambda: _loops(2, 2, 3, *pick(range(4, 8), 2), padding=pick((1, 2))),
    hint="zeros on all four sides, before anything else",
)
observe(
    "1×1 windows, and a window as large as the picture",
    lambda: [
        _loops(2, 3, 1, *pick(range(2, 6), 2)),
        _loops(3, 2, k := pick((2, 3, 4)), k, k),
        _loops(2, 2, 1, 1, 1, stride=2),
    ],
    hint="an output of one row and one column still has three dimensions",
)
observe(
    "leaves the picture alone",
    lambda: [_leaves_alone(0), _leaves_alone(pick((1, 2)))],
    hint="work on a new tensor: operations in place, such as *=, write into the picture that you are given",
)
### BEGIN HIDDEN TESTS
observe(
    "everything at once",
    lambda: _loops(3, 3, k := pick((2, 5)), *pick(range(7, 11), 2), stride=2 if k == 5 else 3, padding=pick((1, 2))),
)
### END HIDDEN TESTS
observe.score()

# %% [markdown]
# It is right, and of no use: it takes about a thousand times as long as PyTorch does (the cell after the next exercise measures it). Python's loops are the reason, so
# the second way has none.
#
# **Unfold and multiply.** Cut out all windows first. Lay each of them down as a column of $C_{in} \cdot F \cdot F$ numbers, side by side: a
# matrix with as many columns as there are windows. Lay each filter down as a row of the same length. One product of the two matrices is then all the
# sums at once:
#
# $$\begin{matrix}
# (C_{out}) \times (C_{in} F F) & \cdot & (C_{in} F F) \times (H_{out} W_{out}) & = & (C_{out}) \times (H_{out} W_{out}) \\
# \text{filters} & & \text{windows} & & \text{feature maps, each in one long row}
# \end{matrix}$$
#
# A pixel that lies in nine windows is written down nine times: speed is paid for with memory. Matrix products are what graphics cards do best, so for many years this
# was how convolutions were run, and often still is. (Its name is im2col, image to columns.)

# %% [markdown]
# ### Exercise 4 · A convolution, as one product ●●● · 25 minutes · 4 points
#
# Write `conv2d_unfold(x, weight, bias, stride=1, padding=0)` for a **batch** of pictures, without a loop and without a ready-made convolution.
#
# - `x` is (B, C_in, H, W), `weight` (C_out, C_in, F_h, F_w), `bias` (C_out,). Neither pictures nor windows need be square; stride and padding are the same in both
#   directions.
# - The result is (B, C_out, H_out, W_out), as `F.conv2d` gives it. Gradients must be able to flow through it: PyTorch operations only.
# - `x`, `weight` and `bias` stay as they were.
#
# `F.unfold(x, (f_h, f_w), padding=padding, stride=stride)` cuts out the windows and lays them down: (B, C_in·F_h·F_w, windows). Within a column, the order is channel,
# row, column of the window; the windows come row by row. You may also use `x.unfold`, or build the columns yourself.
#
# <details><summary>RuntimeError: mat1 and mat2 shapes cannot be multiplied</summary>
#
# Print the shapes. The filters want to be (C_out, C_in·F_h·F_w): keep the first dimension, `weight.flatten(1)`. With `@`, a matrix times a batch of matrices is
# a batch of matrices.
# </details>
# <details><summary>The shape is right, the values are jumbled</summary>
#
# `view` and `reshape` re-read the same numbers in the same order; they never exchange two dimensions. If your result is (B, windows, C_out), it takes a `transpose(1, 2)` first. The
# same is true of the weights: a filter that becomes a *column* is a transpose, not a `view`.
# </details>
# <details><summary>shape is invalid for input of size ..., or rows and columns exchanged</summary>
#
# The last step needs H_out and W_out, each from its own side of the picture and of the window.
# </details>
# <details><summary>The size of tensor a must match the size of tensor b, in the line with the bias</summary>
#
# Shapes are lined up from the right, so a bias of shape (C_out,) meets the columns. It belongs to the channels: `bias[:, None]` on (B, C_out, windows).
# </details>


# %% tags=["exercise:conv2d_unfold"]
def conv2d_unfold(
    x: torch.Tensor, weight: torch.Tensor, bias: torch.Tensor, stride: int = 1, padding: int = 0
) -> torch.Tensor:
    """A convolution of a batch by one matrix product: (B, C_in, H, W) -> (B, C_out, H_out, W_out)."""
    ### BEGIN SOLUTION
    rows, columns = (
        (side - kernel + 2 * padding) // stride + 1
        for side, kernel in zip(x.shape[2:], weight.shape[2:], strict=True)
    )
    windows = F.unfold(
        x, weight.shape[2:], padding=padding, stride=stride
    )  # (B, C_in * F_h * F_w, rows * columns)
    y = weight.flatten(1) @ windows + bias[:, None]  # (B, C_out, rows * columns)
    return y.unflatten(2, (rows, columns))
    ### END SOLUTION


# %% tags=["check:conv2d_unfold:4"]
from convnets.check import Operations, check, pick, randn


def _drawn(batch, c_in, c_out, kernel, size):
    """Pictures, weights and biases."""
    return randn(batch, c_in, *size), randn(c_out, c_in, *kernel), 3 * randn(c_out)


def _unfolded(*shapes, **how):
    """Your convolution of drawn pictures with drawn weights, and how many ready-made convolutions were called on the way."""
    with Operations() as run:
        y = conv2d_unfold(*_drawn(*shapes), **how)
    return {
        "what comes back": str(y.dtype),
        "shape": list(y.shape),
        "values": y.flatten()[:250],
        "ready-made convolutions": run.count("conv"),
    }


def _calls(*shapes):
    """How many calls of PyTorch one convolution takes."""
    with Operations() as run:
        conv2d_unfold(*_drawn(*shapes), stride=2, padding=1)
    return run.calls


def _no_loop():
    """What takes more calls of PyTorch where there is more of it: pictures, filters, channels, places of the output or of the window."""
    few, more = (2, 2, 3, (2, 2), (6, 7)), pick((5, 6, 7))
    larger = {
        "pictures": (more, *few[1:]),
        "filters": (2, 2, more + 2, *few[3:]),
        "channels": (2, more, *few[2:]),
        "places of the output": (*few[:4], (10, more + 7)),
        "places of the window": (*few[:3], (4, 5), (8, 10)),
    }
    return {
        "size of the output": float(conv2d_unfold(*_drawn(*few)).norm()),
        "the calls of PyTorch hang on the number of": [what for what, shapes in larger.items() if _calls(*shapes) != _calls(*few)],
    }


def _gradients(c_in, c_out):
    """How strongly the output pulls at picture, weights and biases; 0 where it does not."""
    inputs = [t.requires_grad_() for t in _drawn(2, c_in, c_out, (3, 3), (6, 7))]
    y = conv2d_unfold(*inputs, stride=2, padding=1)
    pull = (y * torch.linspace(-1, 2, y.numel()).reshape(y.shape)).sum()
    if pull.requires_grad:
        pull.backward()
    return {
        name: 0.0 if t.grad is None else float(t.grad.norm())
        for name, t in zip(("picture", "weights", "biases"), inputs, strict=True)
    }


def _unchanged(padding):
    """Whether picture, weights and biases are still what they were."""
    given = _drawn(2, pick((1, 2)), 3, (2, 3), (4, 6))
    before = [t.clone() for t in given]
    shape = list(conv2d_unfold(*given, stride=2, padding=padding).shape)
    same = (torch.equal(t, b) for t, b in zip(given, before, strict=True))
    return {"shape": shape} | dict(zip(("picture unchanged", "weights unchanged", "biases unchanged"), same, strict=True))


observe = check("00_convolution/conv2d_unfold")
observe(
    "one picture, square windows",
    lambda: _unfolded(1, pick((2, 3)), 9, (3, 3), (5, 5)),
    hint="filters (C_out, C_in·F·F) times windows (C_in·F·F, number of windows), plus a bias for each filter",
)
observe(
    "a batch, pictures not square",
    lambda: _unfolded(pick((2, 3)), 2, pick((4, 6)), (3, 3), pick(((4, 6), (6, 4)))),
    hint="the product is a batch of matrices (B, C_out, windows); the windows come row by row",
)
observe(
    "stride",
    lambda: _unfolded(2, 2, 3, (3, 3), (2 * (s := pick((2, 3))) + 2, 4 * s + 2), stride=s),
    hint="where the windows are cut, and in H_out and W_out",
)
observe(
    "padding",
    lambda: _unfolded(2, 2, 8 * pick((1, 2)), (3, 3), pick(((4, 8), (8, 4))), padding=1),
    hint="where the windows are cut, and in H_out and W_out",
)
observe(
    "windows not square",
    lambda: _unfolded(2, 2, 12, *pick((((1, 3), (6, 4)), ((3, 1), (4, 6))))),
    hint="H_out comes from F_h, W_out from F_w",
)
observe(
    "1×1 windows, and windows as large as the picture",
    lambda: [
        _unfolded(2, 3, 2, (1, 1), pick(range(2, 6), 2)),
        _unfolded(pick((2, 3)), 1, 2, (3, 4), (3, 4)),
        _unfolded(1, 2, 3, (1, 1), (1, 1), stride=2),
    ],
    hint="an output of one row and one column still has four dimensions",
)
observe(
    "gradients",
    lambda: _gradients(pick((1, 2, 3)), pick((2, 4, 5))),
    hint="PyTorch operations only: numpy, .item() and .detach() cut the gradients off",
)
observe(
    "no loop",
    lambda: _no_loop(),
    hint="one product of matrices for all pictures, filters and windows: no `for` over any of them",
)
observe(
    "leaves what it is given alone",
    lambda: [_unchanged(0), _unchanged(pick((1, 2)))],
    hint="work on new tensors: operations whose name ends in _, and +=, write into what you are given",
)
### BEGIN HIDDEN TESTS
observe(
    "everything at once",
    lambda: _unfolded(3, 3, 4, pick(((2, 5), (5, 2))), pick(range(8, 12), 2), stride=2, padding=pick((1, 2))),
)
### END HIDDEN TESTS
observe.score()

# %% tags=["demo:race"]
from time import perf_counter


def seconds(function):
    start = perf_counter()
    function()
    return perf_counter() - start


image, weight, bias = digits.train.images[:1], torch.randn(8, 1, 5, 5), torch.zeros(8)
ways = {
    "loops": lambda: conv2d_loops(image[0], weight, bias),
    "unfold and multiply": lambda: conv2d_unfold(image, weight, bias),
    "F.conv2d": lambda: F.conv2d(image, weight, bias),
}
for name, way in ways.items():
    print(f"{name:<20} {1000 * min(seconds(way) for _ in range(2)):8.2f} ms for one digit and 8 filters")

# %% [markdown]
# ## 5 · How far does it see?
#
# Behind one convolution of 3×3, a value has seen 3 pixels of a row. Put a second 3×3 on top: its window covers 3 values of the first map, whose own windows overlap, and
# together they cover 5 pixels. That span is the **receptive field** (수용 영역) of the value. A third makes it 7. Depth buys sight, cheaply.
#
# A stride buys more. Behind a layer of stride 2, neighbouring values are 2 pixels of the picture apart. The next 3×3 window therefore reaches $2 \cdot 2$ pixels further, not 2.
# Behind two such layers they are 4 apart, and so on. Two numbers are enough to keep track from layer to layer:
#
# - the **receptive field** $r$, which starts at 1 (a pixel sees itself);
# - the **distance** $d$ between neighbouring values, in pixels of the picture, which also starts at 1.
#
# Think about what a layer with kernel $F$ and stride $S$ does to each, and in which order. Pooling counts as any other layer. Padding does not change either.

# %% [markdown]
# ### Exercise 5 · Receptive field ●●○ · 15 minutes · 3 points
#
# Write `receptive_field(layers)`: how many pixels of a row a value behind the last layer sees, counted from the first pixel to the last, as a whole number. `layers` is a
# list of pairs (kernel, stride), from the picture on; leave it as it was. With no layers at all it is 1.
#
# For `[(5, 1), (2, 2), (5, 1), (2, 2)]`, the first four layers of LeNet-5, it is 16. Where a stride is larger than its kernel, some pixels between the first and the last
# are stepped over. They count all the same: for `[(1, 2), (3, 1)]` it is 5.
#
# <details><summary>Right for stride 1, wrong otherwise</summary>
#
# A window of $F$ values reaches $F - 1$ *distances* further than a single value. What is the distance in front of this layer?
# </details>
# <details><summary>Too large when the strides come</summary>
#
# A layer's own stride spreads out the values *behind* it. It matters to the next layer, not to this one. First the field, then the distance.
# </details>
# <details><summary>I would rather go backwards</summary>
#
# It works too, and is shorter: a value needs 1 value of the last map. If $n$ values in a row are needed behind a layer, then $(n - 1) \cdot S + F$ are needed
# in front of it.
# </details>


# %% tags=["exercise:receptive_field"]
def receptive_field(layers: list[tuple[int, int]]) -> int:
    """Pixels of a row, from the first to the last, that a value behind these (kernel, stride) layers sees."""
    ### BEGIN SOLUTION
    field, distance = 1, 1
    for kernel, stride in layers:
        field += (kernel - 1) * distance
        distance *= stride
    return field
    ### END SOLUTION


# %% tags=["check:receptive_field:3"]
from convnets.check import check, pick, whole


def _given_twice(layers):
    """The receptive field, asked for twice, and whether the list is still what it was."""
    given = list(layers)
    return whole([receptive_field(given), receptive_field(given), given == layers])


observe = check("00_convolution/receptive_field")
observe(
    "one layer",
    lambda: whole(
        [receptive_field([(k, s)]) for k, s in zip(pick(range(2, 20), 3), pick(range(1, 6), 3), strict=True)]
    ),
    hint="a window sees itself",
)
observe(
    "layers of stride 1",
    lambda: whole([receptive_field([(k, 1) for k in pick(range(1, 12), n)]) for n in (2, 3, 5)]),
    hint="each window reaches kernel - 1 further",
)
observe(
    "a stride, then a window",
    lambda: whole(
        [
            receptive_field([(k, s), (pick((3, 5, 7)), 1)])
            for k, s in zip(pick(range(5, 12), 3), pick((2, 3, 4, 5), 3), strict=True)
        ]
    ),
    hint="behind a stride of s, a step to the next value is s pixels",
)
observe(
    "several strides",
    lambda: whole(
        [
            receptive_field(list(zip(pick(range(4, 9), 4), pick((1, 2, 3, 4), 4), strict=True)))
            for _ in range(3)
        ]
    ),
    hint="distances multiply; a layer's own stride comes after its own window",
)
observe(
    "LeNet-5: 16", lambda: receptive_field([(5, 1), (2, 2), (5, 1), (2, 2)]), weight=0, hint="1, 5, 6, 14, 16"
)
observe(
    "the same layer several times",
    lambda: whole(
        [
            receptive_field([(k := pick((3, 5)), pick((2, 3)))] * n + [(k, 1)] * 2)
            for n in pick(range(2, 6), 2)
        ]
    ),
    hint="a layer that occurs twice counts twice, each time with the distance in front of it",
)
observe(
    "strides larger than kernels",
    lambda: whole(
        [
            receptive_field([(k, k + more), (pick((3, 5, 7)), 1), (2, 3), (2, 1)])
            for k, more in zip((1, 2, 3), pick(range(1, 5), 3), strict=True)
        ]
    ),
    hint="from the first pixel to the last, those that are stepped over with them",
)
observe(
    "no layers; the list is left as it was",
    lambda: [
        whole(receptive_field([])),
        _given_twice([(pick((3, 5, 7)), s) for s in pick((1, 2, 3), 2)]),
    ],
    hint="a pixel sees itself: 1. Take nothing out of the list, and turn it round only in a copy",
)
### BEGIN HIDDEN TESTS
observe(
    "six to fifteen layers of 3",
    lambda: whole([receptive_field([(3, pick((1, 2))) for _ in range(n)]) for n in pick(range(6, 16), 3)]),
)
observe("layers of 1×1 windows", lambda: whole(receptive_field([(1, 1), (1, 2), (pick((3, 5, 7)), 1)])))
### END HIDDEN TESTS
observe.score()

# %% [markdown]
# PyTorch can be asked directly. Let every layer average its window (so that nothing gets lost on the way), take one value in the middle of the last map, and look which
# pixels of the picture have a gradient: those whose change would change the value. The brighter a pixel, the more paths lead to it.

# %% tags=["demo:seen"]
first_layers_of_lenet = [("conv 5×5", 5, 1), ("pool 2×2", 2, 2), ("conv 5×5", 5, 1), ("pool 2×2", 2, 2)]
seen, titles = [], []
for n in range(1, 5):
    x = torch.zeros(1, 1, 32, 32, requires_grad=True)
    y = x
    for name, kernel, stride in first_layers_of_lenet[:n]:
        y = F.avg_pool2d(y, kernel, stride)
    y[0, 0, y.shape[2] // 2, y.shape[3] // 2].backward()
    side = int((x.grad[0, 0] != 0).any(0).sum())
    seen.append(x.grad[0] / x.grad.max())
    titles.append(f"{name}\nsees {side}×{side}")
plot.pictures(torch.stack(seen), titles)

# %% [markdown]
# It is brightest in the middle. Every pixel in the field *can* matter, but those in the middle matter by more paths. The receptive field is an upper bound on what a value sees.

# %% [markdown]
# ## 6 · Pooling
#
# **Pooling** (풀링) makes maps smaller. A window moves over each map, and the window's **maximum** or **average** is written down. It has nothing to learn. It treats each
# channel by itself, so as many channels come out as went in. Its size follows the formula of section 2; its stride is the width of the window unless something
# else is said, so that the windows lie side by side. (AlexNet let them overlap: 3×3 with stride 2.)
#
# Maximum pooling asks: is the feature anywhere around here? Average pooling asks: how much of it? Both forget where exactly it was, and that is the point.

# %% [markdown]
# ### Exercise 6 · Pooling by hand ●●○ · 20 minutes · 3 points
#
# Write `max_pool(x, kernel, stride=None)` and `average_pool(x, kernel, stride=None)`, from (B, C, H, W) to (B, C, H_out, W_out), without calling a ready-made pooling: the check counts.
#
# - Windows are `kernel` × `kernel`; the stride is `kernel` if it is left out.
# - No padding. Windows that would stick out are left out, as in `F.max_pool2d`.
# - Pictures need not be square, and their values may be negative. `x` stays as it was.
#
# Loops are welcome. So is `x.unfold(dimension, kernel, stride)`: look it up, it is made for this.
#
# <details><summary>The maximum is 0 where it should be negative</summary>
#
# What did you start from? The smallest number there can be is `-torch.inf`; or start from the first value of the window.
# </details>
# <details><summary>Too many values come out</summary>
#
# Without a stride the windows lie side by side: the stride is the kernel, not 1. And the last window has to fit in whole.
# </details>
# <details><summary>The channels are gone, or all alike</summary>
#
# Take the maximum over the two dimensions of the window only: `window.amax((-2, -1))`. The plain `window.max()` takes it over pictures and channels too.
# </details>


# %% tags=["exercise:pooling"]
def max_pool(x: torch.Tensor, kernel: int, stride: int | None = None) -> torch.Tensor:
    """The maximum of each window: (B, C, H, W) -> (B, C, H_out, W_out)."""
    ### BEGIN SOLUTION
    stride = stride or kernel
    return (
        x.unfold(2, kernel, stride).unfold(3, kernel, stride).amax((-2, -1))
    )  # (B, C, H_out, W_out, kernel, kernel) before the maximum
    ### END SOLUTION


def average_pool(x: torch.Tensor, kernel: int, stride: int | None = None) -> torch.Tensor:
    """The average of each window: (B, C, H, W) -> (B, C, H_out, W_out)."""
    ### BEGIN SOLUTION
    stride = stride or kernel
    return x.unfold(2, kernel, stride).unfold(3, kernel, stride).flatten(-2).mean(-1)
    ### END SOLUTION


# %% tags=["check:pooling:3"]
from convnets.check import Operations, check, pick, randn


def _pooled(pool, x, *how):
    """What comes out, and how many ready-made poolings were called on the way."""
    with Operations() as run:
        y = pool(x, *how)
    kind = str(y.dtype) if isinstance(y, torch.Tensor) else type(y).__name__
    y = torch.as_tensor(y)
    return {
        "what comes back": kind,
        "shape": list(y.shape),
        "values": y.flatten()[:250],
        "ready-made poolings": run.count("pool"),
    }


def _unchanged(pool, *how):
    """What comes out, and the pictures as they are afterwards."""
    given = randn(2, 2, 6, 6)
    y = pool(given, *how)
    return {"values": torch.as_tensor(y).flatten(), "pictures afterwards": given.flatten()}


observe = check("00_convolution/pooling")
observe(
    "maximum, windows side by side",
    lambda: _pooled(max_pool, randn(2, 3, 2 * pick((3, 5)), 8) + 5, 2),
    hint="the stride is the kernel if it is left out",
)
observe(
    "average, windows side by side",
    lambda: _pooled(average_pool, randn(2, 3, 9, 3 * pick((2, 4))), 3),
    hint="the sum of kernel × kernel values over their number",
)
observe(
    "negative numbers",
    lambda: [
        _pooled(max_pool, randn(2, 2, 6, 6) - 4, pick((2, 3))),
        _pooled(max_pool, (randn(1, 1, 4, 4) - 9) * 1e30, 2),
    ],
    hint="the maximum of negative numbers is negative, however small they are",
)
observe(
    "windows that overlap, or leave gaps",
    lambda: [
        _pooled(pool, randn(1, 2, 9, 7), k, s)
        for pool in (max_pool, average_pool)
        for k, s in (pick(((3, 2), (3, 1), (2, 1))), pick(((2, 3), (1, 2))))
    ],
    hint="a window begins at i * stride and is kernel wide",
)
observe(
    "sizes that do not come out even",
    lambda: [
        _pooled(pool, randn(1, 2, *pick((7, 10, 11, 14), 2)), k)
        for pool, k in ((max_pool, 3), (average_pool, 3), (max_pool, 4), (average_pool, 4))
    ],
    hint="a window that would stick out is left out",
)
observe(
    "one window, and 1×1 pictures",
    lambda: [
        _pooled(pool, randn(*shape), *how)
        for pool in (max_pool, average_pool)
        for k in pick((3, 4, 5), 1)
        for shape, how in (((1, 2, k, k), (k,)), ((2, 1, 3, 3), (2, 2)), ((pick((1, 2)), 3, 1, 1), (1, 2)))
    ],
    hint="an output of one row and one column still has four dimensions",
)
observe(
    "leaves the pictures alone",
    lambda: [_unchanged(pool, 2, stride) for pool in (max_pool, average_pool) for stride in (2, pick((1, 3)))],
    hint="work on a new tensor: operations whose name ends in _, and +=, write into the pictures that you are given",
)
### BEGIN HIDDEN TESTS
observe(
    "large windows",
    lambda: [
        _pooled(pool, randn(2, 3, *pick(range(10, 16), 2)), pick((4, 5)), 3) for pool in (max_pool, average_pool)
    ],
)
### END HIDDEN TESTS
observe.score()

# %% [markdown]
# ## 7 · The recipe
#
# A network is trained by the same recipe in every chapter. It has six parts.
#
# **1 · Pictures become tensors.** With photographs, torchvision's transforms do it:
#
# ```python
# from torchvision import transforms
#
# for_training = transforms.Compose([
#     transforms.RandomResizedCrop(224),     # a random part of the picture, stretched to 224×224
#     transforms.RandomHorizontalFlip(),     # mirrored, every other time
#     transforms.ToTensor(),                 # H×W×C bytes 0..255  ->  C×H×W floats 0..1
#     transforms.Normalize(mean=(0.485, 0.456, 0.406), std=(0.229, 0.224, 0.225)),
# ])
# for_testing = transforms.Compose([         # nothing random
#     transforms.Resize(256),
#     transforms.CenterCrop(224),
#     transforms.ToTensor(),
#     transforms.Normalize(mean=(0.485, 0.456, 0.406), std=(0.229, 0.224, 0.225)),
# ])
# ```
#
# The first two are **augmentation** (데이터 증강): the network never sees quite the same picture twice, and has to learn what stays. A change is allowed if a person would still give
# the same answer. A mirrored cat is a cat. A mirrored 3 is not a 3, so digits are not flipped.
#
# `Normalize` subtracts a mean from each channel and divides by a standard deviation (표준편차), so that the numbers that go into the first layer are around 0 and of size 1. *Which* mean?
# If you train from scratch, that of your own training pictures. If you go on from a network that others have trained, **theirs**: the weights were learned
# with it. The six numbers above are ImageNet's, and belong to networks trained on ImageNet with them. Some others were trained with 0.5 throughout.
#
# And look at your pictures. OpenCV's `cv2.imread` gives the channels in the order blue, green, red. Nothing fails; the network is just a little worse, and nobody knows why.

# %% tags=["demo:transforms"]
from skimage.data import chelsea  # a photograph that comes with scikit-image
from torchvision import transforms

for_training = transforms.Compose(
    [transforms.RandomResizedCrop(160), transforms.RandomHorizontalFlip(), transforms.ToTensor()]
)
for_testing = transforms.Compose([transforms.Resize(180), transforms.CenterCrop(160), transforms.ToTensor()])

cat = transforms.functional.to_pil_image(chelsea())
tested, trained_on = for_testing(cat), [for_training(cat) for _ in range(5)]
sheet = torch.stack([tested, *trained_on, tested.flip(0)])  # flip(0): the channels in reverse order
plot.pictures(sheet, ["for testing", *["for training"] * 5, "read as BGR"])

# %% [markdown]
# **2 · A loader hands out batches.** `DataLoader(pictures, batch_size=64, shuffle=True)` goes once over all pictures, in a new order each time, and gives 64 at a time as tensors (64, C, H, W) and
# (64,). Once over all of them is an **epoch** (에폭). Shuffle to train; to test, the order does not matter. Mind the last batch: it is smaller, if 64 does not divide the number.
#
# **3 · A model** turns pictures (B, C, H, W) into **logits** (로짓) (B, K): a score for each of K classes, any real number, larger for likelier.
#
# **4 · A loss** (손실) says how wrong that was: the **cross-entropy** (교차 엔트로피). Softmax (소프트맥스) turns the logits $z$ into probabilities, and the loss is how surprised the network is by the
# right answer $t$, averaged over the batch:
#
# $$\text{loss} = -\log \frac{e^{z_t}}{\sum_k e^{z_k}}$$
#
# `F.cross_entropy(logits, labels)` does both. It wants **logits**, so the model ends without a softmax. A number to remember: a network that knows nothing and spreads its bets over ten
# classes has a loss of $\log 10 = 2.303$. If your first loss is far from that, look for the reason before you go on.
#
# **5 · An optimizer** moves the parameters. SGD (확률적 경사하강법) with momentum (모멘텀) 0.9 keeps a velocity $v$ for each of them. With the gradient $g$ and the **learning rate** (학습률) $\eta$:
#
# $$v \leftarrow 0.9\, v + g, \qquad w \leftarrow w - \eta\, v$$
#
# **6 · A device.** `model.to(device)` once; `images.to(device)` for each batch. On a laptop without a graphics card that is the CPU, and every chapter of this course runs there.
#
# ### One step
#
# | | | what happens |
# |---|---|---|
# | 1 | `optimizer.zero_grad()` | forget the gradients of the last step: PyTorch *adds* new ones to what is there |
# | 2 | `logits = model(images)` | forward (순전파) |
# | 3 | `loss = F.cross_entropy(logits, labels)` | one number |
# | 4 | `loss.backward()` | backward (역전파): the gradient of that number for every parameter |
# | 5 | `optimizer.step()` | move every parameter a little |
#
# Before it, `model.train()`: some layers behave differently while they learn. Dropout (드롭아웃) switches units off at random, batch normalisation (배치 정규화) looks at the batch. This chapter's network has neither,
# but your function will be used for others.

# %% [markdown]
# ### Exercise 7 · One training step ●●○ · 20 minutes · 4 points
#
# Write `train_step(model, optimizer, images, labels)`.
#
# - It makes **one** update of the model with the optimizer that it is given, on this batch, in training mode, with the mean cross-entropy of the model's logits as the loss.
# - It calls the model **once**, with the images as they are.
# - Gradients that were there before do not count, wherever they came from.
# - It returns the loss of the batch, as it was **before** the update, as a Python `float`.
# - Images and labels are on the model's device already.
#
# <details><summary>The first step is right, the second is not</summary>
#
# Are the gradients of the first step still there? Or did you make a new optimizer in the function? It would have forgotten its velocity.
# </details>
# <details><summary>The loss is right and the parameters do not move, or move one step late</summary>
#
# Look at the order. `backward` makes the gradients, `step` uses them, `zero_grad` throws them away.
# </details>
# <details><summary>The loss is wrong</summary>
#
# Logits go in as they are: no softmax before `F.cross_entropy`. And it is the mean over the batch, which is what you get if you ask for nothing else.
# </details>
# <details><summary>What comes back is a Tensor, expected float</summary>
#
# `loss` is a tensor that remembers how it was computed. Keep a thousand of them, and you keep a thousand networks' worth of memory. `loss.item()` is the plain number.
# </details>


# %% tags=["exercise:train_step"]
def train_step(
    model: nn.Module, optimizer: torch.optim.Optimizer, images: torch.Tensor, labels: torch.Tensor
) -> float:
    """One update on one batch; returns the loss before it."""
    ### BEGIN SOLUTION
    model.train()
    optimizer.zero_grad()
    logits = model(images)
    loss = F.cross_entropy(logits, labels)
    loss.backward()
    optimizer.step()
    return loss.item()
    ### END SOLUTION


# %% tags=["check:train_step:4"]
from convnets.check import check, pick, randint, randn


class _Watched(nn.Module):
    """A linear classifier with drawn weights, which notes how it was called."""

    def __init__(self, features, classes):
        super().__init__()
        self.linear = nn.Linear(features, classes)
        with torch.no_grad():
            self.linear.weight.copy_(randn(classes, features))
            self.linear.bias.copy_(randn(classes))
        self.called = []

    def forward(self, x):
        modes = ["training" if part.training else "evaluation" for part in (self, self.linear)]
        self.called.append({"mode of the model and of its layer": modes, "shape": list(x.shape)})
        return self.linear(x.flatten(1))


def _number(loss):
    """A loss as a plain number; None when nothing came back."""
    return None if loss is None else float(loss)


def _steps(n, momentum=0.0, left_behind=False, lr=0.1, sizes=range(5, 12)):
    """Losses of n steps on drawn batches, and the parameters after them; with left_behind there are gradients before the first."""
    features, classes = 4, pick((3, 4, 5))
    model = _Watched(features, classes)
    optimizer = torch.optim.SGD(model.parameters(), lr=lr, momentum=momentum)
    if left_behind:
        for p in model.parameters():
            p.grad = randn(*p.shape)
    losses = []
    for _ in range(n):
        size = pick(sizes)
        losses.append(train_step(model, optimizer, randn(size, 1, 2, 2), randint(0, classes, (size,))))
    return {
        "losses": [_number(loss) for loss in losses],
        "parameters": torch.cat([p.flatten() for p in model.parameters()]),
    }


class _Counted(torch.optim.SGD):
    """Counts its steps."""

    taken = 0

    def step(self, closure=None):
        self.taken += 1
        return super().step(closure)


def _manners():
    """What comes back, how the model was called when it was in training mode before, and in evaluation mode, and the number of updates."""
    seen = {}
    for before in ("training", "evaluation"):
        model = _Watched(4, 3).train(before == "training")
        optimizer = _Counted(model.parameters(), lr=0.1)
        loss = train_step(model, optimizer, randn(7, 1, 2, 2), randint(0, 3, (7,)))
        seen[f"before in {before} mode"] = {
            "what comes back": type(loss).__name__
            + (" with its history" if getattr(loss, "requires_grad", False) else ""),
            "loss": _number(loss),
            "called": model.called,
            "updates": optimizer.taken,
        }
    return seen


observe = check("00_convolution/train_step")
observe(
    "loss of one step",
    lambda: _steps(1)["losses"],
    hint="the mean cross-entropy of the logits, before the update",
)
observe(
    "parameters after one step",
    lambda: _steps(1, lr=pick((0.05, 0.2, 0.5))),
    hint="forward, loss, backward, step: in this order",
)
observe(
    "three steps with momentum",
    lambda: _steps(3, momentum=0.9, lr=pick((0.02, 0.05, 0.2))),
    hint="gradients add up unless they are zeroed, at each step; the velocity is kept in the optimizer that you are given",
)
observe(
    "gradients left behind by somebody else",
    lambda: _steps(1, left_behind=True),
    hint="zero the gradients at the beginning of the step",
)
observe(
    "what comes back, and in which mode",
    lambda: _manners(),
    hint="model.train() first, the model called once, one update; loss.item() at the end",
)
observe(
    "a batch of one picture",
    lambda: _steps(2, sizes=(1,)),
    hint="keep the batch's dimension, even if it is 1",
)
### BEGIN HIDDEN TESTS
observe("six steps", lambda: _steps(6, momentum=pick((0.0, 0.5, 0.9)), lr=0.05))
### END HIDDEN TESTS
observe.score()

# %% [markdown]
# ### Evaluation
#
# To test a network, two switches are set, and they are different things:
#
# - `model.eval()` changes what layers *do*: dropout off, batch normalisation by what it has learned rather than by this batch. `model.train()` sets it back.
# - `with torch.no_grad():` changes what PyTorch *remembers*: nothing, so there can be no backward pass, and it takes less memory and time.
#
# Neither does the other's work. Forget the first, and the numbers are wrong; forget the second, and they are right, but it is slow and may run out of memory.
#
# And a trap: the last batch is smaller. The average of the averages of batches is not the average over the pictures.

# %% [markdown]
# ### Exercise 8 · Evaluation ●●○ · 15 minutes · 3 points
#
# Write `evaluate(model, batches)`. `batches` yields pairs (images, labels); you can go over it **once**, and it need not have a length. The result is a pair of Python floats:
#
# - the **accuracy** (정확도): the share of all pictures, 0 to 1, whose largest logit is at their label;
# - the **loss**: the mean cross-entropy over all pictures.
#
# Every picture counts the same, in whatever batch it is. The model is called in evaluation mode and without gradients, once for each batch, with the images as they are.
# Afterwards it is in the mode it was in before, be it training or evaluation, and PyTorch computes gradients again.
#
# <details><summary>Right for one batch, wrong for several</summary>
#
# Keep three sums over all batches: correct answers, losses, pictures. Divide once, at the end. A batch's mean loss times its size is its sum.
# </details>
# <details><summary>"mode afterwards" is wrong</summary>
#
# `model.training` tells you the mode. Write it down before you change it, and set it back with `model.train(before)`.
# </details>
# <details><summary>TypeError: object of type 'generator' has no len()</summary>
#
# Count the pictures as they go by: `len(labels)`.
# </details>


# %% tags=["exercise:evaluate"]
def evaluate(model: nn.Module, batches) -> tuple[float, float]:
    """Accuracy (0..1) and mean cross-entropy over all pictures of the batches."""
    ### BEGIN SOLUTION
    before = model.training
    model.eval()
    correct, loss, pictures = 0, 0.0, 0
    with torch.no_grad():
        for images, labels in batches:
            logits = model(images)
            correct += (logits.argmax(1) == labels).sum().item()
            loss += F.cross_entropy(logits, labels, reduction="sum").item()
            pictures += len(labels)
    model.train(before)
    return correct / pictures, loss / pictures
    ### END SOLUTION


# %% tags=["check:evaluate:3"]
from convnets.check import check, pick, randint, randn


class _Probe(nn.Module):
    """A linear classifier with drawn weights, which notes how it was called."""

    def __init__(self, features, classes):
        super().__init__()
        self.weight = nn.Parameter(randn(features, classes))
        self.part = nn.Identity()
        self.called = []

    def forward(self, x):
        self.called.append(
            {
                "mode of the model and of its layer": ["training" if part.training else "evaluation" for part in (self, self.part)],
                "gradients": "tracked" if torch.is_grad_enabled() else "off",
                "shape": list(x.shape),
            }
        )
        return x.flatten(1) @ self.weight


def _tried(sizes, training=True):
    """Accuracy and loss on drawn batches of these sizes, what kind of numbers they are, how the model was called and how it was left."""
    classes = pick((3, 4, 5))
    model = _Probe(4, classes).train(training)
    batches = [(randn(size, 1, 2, 2), randint(0, classes, (size,))) for size in sizes]
    accuracy, loss = evaluate(model, (batch for batch in batches))
    return {
        "accuracy": float(accuracy),
        "loss": float(loss),
        "types": [type(accuracy).__name__, type(loss).__name__],
        "called": model.called,
        "mode afterwards": "training" if model.training else "evaluation",
        "gradients afterwards": "on" if torch.is_grad_enabled() else "off",
    }


def _pair(sizes):
    """Accuracy and loss alone."""
    seen = _tried(sizes)
    return [seen["accuracy"], seen["loss"]]


observe = check("00_convolution/evaluate")
observe(
    "one batch",
    lambda: [_pair([pictures]) for pictures in pick(range(40, 90), 3)],
    hint="the pair (accuracy, loss): a share between 0 and 1, and a mean over the pictures",
)
observe(
    "three batches, the last smaller",
    lambda: _pair([20, 20, pick((3, 4, 5, 6))]),
    hint="every picture counts the same: add up over all batches, divide at the end",
)
observe(
    "in evaluation mode, without gradients; then back to training",
    lambda: _tried([pick(range(10, 20)), pick(range(3, 9))]),
    hint="model.eval() and torch.no_grad() around all calls; model.train(...) afterwards",
)
observe(
    "a model that was in evaluation mode",
    lambda: _tried([pick(range(10, 20)), 8], training=False),
    hint="afterwards it is in the mode it was in before",
)
observe(
    "a last batch of one picture",
    lambda: _pair([pick(range(3, 9)), 1]),
    hint="keep the batch's dimension, even if it is 1",
)
### BEGIN HIDDEN TESTS
observe("many batches", lambda: _pair(pick(range(1, 40), 7)))
### END HIDDEN TESTS
observe.score()

# %% [markdown]
# ## 8 · Training
#
# Everything is in place. The data are 5,000 real handwritten digits of MNIST, the collection that the 1998 paper introduced: 4,000 to learn from, 1,000 **held out**, which the network sees
# only when it is tested. They are padded to 32×32 and normalised: the mean pixel is 0, the standard deviation 1.
#
# The network is the one drawn at the top of this chapter. One layer in it is new: **ReLU** (렐루), short for rectified linear unit, computes $\max(0, x)$. What is positive passes, what is negative becomes 0. Why put it there? A convolution and a linear layer
# both compute weighted sums, and a weighted sum of weighted sums is again a weighted sum: stack as many as you like, and one of them could do the same work. A bend in between, a **non-linearity** (비선형성), is what gives the next layer something new to do, and ReLU is the
# simplest bend there is. Every network of this course has one after nearly every layer.
#
# Below is the whole of it, with your `train_step` and your `evaluate`. Read it before you run it: every training in this course, and most outside it, is these few lines. It takes about ten
# seconds on a laptop.

# %% tags=["training:plain_loop"]
from torch.utils.data import DataLoader
from tqdm.auto import tqdm


def one_convolution():
    return nn.Sequential(
        OrderedDict(
            conv=nn.Conv2d(1, 8, 5),  # (B, 8, 28, 28)
            relu=nn.ReLU(),
            pool=nn.MaxPool2d(4),  # (B, 8, 7, 7)
            flatten=nn.Flatten(),
            output=nn.Linear(8 * 7 * 7, 10),
        )
    )


def batches(pictures, shuffle=False):
    """Batches of 64, on the device where the network is."""
    for images, labels in DataLoader(pictures, batch_size=64, shuffle=shuffle):
        yield images.to(here), labels.to(here)


here = device.pick()
epochs, pictures = (2, digits.train.take(256)) if settings.fast() else (10, digits.train)
history, draw = train.History(), plot.live()

torch.manual_seed(0)
net = one_convolution().to(here)
optimizer = torch.optim.SGD(net.parameters(), lr=0.02, momentum=0.9)
for _ in tqdm(range(epochs), desc="epochs"):
    for images, labels in batches(pictures, shuffle=True):
        train_step(net, optimizer, images, labels)

    accuracy, loss = evaluate(net, batches(pictures))
    test_accuracy, test_loss = evaluate(net, batches(digits.test))
    history.loss.append(loss)
    history.accuracy.append(accuracy)
    history.test_loss.append(test_loss)
    history.test_accuracy.append(test_accuracy)
    draw(history)

print(
    f"{measure.parameters(net):,} parameters; {test_accuracy:.1%} of the held-out digits right, loss {test_loss:.3f}"
)

# %% [markdown]
# With different starts we saw 95.5 to 96.6 % of the held-out digits right. A single linear layer on the pixels, without the convolution in front of it, has 10,250 parameters and gets about 90 %. So eight small
# kernels, 208 parameters, and a smaller linear layer behind them more than halve the mistakes.
#
# Look at the two curves. On the training pictures (dotted) the loss falls and falls; on the held-out ones it stops falling after a few epochs. The network goes on learning its 4,000 pictures, but what it learns no longer
# helps with new ones: **overfitting** (과적합). Only the solid curve tells you what the network is worth.
#
# From the next chapter on, `train.fit` does the same, with a learning rate that may change on the way and a few other comforts. Here it is with a fault put in, so that you will know it
# when you meet it: a softmax at the end of the network, in front of a cross-entropy that applies softmax itself. Nothing complains.

# %% tags=["training:softmax_twice"]
budget = dict(epochs=10, batch_size=64, lr=0.02, weight_decay=0)

torch.manual_seed(0)
right = train.fit(one_convolution(), digits, **budget)
torch.manual_seed(0)
twice = train.fit(nn.Sequential(one_convolution(), nn.Softmax(dim=1)), digits, **budget)

# %% tags=["demo:softmax_curves"]
plot.curves({"logits": right, "softmax, then cross-entropy": twice})

# %% [markdown]
# It runs, it learns, and it is worse: with three starts, 86 to 95 % after the same ten epochs. The second softmax is given numbers between 0 and 1 where it wants any
# numbers at all, and so it can never be sure. For a picture with a perfect first softmax, (1, 0, ..., 0), the loss is still
#
# $$-\log \frac{e^1}{e^1 + 9 e^0} = 1.4612,$$
#
# and below that it cannot go. A loss that gets stuck above 1.46 with ten classes is a symptom to remember. (What is the number for two classes?)

# %% [markdown]
# ## 9 · Looking inside
#
# These are the eight kernels that your network has learned. Nobody told it what to look for. Some are strokes or edges in one direction, bright on one side and dark on the other; some look like
# nothing in particular. Compare them with those you stepped through in section 1.

# %% tags=["demo:filters"]
plot.filters(net.conv)

# %% tags=["demo:maps"]
plot.feature_maps(net, digits.test.images[0], ["conv", "relu", "pool"])

# %% [markdown]
# Go through it from top to bottom. The convolution's maps are positive (red) where the digit looks like the kernel and negative (blue) where it looks like the opposite; ReLU sets all that is negative
# to 0; pooling keeps the strongest answer of each 4×4 window. What is left for the linear layer is a rough sketch: which kind of stroke, about where.
#
# And these are the digits that it got most confidently wrong. Would you have read them all?

# %% tags=["demo:mistakes"]
result = train.evaluate(net, digits.test)
print(result)
plot.mistakes(digits.test, result)

# %% [markdown]
# ## 10 · Written questions
#
# ### Question 1 · Two ways to halve a map · 3 points
#
# You have maps of 64×56×56 and want 64×28×28. (a) A 3×3 convolution with stride 2 and padding 1. (b) A 3×3 convolution with stride 1 and padding 1, then 2×2 maximum pooling.
# Compare the two: parameters, multiply-accumulates, and how far an output value sees. Then name one reason to choose each. Five or six sentences with numbers.

# %% [markdown] tags=["written:halving:3"]
# Both have the same parameters, (3·3·64 + 1)·64 = 36,928: pooling learns nothing. The work differs by four: (a) computes 28·28 positions, 28·28·64·3·3·64 = 28.9 million
# multiply-accumulates; (b) computes all 56·56, 115.6 million, and then throws three of four values away. The receptive fields are 3 and 4 pixels: a 2×2 window over 3×3 windows reaches one pixel
# further. (a) is the choice when work matters; the convolution can learn how to shrink the map, and it is what ResNet does. (b) looks at every position, so that no fine detail falls between the
# steps, and the maximum forgives a shift of a pixel within the window; it is what VGG does, where the work can be afforded.
#
# ### BEGIN MARK SCHEME
# - 1 point: equal parameters and why (pooling has none), and four times the multiply-accumulates, with numbers or an argument (56² against 28² positions).
# - 1 point: receptive fields 3 against 4 (one pixel more), or an equally exact statement of what the pooled value looks at.
# - 1 point: a sound reason for each of the two. For (a): cost, memory, learned downsampling. For (b): every position is looked at, tolerance to small shifts, the strongest answer survives. A taste without a reason gets nothing.
# ### END MARK SCHEME

# %% [markdown]
# ### Question 2 · Three logs · 3 points
#
# Three friends ask for help. A trains on a hundred classes, B and C on ten. For each: what is most likely wrong, and what would you look at, or try, to be sure? Two or three sentences each, and for
# A a number.
#
# ```
# A   epoch  1   loss 4.31   accuracy 31 %
#     epoch  5   loss 3.72   accuracy 90 %
#     epoch 20   loss 3.66   accuracy 96 %
#     epoch 40   loss 3.65   accuracy 97 %      "It will not go below 3.6, whatever I do."
#
# B   epoch  2   held-out accuracy 93.1 %
#     tested again, the same network, the same pictures   92.2 %
#     and again                                           94.0 %
#
# C   step   1   loss   2.41
#     step   2   loss  14.70
#     step   3   loss 308.20
#     step   4   loss    nan
# ```

# %% [markdown] tags=["written:three_logs:3"]
# A: softmax is applied twice. The accuracy is good, but the loss cannot fall below what a hundred classes give when a perfect (1, 0, ..., 0) goes through a second softmax: −log(e / (e + 99)) = 3.62. I would look at
# whether the model ends in a softmax, take it out, and see the loss go towards 0.
#
# B: the network is tested in training mode, so that something random is still on, dropout for instance. I would call model.eval() before testing and see that two tests in a row agree to the last digit.
#
# C: the steps are too large: the loss grows until it is no number. Most often the learning rate; I would divide it by ten. I would also see that the pictures are normalised and that the
# gradients are zeroed, since both have the same effect.
#
# ### BEGIN MARK SCHEME
# - 1 point: A is softmax twice (recognised by the good accuracy beside the bad loss), with the floor 3.62 worked out, and a way to be sure. Half a point without the number.
# - 1 point: B is evaluation in training mode (dropout, batch norm), with a way to be sure. Random augmentation of the test pictures, if argued, counts as well: "the pictures are the same" then has to be addressed.
# - 1 point: C is steps that are too large (learning rate; also pictures not normalised or gradients not zeroed), with a way to be sure. Half a point for "exploding gradients" without a cause.
# ### END MARK SCHEME

# %% [markdown]
# ## Where you stand
#
# Points so far, and what is still open. Save the notebook (Ctrl+S, or ⌘S) before you hand it in.

# %% tags=["demo:so_far"]
from convnets.check import so_far

so_far("00_convolution")

# %% [markdown]
# ## What comes next
#
# One convolution, one pooling, one linear layer. **LeNet-5** (chapter 01) puts two convolutions in a row, and behind them three fully connected layers: the second convolution looks for patterns in the
# *maps* of the first. You will measure what sharing weights is worth, rebuild what the paper did and the copies leave out, and find out how far a digit may move before the network no longer knows it.
#
# ## Often misquoted
#
# - **"The output size is (W − F + 1) / S."** Only for S = 1, P = 0, where it is W − F + 1. In general $\lfloor (W - F + 2P) / S \rfloor + 1$: the 1 stands outside.
# - **"Pooling divides the size by F."** Only when stride equals kernel and divides W. 3×3 with stride 2 makes 27 of 55.
# - **"A filter is a square."** It is a block, with as many channels as its input. A "3×3 filter" behind 64 maps has 576 weights.
# - **"nn.CrossEntropyLoss needs probabilities."** It needs logits. After a softmax layer it applies softmax twice.
# - **"FLOPs" and "FLOPS".** FLOPs are a count of floating-point operations, FLOPS a rate: operations per second. A multiply-accumulate is two FLOPs, and many papers say FLOPs and mean
#   multiply-accumulates; so factors of two between tables are no surprise.
# - **"model.eval() switches gradients off", "no_grad switches dropout off".** Neither.
# - **"Convolutions in networks flip the kernel."** They do not: what they compute is a cross-correlation.
# - **"The network of 1989 had convolution and pooling as we know them."** It had no pooling layers: its windows moved in steps of two. And its first hidden layer shared the weights, but gave each of its 768 units a bias of its
#   own: 1,068 parameters where ours would have 12 · (25 + 1) = 312. Nor was it the first network with shared local windows: Fukushima's neocognitron (1980) had them, and learned without backpropagation.
