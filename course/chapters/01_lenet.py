# %% [markdown]
# # LeNet-5: read a digit with 60,000 numbers
#
# **Y. LeCun, L. Bottou, Y. Bengio, P. Haffner: *Gradient-based learning applied to document recognition*,
# Proceedings of the IEEE 86(11), 1998.**
#
# In the late 1990s, banks let a machine read the amounts on cheques: several million a day, says the paper's abstract. In that machine,
# a convolutional network looked at one character at a time. LeNet-5, the best single one in the paper, learned for two to three days
# on a 200 MHz processor, and then got 99.05 % of 10,000 digits right that it had never seen.
#
# You will build it, train it in less than a minute, and take it apart.
#
# | what | here |
# |---|---|
# | you build | LeNet-5 as it is written today, and the two parts of the original that are usually left out |
# | you measure | what sharing weights buys: the number of parameters, and what a shift of the picture does |
# | you mend | a network for cats and dogs that many have copied, with two faults in it |
# | time | about 25 minutes to read, a little over 2 hours for seven exercises and a question; no exercise needs another |
# | points | 28: exercises 24, the written question 4 |
#
# **What changed since chapter 00.** There you had one convolution (합성곱) and one training loop. Here the convolutions stand in a
# row, pooling (풀링) stands between them, and three fully connected layers (완전연결층) draw the conclusion. The loop is the same.

# %% tags=["setup"]
import torch
from torch import nn
from torch.nn import functional as F

from convnets import data, explore, measure, plot, train

# The paper's Table I, used in exercise 4: for each of the sixteen maps of layer C3, the maps of layer S2 that it looks at.
TABLE_I = (
    (0, 1, 2), (1, 2, 3), (2, 3, 4), (3, 4, 5), (0, 4, 5), (0, 1, 5),
    (0, 1, 2, 3), (1, 2, 3, 4), (2, 3, 4, 5), (0, 3, 4, 5), (0, 1, 4, 5), (0, 1, 2, 5),
    (0, 1, 3, 4), (1, 2, 4, 5), (0, 2, 3, 5),
    (0, 1, 2, 3, 4, 5),
)  # fmt: skip

# %% tags=["demo:network"]
from convnets import models  # for the drawing only; further down you write it yourself

plot.network(models.create("lenet5"), (1, 32, 32), title="LeNet-5 (LeCun et al. 1998, Figure 2)")

# %% [markdown]
# ## 1 · The idea
#
# Suppose you had only fully connected layers: a multilayer perceptron, MLP (다층 퍼셉트론). You would lay the pixels of the picture in
# one long row, and every hidden unit would have a weight for every pixel. It works, up to a point. Two things are wrong with it.
#
# **It pays for every pixel.** A hundred hidden units on a 32×32 picture cost $1024 \cdot 100 + 100 = 102{,}500$ parameters (매개변수).
# On a colour photograph of 224×224 pixels the same hundred units cost $3 \cdot 224 \cdot 224 \cdot 100 + 100 = 15{,}052{,}900$.
# That is before anything has been recognised.
#
# **It does not know that a picture has neighbours.** Move a digit one pixel to the right. For you nothing has happened. For the MLP
# every weight now meets another pixel than the one it was trained on. Whatever it learned about a stroke at one place, it has to
# learn again at the next. It would not even notice if you shuffled all the pixels, as long as you shuffled every picture in the
# same way.
#
# One remedy cures both. Let a unit look at a small window only, 5×5 pixels, and let all units of a group use **the same** 25
# weights, each at its own window. That is a convolution; the group of units is a **feature map** (특성 맵), and using the same weights
# everywhere is **weight sharing** (가중치 공유).
#
# - The cost no longer depends on the size of the picture: six maps on a grey picture take $6 \cdot (25 + 1) = 156$ parameters, at
#   32×32 as at 224×224.
# - If the picture moves by one pixel, the feature map moves by one pixel, and but for its border is the same. The word is
#   *equivariance* (이동 등변성): the map follows the picture. It is not yet *invariance* (이동 불변성), which would mean that the answer
#   stays put.
#
# Move the digit with the sliders. A step of one pixel to the right changes 164 of its 1,024 pixels, and each of these changes enters
# every unit of an MLP. The feature map beside it, of one filter that answers to upright edges, just walks along: moved back, it is off by
# 0.

# %% tags=["demo:follow"]
digits = data.load("digits")


def follow(dx=1, dy=0):
    """A digit, the digit moved, and a feature map of each."""
    digit = digits.train.images[4:5]
    moved = data.shift(digit, dx, dy)
    upright_edges = torch.tensor([-1.0, -1, 0, 1, 1]).expand(1, 1, 5, 5)
    its_map, map_of_moved = (F.conv2d(x, upright_edges) for x in (digit, moved))
    changed = int((moved != digit).sum())
    off = float((map_of_moved - data.shift(its_map, dx, dy)).abs().max())
    maps = [F.pad(m / its_map.abs().max() / 2, [2] * 4) + 0.5 for m in (its_map, map_of_moved)]
    pixels = [digits.train.pixels(x) for x in (digit, moved)]
    titles = ["digit", f"moved:\n{changed} changed", "its map", f"moved map:\noff by {off:.1g}"]
    return plot.pictures(torch.cat(pixels + maps).clamp(0, 1), titles, columns=4)


explore.Explorer(follow, dx=range(1, 6), dy=range(6))

# %% [markdown]
# Pooling then takes a first small step from following to staying put. A 2×2 maximum does not care which of its four inputs was the
# largest, so a stroke may move by a pixel inside the window and the result is the same; if it moves over the edge of the window, it
# is not. Every pooling halves the map, so the next layer's 5×5 window sees twice as far. Keep the question in mind of how much
# invariance this really buys. You will measure it in section 6, and the answer is less than most people say.

# %% [markdown]
# ### Exercise 1 · What sharing saves ●○○ · 10 minutes · 2 points
#
# Write three counts, each of all learned numbers, **biases (편향) included**, and each returned as a whole number.
#
# - `dense_parameters(channels, height, width, units)`: a fully connected layer from a picture of `channels` × `height` × `width` to
#   `units` units.
# - `conv_parameters(c_in, c_out, kernel)`: a convolution from `c_in` to `c_out` channels with square windows of `kernel` ×
#   `kernel`.
# - `dense_instead_of_conv(c_in, height, width, c_out, kernel)`: a fully connected layer that takes in the same picture as that
#   convolution, and has as many units as the convolution's output has values. The convolution moves in steps of 1 and has no
#   padding (패딩).
#
# For layer C1 of LeNet-5 the last two are 156 and 4,821,600. That ratio, about 31,000, is the whole idea in one number.
#
# <details><summary>My convolution is too small by a factor</summary>
#
# A filter has as many layers as its input has channels: it is a block of $c_{in} \times k \times k$ weights, not a square.
# </details>
# <details><summary>It is a little off, and less so for large layers</summary>
#
# Count the biases. Every unit of a dense layer has one; in a convolution all units of a map share one, so there is one for each
# output channel.
# </details>
# <details><summary>The first two pass and the third does not</summary>
#
# How many positions does a window of $k$ have in a row of $W$ pixels, without padding? $W - k + 1$. Each of them, on each output
# map, becomes a unit of its own, with its own bias.
# </details>

# %% tags=["exercise:dense_and_shared"]
def dense_parameters(channels: int, height: int, width: int, units: int) -> int:
    """All parameters of a fully connected layer from a picture to `units` units."""
    ### BEGIN SOLUTION
    return (channels * height * width + 1) * units
    ### END SOLUTION


def conv_parameters(c_in: int, c_out: int, kernel: int) -> int:
    """All parameters of a convolution with kernel x kernel windows."""
    ### BEGIN SOLUTION
    return (c_in * kernel * kernel + 1) * c_out
    ### END SOLUTION


def dense_instead_of_conv(c_in: int, height: int, width: int, c_out: int, kernel: int) -> int:
    """All parameters of a fully connected layer with the convolution's inputs and outputs (stride 1, no padding)."""
    ### BEGIN SOLUTION
    units = c_out * (height - kernel + 1) * (width - kernel + 1)
    return dense_parameters(c_in, height, width, units)
    ### END SOLUTION


# %% tags=["check:dense_and_shared:2"]
from convnets.check import check, pick, whole

observe = check("01_lenet/dense_and_shared")
observe(
    "dense layer, grey picture",
    lambda: whole(dense_parameters(1, *pick(range(20, 64), 2), pick(range(10, 200)))),
    hint="one weight for every pixel of every unit, and one bias for every unit",
)
observe(
    "dense layer, colour picture",
    lambda: whole(dense_parameters(3, *pick(range(20, 64), 2), pick(range(10, 200)))),
    hint="a colour picture has three numbers for every pixel",
)
observe(
    "convolution on 1, 3 and 6 channels",
    lambda: whole(
        [conv_parameters(c, n, k) for c, n, k in zip((1, 3, 6), pick(range(7, 64), 3), (2, *pick((3, 5, 7, 11), 2)), strict=True)]
    ),
    hint="a filter is a block of c_in × kernel × kernel weights with one bias; there are c_out filters",
)
observe(
    "dense layer instead of a convolution",
    lambda: whole(dense_instead_of_conv(pick((1, 3, 6)), *pick(range(16, 40), 2), pick(range(2, 9)), pick((3, 5, 7)))),
    hint="its units are all values of the convolution's output: c_out × rows × columns, and a row has width - kernel + 1 of them",
)
observe(
    "dense layer instead of one with even windows, or windows as large as the picture",
    lambda: whole(
        [
            dense_instead_of_conv(pick((1, 3)), *pick(range(16, 40), 2), 4, pick((2, 4, 6))),
            dense_instead_of_conv(2, k := pick((4, 5, 6)), k, pick(range(2, 9)), k),
        ]
    ),
    hint="a window as large as the picture has one position: as many units as the convolution has maps",
)
### BEGIN HIDDEN TESTS
observe("large convolutions", lambda: whole([conv_parameters(*pick(range(32, 512), 2), kernel) for kernel in pick((1, 2, 3, 5, 7), 3)]))
observe(
    "dense layer instead of a large convolution",
    lambda: whole(
        [dense_instead_of_conv(c_in, *pick(range(30, 60), 2), pick(range(9, 33)), kernel) for c_in, kernel in ((1, 7), (3, 5), (6, 3))]
    ),
)
### END HIDDEN TESTS
observe.score()

# %% [markdown]
# ## 2 · The network
#
# Here is the whole of it, row by row. The names are the paper's: C for convolution, S for subsampling (what we now call pooling), F
# for fully connected.
#
# | layer | what it does | output | learned, 1998 | learned, today | in PyTorch today |
# |---|---|---|---:|---:|---|
# | input | a grey picture | 1×32×32 | | | |
# | C1 | convolution, 6 filters of 5×5 | 6×28×28 | 156 | 156 | `nn.Conv2d(1, 6, 5)`, ReLU |
# | S2 | 2×2 pooling in steps of 2 | 6×14×14 | 12 | 0 | `nn.MaxPool2d(2)` |
# | C3 | convolution, 16 filters of 5×5 | 16×10×10 | 1,516 | 2,416 | yours to write |
# | S4 | 2×2 pooling in steps of 2 | 16×5×5 | 32 | 0 | yours |
# | C5 | every value of S4 to 120 units | 120 | 48,120 | 48,120 | yours |
# | F6 | fully connected, 84 units | 84 | 10,164 | 10,164 | yours |
# | output | ten classes | 10 | (840, fixed) | 850 | yours |
# | | **together** | | **60,000** | **61,706** | |
#
# Read the sizes first: $32 - 5 + 1 = 28$, halved 14, $14 - 5 + 1 = 10$, halved 5. No padding anywhere. While the maps shrink, their
# number grows, from 1 to 6 to 16: less about *where*, more about *what*. The paper calls it a bi-pyramid.
#
# Why 32×32, when the digits were at most 20×20 pixels in a field of 28×28? So that the end of a stroke, or a corner, can come to
# lie in the *middle* of the windows of the last convolution and not only at their rim. Follow one value back through the layers: a
# value of C1 sees 5 pixels of a row, S2 6, C3 14, S4 16, and a unit of C5 all 32. That span is its **receptive field** (수용 영역).
#
# C5 is a 5×5 convolution over a 5×5 map. There is one position for the window, so each of its 120 maps has just one value, and it
# is the same as a fully connected layer with 400 inputs. The paper insists on calling it a convolution, because on a larger picture
# it would give a larger map: the network could slide along a whole line of text. For a single digit, you may think of it either
# way.
#
# **Modern dress.** Today LeNet-5 is usually written with four changes, and so will you: ReLU (the activation function, 활성화 함수)
# instead of a scaled tanh; maximum pooling without parameters; C3 looking at all six maps; and a plain fully connected layer as
# output, whose ten numbers, the **logits** (로짓), go into the cross-entropy (교차 엔트로피). Section 3 brings the original back.

# %% [markdown]
# ### Exercise 2 · LeNet-5 from its table ●●○ · 20 minutes · 5 points
#
# Write `LeNet5(num_classes=10)`. Calling it gives an `nn.Module` that takes pictures of shape (B, 1, 32, 32) to logits of shape (B,
# num_classes), for any batch size B.
#
# - The layers are those of the table, in that order, all with biases, none with padding.
# - A ReLU follows C1, C3, C5 and F6. (Before or after the pooling: for a maximum it makes no difference. Think about why.)
# - The pooling is a maximum over 2×2 windows in steps of 2.
# - C5 in its fully connected form: flatten the 16×5×5 values as PyTorch does it, then `nn.Linear(400, 120)`.
# - The output is the logits: nothing after the last layer, and nothing that the table does not have (no dropout, no batch norm).
#
# The stub is a class. You may as well write a function called `LeNet5` that returns an `nn.Sequential`; modules or `F.` functions,
# `flatten`, `view` or `reshape`, `nn.LazyLinear`: all are welcome.
#
# <details><summary>RuntimeError: mat1 and mat2 shapes cannot be multiplied</summary>
#
# The first number pair in the message is (batch, how many values you flattened). If the batch is not in it, you flattened too much:
# keep the first dimension with `x.flatten(1)`. If the second number is not 400, print `x.shape` after each step and compare with
# the table: the first size that differs is the place.
# </details>
# <details><summary>The sizes are right but the number of parameters is not</summary>
#
# Compare with the table row by row: `[(n, p.numel()) for n, p in LeNet5().named_parameters()]`. Look for a missing bias, or a layer
# that stands in `__init__` twice.
# </details>
# <details><summary>Sizes and parameters are right but the response differs</summary>
#
# Then every layer with weights is right, and something without weights is not: an activation missing or one too many (what comes
# after the last layer?), or another kind of pooling.
# </details>
# <details><summary>Only "every layer learns" or "the same while training" fails</summary>
#
# Does every layer that you made take part in `forward`, once, and outside of `no_grad`? Is there a layer that behaves differently
# while training?
# </details>

# %% tags=["exercise:lenet5"]
class LeNet5(nn.Module):
    """LeNet-5 in modern dress (LeCun et al. 1998, Figure 2): (B, 1, 32, 32) -> logits (B, num_classes)."""

    def __init__(self, num_classes: int = 10) -> None:
        super().__init__()
        ### BEGIN SOLUTION
        self.c1 = nn.Conv2d(1, 6, 5)
        self.c3 = nn.Conv2d(6, 16, 5)
        self.c5 = nn.Linear(16 * 5 * 5, 120)
        self.f6 = nn.Linear(120, 84)
        self.output = nn.Linear(84, num_classes)
        ### END SOLUTION

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        ### BEGIN SOLUTION
        x = F.max_pool2d(F.relu(self.c1(x)), 2)  # (B, 6, 14, 14)
        x = F.max_pool2d(F.relu(self.c3(x)), 2)  # (B, 16, 5, 5)
        x = F.relu(self.c5(x.flatten(1)))  # (B, 120)
        x = F.relu(self.f6(x))  # (B, 84)
        return self.output(x)
        ### END SOLUTION


# %% tags=["check:lenet5:5"]
from convnets.check import both_modes, check, op_sizes, parameters, pick, randn, response, run_once, sensitivity


def _weights_and_biases(net):
    """How many numbers each weight and each bias holds, from the smallest to the largest, and whether C5 is a fully connected layer."""
    learned = list(run_once(net, randn(2, 1, 32, 32)).parameters())
    return {
        "numbers": sorted(p.numel() for p in learned),
        "C5 in its fully connected form": all(p.dim() <= 2 for p in learned if p.numel() == 48_000),
    }


def _unless_told(x):
    """The parameters of LeNet5(), and what it makes of pictures."""
    net = LeNet5()
    return {"parameters": parameters(net, x), "response": response(net, x)}


observe = check("01_lenet/lenet5")
observe(
    "numbers that every layer with weights yields",
    lambda: op_sizes(LeNet5(pick(range(11, 50))), randn(1, 1, 32, 32)),
    weight=0.5,
    hint="compare with the table from the top: 6×28×28, 6×14×14, 16×10×10, 16×5×5, 120, 84, num_classes",
)
observe(
    "numbers in every weight and bias",
    lambda: _weights_and_biases(LeNet5(pick(range(11, 50)))),
    weight=0.5,
    hint="weights 150, 2,400, 48,000, 10,080 and 84 for each class; biases 6, 16, 120, 84 and one for each class",
)
observe(
    "LeNet5() with nothing in the brackets: 61,706 parameters",
    lambda: _unless_told(randn(pick((1, 2, 3)), 1, 32, 32)),
    weight=0.25,
    hint="num_classes is 10 unless told",
)
observe(
    "response to four pictures",
    lambda: response(LeNet5(pick(range(11, 50))), randn(4, 1, 32, 32)),
    weight=3,
    hint="if the two above pass, look at what has no weights: activations, kind of pooling, something after the last layer",
)
observe(
    "every layer learns",
    lambda: sensitivity(LeNet5(pick(range(11, 50))), randn(2, 1, 32, 32)),
    hint="if this alone fails: is every layer used, once, and nothing detached or under no_grad?",
)
observe(
    "the same while training",
    lambda: both_modes(LeNet5(pick(range(11, 50))), randn(8, 1, 32, 32)),
    weight=0.25,
    hint="no dropout and no batch norm here: training mode changes nothing",
)
### BEGIN HIDDEN TESTS
observe("response, seven pictures", lambda: response(LeNet5(pick(range(50, 90))), randn(7, 1, 32, 32)))
### END HIDDEN TESTS
observe.score()

# %% [markdown]
# Below, your network as torchsummary (a tool you will meet everywhere) lists it. Where are the parameters, and where is the work?
# The two convolutions hold 2,572 of the 61,706 parameters, 4 %, and do 357,600 of the 416,520 multiply-accumulates (곱셈-누산), 86 %.
# It will stay like that for years: the **work** is in the convolutions, the **weight** in the linear layers, until networks learn
# to do without the latter.

# %% tags=["demo:listing"]
print(measure.listing(LeNet5(), (1, 32, 32)))
print(f"{measure.parameters(LeNet5()):,} parameters, {measure.macs(LeNet5(), (1, 32, 32)):,} multiply-accumulates")

# %% [markdown]
# (If you called `F.relu` and `F.max_pool2d` in `forward`, they are not in the list: torchsummary sees modules only.)

# %% [markdown]
# ## 3 · As it was in 1998
#
# Two parts of the original have gone out of fashion. They are worth building once: they show what the authors worried about, and
# people who leave them out often misquote the paper.
#
# ### Subsampling that learns
#
# S2 and S4 do not take a maximum. Each unit averages its 2×2 inputs, multiplies the average by a coefficient, adds a bias, and
# sends the result through the **squashing function**
#
# $$f(a) = 1.7159 \, \tanh\left(\tfrac{2}{3} a\right),$$
#
# as every unit up to F6 does. Coefficient and bias are learned, *one pair for each map*: 12 numbers in S2, 32 in S4. With a small
# coefficient the unit works on the straight part of the curve, and the layer merely blurs. With a large one it saturates, and works
# like a soft OR or AND of its inputs, depending on the bias: the layer decides for itself what kind of pooling it wants to be.
#
# Why such odd constants? With them $f(1) \approx 1$ and $f(-1) \approx -1$, and there the curve bends most. The targets were set to
# ±1, so the units are never asked to go to the flat ends, where gradients vanish.

# %% [markdown]
# ### Exercise 3 · Subsampling that learns ●●○ · 15 minutes · 3 points
#
# Write `Subsample(channels)`, an `nn.Module` from (B, channels, H, W) to (B, channels, H/2, W/2), H and W even: average of each 2×2
# window (steps of 2) → times the map's coefficient → plus the map's bias → the squashing function above.
#
# - It has two learned parameters (`nn.Parameter`), each with `channels` numbers in it, in a shape you like.
# - The coefficient starts at 1, the bias at 0, so that an untrained layer averages and squashes.
#
# (The paper describes the layer twice: once the four inputs are averaged, once they are added. A coefficient can make up for the
# factor 4; so that we all have the same numbers, we average.)
#
# <details><summary>RuntimeError: the size of tensor a must match the size of tensor b at dimension 3</summary>
#
# PyTorch lines shapes up from the right, so a coefficient of shape (6,) meets the *columns*. Give it the shape (6, 1, 1), with
# `.view(-1, 1, 1)` or from the start. Beware: if the width happens to be the number of channels, there is no error, only a wrong
# answer.
# </details>
# <details><summary>The number of parameters is 0</summary>
#
# A plain tensor in `self` is not learned. Wrap it: `nn.Parameter(torch.ones(...))`.
# </details>
# <details><summary>Right at the start, wrong with other coefficients and biases</summary>
#
# Look at the order: first times the coefficient, then plus the bias, the squashing last.
# </details>

# %% tags=["exercise:subsample"]
class Subsample(nn.Module):
    """LeNet-5's S layers (LeCun et al. 1998, II.A): f(coefficient * average + bias), (B, C, H, W) -> (B, C, H/2, W/2)."""

    def __init__(self, channels: int) -> None:
        super().__init__()
        ### BEGIN SOLUTION
        self.coefficient = nn.Parameter(torch.ones(channels, 1, 1))
        self.bias = nn.Parameter(torch.zeros(channels, 1, 1))
        ### END SOLUTION

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        ### BEGIN SOLUTION
        return 1.7159 * torch.tanh(2 / 3 * (self.coefficient * F.avg_pool2d(x, 2) + self.bias))
        ### END SOLUTION


# %% tags=["check:subsample:3"]
from convnets.check import check, pick, randn, response


def _numbers_in_each(module):
    """How many numbers each learned parameter holds."""
    return [p.numel() for p in module.parameters() if p.requires_grad]


def _set_apart(module):
    """Add a rising row of numbers to each parameter, so that no map has the coefficient or bias of another."""
    with torch.no_grad():
        for p in module.parameters():
            p.add_(torch.linspace(-0.8, 0.9, p.numel()).reshape(p.shape))
    return module


def _gradient_size(module, x):
    """How strongly the output pulls at all parameters together, however they are stored; those that it does not reach count nothing."""
    learned = [p for p in module.parameters() if p.requires_grad]
    y = module(x)
    pull = (y * torch.linspace(-1, 1, y.numel()).reshape(y.shape)).sum()
    gradients = torch.autograd.grad(pull, learned, allow_unused=True) if pull.requires_grad else ()
    return sum(float(g.double().pow(2).sum()) for g in gradients if g is not None) ** 0.5


observe = check("01_lenet/subsample")
observe(
    "numbers in each parameter",
    lambda: _numbers_in_each(Subsample(pick(range(3, 40)))),
    hint="one coefficient and one bias for each map: two parameters with `channels` numbers each",
)
observe(
    "untrained: average and squash",
    lambda: response(Subsample(c := pick(range(2, 7))), randn(2, c, 8, 12) / 4, fill=False),
    hint="the coefficient starts at 1 and the bias at 0; the squashing is 1.7159 · tanh(2/3 · a)",
)
observe(
    "each map with its own coefficient and bias",
    lambda: response(_set_apart(Subsample(c := pick(range(2, 7)))), randn(2, c, 8, 12) / 4, fill=False),
    hint="average, times coefficient, plus bias, then squash; coefficient 3 belongs to map 3",
)
observe(
    "as many columns as maps",
    lambda: response(_set_apart(Subsample(c := pick(range(3, 7)))), randn(2, c, 2 * c, 2 * c) / 4, fill=False),
    weight=0.5,
    hint="a coefficient of shape (channels,) meets the columns; give it the shape (channels, 1, 1)",
)
observe(
    "gradient",
    lambda: _gradient_size(_set_apart(Subsample(c := pick(range(2, 7)))), randn(2, c, 8, 12)),
    hint="does forward use both parameters themselves, or copies that are cut off?",
)
### BEGIN HIDDEN TESTS
observe(
    "one map, and maps of two rows",
    lambda: [
        response(_set_apart(Subsample(1)), randn(1, 1, 2 * pick((2, 3, 4)), 6) / 4, fill=False),
        response(_set_apart(Subsample(c := pick(range(7, 12)))), randn(3, c, 2, 2 * pick((1, 2, 3))) / 4, fill=False),
    ],
)
### END HIDDEN TESTS
observe.score()

# %% [markdown]
# ### A layer that sees only part of what is there
#
# Table I of the paper says which maps of S2 each map of C3 looks at. Here it is, drawn as the paper prints it.

# %% tags=["demo:table_1"]
print("S2   C3:", *(f"{j:2}" for j in range(16)))
for i in range(6):
    print(f"{i:2}      ", *(" X" if i in seen else " ." for seen in TABLE_I))

# %% [markdown]
# Six maps see three neighbours, six see four neighbours, three see four in two pairs, and one sees all (map 5 counts as the
# neighbour of map 0). That makes $6 \cdot 3 + 6 \cdot 4 + 3 \cdot 4 + 6 = 60$ links of 25 weights, and 16 biases:
# $60 \cdot 25 + 16 = 1{,}516$ instead of 2,416.
#
# The paper gives two reasons. One is cost. The other is more interesting: if every map sees the same inputs, nothing but the random
# start makes them learn different things. Different inputs *break the symmetry*. You will meet the idea again in AlexNet, where two
# graphics cards are the reason, and under its modern name, grouped convolution.

# %% [markdown]
# ### Exercise 4 · A convolution that reads a table ●●● · 25 minutes · 4 points
#
# Write `PartialConv2d(table, kernel=5)`, an `nn.Module`. `table` is a tuple like `TABLE_I`: one entry for each output map, which
# lists the input maps (counted from 0) that it sees. From (B, maps, H, W) it yields (B, len(table), H − kernel + 1, W − kernel +
# 1).
#
# - Output map $j$ is the sum of one `kernel` × `kernel` convolution over each input map in `table[j]`, each with weights of its
#   own, plus **one** bias.
# - It learns nothing else: 1,516 numbers for `TABLE_I`. A full convolution with a mask over it computes the right thing, but
#   carries 900 weights that are never used; so here it does not count as right.
# - The result is the plain sum: no activation. The squashing comes after it.
# - Output maps stand in the order of the table.
#
# Speed does not matter. Sixteen small convolutions are fine.
#
# <details><summary>How do I pick some channels of a tensor?</summary>
#
# With a list as the index: `x[:, [0, 4, 5]]` has shape (B, 3, H, W). Mind the colon and the comma: `x[0, 4, 5]` means something else.
# </details>
# <details><summary>The number of parameters is 0, or the network does not learn</summary>
#
# A plain Python list hides its layers from PyTorch. `nn.ModuleList` and `nn.ParameterList` do not.
# </details>
# <details><summary>The number of parameters is a little too large</summary>
#
# By 44, for `TABLE_I`? Then each link has a bias of its own: 60 instead of 16. One convolution from three channels to one has one
# bias; three convolutions from one channel to one have three.
# </details>
# <details><summary>The parameters are right, the connections are not</summary>
#
# The check moves one input map at a time and notes which output maps change. Compare the rows with `table`.
# </details>

# %% tags=["exercise:partial_c3"]
class PartialConv2d(nn.Module):
    """LeNet-5's C3 (LeCun et al. 1998, Table I): output map j sees the input maps table[j] only."""

    def __init__(self, table: tuple[tuple[int, ...], ...], kernel: int = 5) -> None:
        super().__init__()
        ### BEGIN SOLUTION
        self.table = table
        self.convs = nn.ModuleList(nn.Conv2d(len(seen), 1, kernel) for seen in table)
        ### END SOLUTION

    def forward(self, x: torch.Tensor) -> torch.Tensor:  # (B, maps, H, W) -> (B, len(table), H - kernel + 1, W - kernel + 1)
        ### BEGIN SOLUTION
        return torch.cat([conv(x[:, list(seen)]) for seen, conv in zip(self.table, self.convs, strict=True)], dim=1)
        ### END SOLUTION


# %% tags=["check:partial_c3:4"]
from convnets.check import all_alike, check, connections, learning_numbers, parameters, pick, randn, response


def _draw_table(outputs):
    """A table for six input maps: each output map sees one to five of them, one sees all six, and two see the same ones."""
    rows = [tuple(pick(range(6), pick((1, 2, 3, 4, 5)))) for _ in range(outputs - 2)]
    return tuple(pick([tuple(range(6)), rows[0], *rows], outputs))


observe = check("01_lenet/partial_c3")
observe(
    "parameters",
    lambda: parameters(PartialConv2d(_draw_table(pick(range(8, 20))), pick((2, 3, 4))), randn(1, 6, 9, 9)),
    weight=0.5,
    hint="kernel × kernel weights for every link, one bias for every output map, nothing for links that are not there",
)
observe(
    "parameters, kernel not told",
    lambda: parameters(PartialConv2d(_draw_table(pick(range(8, 20)))), randn(1, 6, 9, 9)),
    weight=0.25,
    hint="the kernel is 5 unless told",
)
observe(
    "parameters with TABLE_I: 1,516",
    lambda: parameters(PartialConv2d(TABLE_I), randn(1, 6, 14, 14)),
    weight=0,
    hint="60 links of 25 weights, and 16 biases",
)
observe(
    "which maps each output map sees",
    lambda: connections(all_alike(PartialConv2d(_draw_table(9))), randn(1, 6, 9, 9)),
    hint="output map j sees the input maps table[j], counted from 0, and stands at place j",
)
observe(
    "response, all parameters 0.1",
    lambda: response(all_alike(PartialConv2d(_draw_table(9), pick((2, 3, 4)))), randn(2, 6, 9, 8), fill=False),
    hint="a sum over the links plus one bias: no average, no activation, no padding",
)
observe(
    "how many numbers learn",
    lambda: learning_numbers(all_alike(PartialConv2d(_draw_table(pick(range(5, 12))), 3)), randn(2, 6, 7, 7)),
    hint="every weight and every bias gets a gradient",
)
### BEGIN HIDDEN TESTS
observe(
    "which maps, another kernel and more outputs",
    lambda: connections(all_alike(PartialConv2d(_draw_table(pick(range(10, 15))), 3)), randn(1, 6, 6, 6)),
)
### END HIDDEN TESTS
observe.score()

# %% [markdown]
# Now put the original together from your two parts. What it learns adds up to exactly 60,000 numbers, as the paper says. (The
# paper's output layer is not in it: ten units that compare F6 with a fixed drawing of each digit, 7×12 pixels, ±1. Hence the odd
# number 84 $= 7 \cdot 12$.)

# %% tags=["demo:original"]
class Squash(nn.Module):
    def forward(self, x):
        return 1.7159 * torch.tanh(2 / 3 * x)


def lenet5_of_1998():
    return nn.Sequential(
        nn.Conv2d(1, 6, 5), Squash(), Subsample(6),
        PartialConv2d(TABLE_I), Squash(), Subsample(16),
        nn.Conv2d(16, 120, 5), Squash(), nn.Flatten(),
        nn.Linear(120, 84), Squash(),
    )  # fmt: skip


print(f"{measure.parameters(lenet5_of_1998()):,} learned numbers")

# %% [markdown]
# ## 4 · A copy with two faults
#
# LeNet's plan grows with the picture: for colour photographs of cats and dogs one makes the layers wider. The network below is
# often shown in courses, more or less in this form. It runs. It learns, somewhat. It has **two faults**.
#
# ```python
# class CatsDogs(nn.Module):
#     def __init__(self):
#         super().__init__()
#         self.conv1 = nn.Conv2d(3, 16, 5)             # 3×224×224 -> 16×220×220
#         self.relu1 = nn.ReLU()
#         self.pool1 = nn.MaxPool2d(2)                 # 16×110×110
#         self.conv2 = nn.Conv2d(16, 32, 5)            # 32×106×106
#         self.relu2 = nn.ReLU()
#         self.pool2 = nn.MaxPool2d(2)                 # 32×53×53
#         self.fc1 = nn.Linear(32 * 53 * 53, 512)
#         self.relu3 = nn.ReLU()
#         self.fc2 = nn.Linear(512, 2)
#         self.softmax = nn.Softmax(dim=1)
#
#     def forward(self, x):
#         x = self.pool1(self.relu1(self.conv1(x)))
#         x = self.pool2(self.relu2(self.conv2(x)))
#         x = x.view(x.size(0), -1)
#         x = self.fc1(x)
#         x = self.fc2(x)
#         return self.softmax(x)
#
# criterion = nn.CrossEntropyLoss()
# loss = criterion(model(images), labels)
# ```
#
# It has 46,038,242 parameters, 176 MB of them. How many are in `fc1`? 46,023,168. Sharing weights keeps the count small *in the
# convolutions*; the first fully connected layer still pays for every value it is given.

# %% [markdown]
# ### Exercise 5 · Mend it ●●○ · 15 minutes · 4 points
#
# Write the network without the two faults, and so that its size can be chosen, because nobody wants to wait for 46 million
# parameters:
#
# - `CatsDogs(size=224, width=16, hidden=512, num_classes=2)`: pictures of 3×`size`×`size`; `width` maps after the first
#   convolution, twice as many after the second; `hidden` units after the first linear layer. `size` is a multiple of 4. With the
#   defaults it is the network above, mended.
# - It returns **logits**, (B, num_classes).
# - `cats_dogs_loss(outputs, labels)`: the loss for what your network returns; labels are whole numbers, one a picture. One number,
#   the mean over the batch, as a tensor that gradients flow back through. A function, or an object that can be called like one.
#
# <details><summary>A fault you cannot see in __init__</summary>
#
# Tick off in `forward` every line of `__init__`. Which module was made and is never called? Why does it matter? Two linear layers
# with nothing between them are one linear layer: all that `fc1` and `fc2` can do together, one layer from 89,888 to 2 could do,
# with 179,778 parameters.
# </details>
# <details><summary>A fault in the last line and the criterion, not in either alone</summary>
#
# Read the documentation of `nn.CrossEntropyLoss`: it expects logits, and applies a (logarithm of the) softmax itself. If you hand
# it probabilities, they are squeezed a second time. The best it can then get, for a picture it is perfectly sure of, is
# $-\log \frac{e^1}{e^1 + e^0} = 0.3133$. A loss that will not go below 0.3133 with two classes (1.4612 with ten) is a symptom to
# remember.
# </details>
# <details><summary>mat1 and mat2 shapes cannot be multiplied, at some sizes</summary>
#
# 53 belongs to 224. In general the two convolutions and poolings make $((s - 4) / 2 - 4) / 2$ of $s$. Or let `nn.LazyLinear` find
# out.
# </details>

# %% tags=["exercise:two_faults"]
class CatsDogs(nn.Module):
    """Two convolutions, two linear layers: (B, 3, size, size) -> logits (B, num_classes)."""

    def __init__(self, size: int = 224, width: int = 16, hidden: int = 512, num_classes: int = 2) -> None:
        super().__init__()
        ### BEGIN SOLUTION
        side = ((size - 4) // 2 - 4) // 2
        self.conv1 = nn.Conv2d(3, width, 5)
        self.conv2 = nn.Conv2d(width, 2 * width, 5)
        self.fc1 = nn.Linear(2 * width * side * side, hidden)
        self.fc2 = nn.Linear(hidden, num_classes)
        ### END SOLUTION

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        ### BEGIN SOLUTION
        x = F.max_pool2d(F.relu(self.conv1(x)), 2)
        x = F.max_pool2d(F.relu(self.conv2(x)), 2)
        x = F.relu(self.fc1(x.flatten(1)))
        return self.fc2(x)
        ### END SOLUTION


def cats_dogs_loss(outputs: torch.Tensor, labels: torch.Tensor) -> torch.Tensor:
    """The loss of one batch, for what `CatsDogs` returns."""
    ### BEGIN SOLUTION
    return F.cross_entropy(outputs, labels)
    ### END SOLUTION


# %% tags=["check:two_faults:4"]
from convnets.check import both_modes, check, parameters, pick, randint, randn, response, sensitivity


def _small_parameters(size, width, hidden, num_classes):
    """The parameters, after one picture, so that lazy layers count too."""
    return parameters(CatsDogs(size, width, hidden, num_classes), randn(1, 3, size, size))


def _loss_of(batch, classes):
    """The loss of drawn logits, its shape, and how strongly it pulls at them; 0 when it does not."""
    logits = (3 * randn(batch, classes)).requires_grad_()
    loss = torch.as_tensor(cats_dogs_loss(logits, randint(0, classes, (batch,))))
    pull = torch.autograd.grad(loss.sum(), logits)[0].norm() if loss.requires_grad else 0.0
    return {"loss": loss.flatten(), "shape": list(loss.shape), "gradient": float(pull)}


observe = check("01_lenet/two_faults")
observe(
    "parameters, small",
    lambda: _small_parameters(pick((24, 28, 32)), pick((4, 5, 6)), pick(range(8, 40)), pick((3, 4, 5))),
    hint="3 → width → 2·width channels, 5×5, then 2·width · side · side → hidden → num_classes; side belongs to size",
)
observe(
    "parameters, one argument not told",
    lambda: [
        parameters(CatsDogs(width=2, hidden=pick(range(3, 9)), num_classes=3), randn(1, 3, 224, 224)),
        parameters(CatsDogs(20, hidden=pick(range(3, 9)), num_classes=3), randn(1, 3, 20, 20)),
        parameters(CatsDogs(20, 3, num_classes=pick(range(3, 9))), randn(1, 3, 20, 20)),
        parameters(CatsDogs(20, 3, pick(range(8, 40))), randn(1, 3, 20, 20)),
    ],
    weight=0.5,
    hint="size=224, width=16, hidden=512, num_classes=2, each unless it is told",
)
observe(
    "parameters of CatsDogs(): 46,038,242",
    lambda: parameters(CatsDogs(), randn(1, 3, 224, 224)),
    weight=0,
    hint="the defaults of the text",
)
observe(
    "response",
    lambda: response(CatsDogs(20, pick((4, 5, 6)), pick(range(8, 40)), pick((7, 8, 9))), randn(4, 3, 20, 20)),
    weight=2,
    hint="is every activation called, in its place? Does the network end with its last linear layer?",
)
observe(
    "loss of some logits",
    lambda: [_loss_of(6, pick((2, 3, 5))), _loss_of(1, pick((2, 3, 5)))],
    hint="logits go into the cross-entropy as they are; one number, the mean over the batch, which the gradients can go back from",
)
observe(
    "the same while training",
    lambda: both_modes(CatsDogs(20, 4, pick(range(8, 40)), pick((3, 4, 5))), randn(4, 3, 20, 20)),
    weight=0.25,
    hint="nothing that the printed network does not have: no dropout, no batch norm",
)
### BEGIN HIDDEN TESTS
observe(
    "response, other sizes",
    lambda: response(CatsDogs(s := pick((24, 28, 32)), 3, pick(range(8, 40)), pick((5, 6))), randn(2, 3, s, s)),
)
observe("every layer learns", lambda: sensitivity(CatsDogs(20, pick((4, 5, 6)), pick(range(8, 40)), 5), randn(2, 3, 20, 20)))
### END HIDDEN TESTS
observe.score()

# %% [markdown]
# ## 5 · Training
#
# The data are 5,000 real handwritten digits, a piece of the MNIST collection that this very paper introduced: 4,000 to learn from,
# 1,000 held out. That is a fifteenth of what the authors had, so do not expect their 99.05 %. They are padded from 28×28 to 32×32
# with background, and normalised: the mean pixel is 0, the standard deviation 1, as in chapter 00.
#
# The opponent is an MLP with one hidden layer of 60 units. Why 60? Then it has $(1024 + 1) \cdot 60 + (60 + 1) \cdot 10 = 62{,}110$
# parameters, as good as the same number as LeNet-5. Both get the same pictures in the same order, the same number of steps, the
# same rates. What differs is the idea.
#
# Two parts of the recipe are new. The learning rate is no longer constant. With the schedule **one-cycle** (원사이클) it climbs in a
# straight line from 0 to `lr` over the first quarter of the steps, while the weights are still random and large steps would do harm,
# and then falls in a straight line back to 0, so that the network comes to rest. And `train.fit` uses **weight decay** (가중치 감쇠)
# unless told otherwise: at each step it adds 0.0005 times the parameter to the parameter's gradient, so that every parameter is pulled
# a little towards 0, and only those that earn it stay large. That makes it harder to learn the training pictures by heart.

# %% tags=["training:lenet"]
budget = dict(epochs=10, batch_size=64, lr=0.05, schedule="one-cycle")

torch.manual_seed(0)
lenet = LeNet5()
lenet_history = train.fit(lenet, digits, **budget, after_epoch=plot.live())
lenet_history

# %% tags=["training:mlp"]
torch.manual_seed(0)
mlp = nn.Sequential(nn.Flatten(), nn.Linear(32 * 32, 60), nn.ReLU(), nn.Linear(60, 10))
mlp_history = train.fit(mlp, digits, **budget)
mlp_history

# %% tags=["demo:curves"]
plot.curves({"LeNet-5": lenet_history, "MLP": mlp_history})

# %% [markdown]
# In six runs we saw 96.9 to 97.8 % for LeNet-5 on the held-out digits, and 94.3 to 95.1 % for the MLP: about half as many mistakes
# with the same number of parameters. Look at the dotted curves too: the MLP knows its 4,000 training pictures by heart in the end,
# as LeNet-5 does. It is with *new* pictures that it pays for what it does not know.
#
# On the whole MNIST set the paper reports 0.95 % errors for LeNet-5, and for MLPs with one hidden layer 4.7 % (300 units) and 4.5 %
# (1,000 units).
#
# And the LeNet-5 of 1998, put together from your own parts? It gets a linear output layer here, so that it can be trained with the
# cross-entropy like the others. (It takes longer, because of the sixteen small convolutions. If exercises 3 and 4 are still open,
# skip this cell.)

# %% tags=["training:original"]
torch.manual_seed(0)
original = nn.Sequential(*lenet5_of_1998(), nn.Linear(84, 10))
original_history = train.fit(original, digits, **budget)
original_history

# %% [markdown]
# 97.0 to 97.3 % with three starts: no better and no worse than in modern dress. At this depth, ReLU and maximum pooling are
# simpler, not more accurate. In deeper networks they will make a difference.

# %% [markdown]
# ## 6 · How far may the digit move?
#
# "Convolutional networks are invariant to translation" is something you will read often. You have two trained networks; find out.

# %% [markdown]
# ### Exercise 6 · Accuracy on shifted pictures ●●○ · 15 minutes · 3 points
#
# Write `shifted_accuracy(model, images, labels, dx, dy, background=0.0)`: the share of `images` (B, C, H, W) that `model` gets
# right after each has been moved by `dx` pixels to the **right** and `dy` pixels **down**. Negative numbers mean left and up.
# Return a float between 0 and 1.
#
# - What leaves the picture on one side is gone. What comes in on the other is `background`, in every channel. Nothing wraps around.
# - The size of the pictures stays; |dx| < W and |dy| < H.
# - Put the model in evaluation mode first, and compute no gradients; afterwards PyTorch computes them again.
# - Leave `images` as it was. The check will look.
#
# A note on `background`: our pictures are normalised, so an empty pixel is not 0 but $(0 - \text{mean}) / \text{std}$, about
# $-0.365$. That is why it is an argument.
#
# <details><summary>Right for some shifts, wrong or empty for dx = 0</summary>
#
# `images[..., :-dx]` is everything but the last dx columns, unless dx is 0: then it is nothing at all. Write the ends as
# `: W - dx`, or use `F.pad`, which takes negative numbers too, and then crops.
# </details>
# <details><summary>Digits that leave on the right come in on the left</summary>
#
# That is what `torch.roll` does. Either overwrite what came in, or do without it.
# </details>
# <details><summary>The numbers look mirrored, or turned</summary>
#
# The last dimension is the column: dx belongs to it, dy to the one before. Moved to the *right* means that the new column 5 is the
# old column 5 − dx.
# </details>
# <details><summary>Everything passes but "evaluation mode, no gradients"</summary>
#
# `model.eval()` for the first; `with torch.no_grad():` around the call for the second. They are different things: the first changes
# what layers like dropout do, the second saves the memory for a backward pass that will not come.
# </details>

# %% tags=["exercise:shifted_accuracy"]
def shifted_accuracy(
    model: nn.Module, images: torch.Tensor, labels: torch.Tensor, dx: int, dy: int, background: float = 0.0
) -> float:
    """The model's accuracy (0..1) on the images moved dx pixels to the right and dy down, `background` coming in."""
    ### BEGIN SOLUTION
    moved = F.pad(images, (dx, -dx, dy, -dy), value=background)  # a negative number crops
    model.eval()
    with torch.no_grad():
        return (model(moved).argmax(1) == labels).float().mean().item()
    ### END SOLUTION


# %% tags=["check:shifted_accuracy:3"]
from convnets.check import check, kind_of, pick, randint, randn


class _Probe(nn.Module):
    """A linear classifier with drawn weights, which notices every pixel; it notes how it was called."""

    def __init__(self, pixels, classes):
        super().__init__()
        weights = randn(pixels, classes)
        self.weights = weights - 0.9 * weights.mean(0)  # what fills the picture evenly says little: what is left to be seen decides
        self.dropout = nn.Dropout(0.5)
        self.called = set()

    def forward(self, x):
        modes = ("training" if part.training else "evaluation" for part in (self, self.dropout))
        self.called.add((*modes, "gradients" if torch.is_grad_enabled() else "no gradients", *x.shape[1:]))
        return self.dropout(x.flatten(1)) @ self.weights


def _accuracies(shifts, *background, channels=1, pictures=300):
    """What `shifted_accuracy` says of drawn pictures, 7 rows of 9 columns, for each of the shifts."""
    model, images, labels = _Probe(channels * 63, 3).eval(), randn(pictures, channels, 7, 9), randint(0, 3, (pictures,))
    return [shifted_accuracy(model, images.clone(), labels, dx, dy, *background) for dx, dy in shifts]


def _manners(dx, dy):
    """An accuracy, how the model was called, and what was left behind."""
    model, images, labels = _Probe(63, 3), randn(300, 1, 7, 9), randint(0, 3, (300,))
    accuracy = shifted_accuracy(model.train(), images, labels, dx, dy, 0.5)
    return {
        "accuracy": float(accuracy),
        "what comes back": kind_of(accuracy),
        "called with [mode of the model, mode of its layer, gradients, C, H, W]": [list(how) for how in sorted(model.called)],
        "images afterwards": images.flatten()[::76],
        "gradients afterwards": torch.is_grad_enabled(),
    }


observe = check("01_lenet/shifted_accuracy")
observe("not moved", lambda: _accuracies([(0, 0)]), hint="for dx = dy = 0 it is the plain accuracy, as a share between 0 and 1")
observe(
    "moved right",
    lambda: _accuracies([(dx, 0) for dx in pick((1, 2, 3, 4), 3)]),
    hint="the new column 5 is the old column 5 - dx; what comes in is background, and that is 0 unless told",
)
observe("moved down", lambda: _accuracies([(0, dy) for dy in pick((1, 2, 3, 4), 3)]), hint="rows are the dimension before the last")
observe(
    "moved left and up",
    lambda: _accuracies([(-dx, -dy) for dx, dy in zip(pick((1, 2, 3), 3), pick((0, 1, 2, 3), 3), strict=True)]),
    hint="negative numbers move the other way; one of dx and dy may be 0",
)
observe(
    "another background",
    lambda: _accuracies([(pick((1, 2, 3)), 0), (pick((1, 2, 3)), pick((-2, -1)))], pick((-3.0, -2.0, 2.0, 3.0))),
    hint="what comes in is `background`, not 0",
)
observe(
    "colour pictures, almost out of sight",
    lambda: _accuracies([(8, 0), (pick((-8, -7)), 0), (0, -6), (pick((1, 2)), pick((5, 6)))], pick((-1.5, 1.5)), channels=3),
    hint="the background comes in in every channel, and a single row or column may be all that is left",
)
observe(
    "one picture",
    lambda: [_accuracies([(pick((0, 1)), pick((-1, 0, 1)))], 0.5, channels=3, pictures=1) for _ in range(12)],
    hint="keep the batch's dimension, even if it is 1: then the accuracy is 0 or 1",
)
observe(
    "evaluation mode, no gradients, nothing changed",
    lambda: [_manners(pick((1, 2)), pick((1, 2))), _manners(0, pick((-1, 0)))],
    hint="model.eval() before the call, torch.no_grad() around it, a new tensor for the moved pictures, and a plain float as the result",
)
### BEGIN HIDDEN TESTS
observe(
    "colour pictures, all directions",
    lambda: _accuracies([(3, -2), (-1, 1), (0, -3), (pick((5, 6)), pick((4, 5)))], pick((-1.5, 1.5)), channels=3),
)
### END HIDDEN TESTS
observe.score()

# %% tags=["demo:shift_curves"]
import matplotlib.pyplot as plt

background = -digits.mean[0] / digits.std[0]  # a black pixel, normalised
shifts = range(-7, 8)
test = digits.test


def shift_curve(model):
    model.cpu()
    return [shifted_accuracy(model, test.images, test.labels, dx, 0, background) for dx in shifts]


shift_curves = {"LeNet-5": shift_curve(lenet), "MLP": shift_curve(mlp)}


def draw_shift_curves():
    figure, axes = plt.subplots(figsize=(7, 3.2), layout="constrained")
    for name, curve in shift_curves.items():
        axes.plot(shifts, curve, marker="o", label=name)
    axes.axhline(0.1, color="grey", linestyle=":", label="guessing")
    axes.set(xlabel="pixels to the right", ylabel="accuracy", ylim=(0, 1))
    axes.legend(loc="lower center")
    plt.close(figure)
    return figure


draw_shift_curves()

# %% [markdown]
# Read the curves at three pixels to the right. In six runs, LeNet-5 still got 73 to 82 % of the digits right there, the MLP about
# 46 %. At six or seven little is left of either. So the convolutional network is *better* with shifts, and far from invariant.
#
# How can that be, when every filter is the same everywhere? Follow the digit. The maps of C1 move with it: equivariance. The
# pooling forgives about a pixel, the second pooling about two more. But then C5 has a weight of its own for *every position* of the
# 5×5 map, and if the stroke arrives in another row of S4, it meets other weights. From there on LeNet-5 is an MLP.
#
# If you want more, you can *show* the network moved digits while it learns. `augment=data.random_shift` moves every training
# picture by up to two pixels in each direction, another way each time. `train.DIGITS` is the recipe with that in it, and with 20
# epochs, since every epoch now shows new pictures:

# %% tags=["training:lenet_moved"]
torch.manual_seed(0)
lenet_moved = LeNet5()
lenet_moved_history = train.fit(lenet_moved, digits, **train.DIGITS)
lenet_moved_history

# %% tags=["demo:shift_curves_again"]
shift_curves["LeNet-5, trained on moved digits"] = shift_curve(lenet_moved)
draw_shift_curves()

# %% [markdown]
# Now it is right about 96 to 97 % at three pixels, further than it was ever shown, and better with unmoved digits too: 98.1 to 98.6
# %. The filters could always follow; what had to be *learned* is what C5 makes of it.
#
# Move a digit yourself, with all three networks looking on (the last is the one trained on moved digits):

# %% tags=["demo:shift"]
explore.shift({"MLP": mlp, "LeNet-5": lenet, "moved": lenet_moved}, digits.test)

# %% [markdown]
# ## 7 · Looking inside
#
# The six filters of C1, 5×5 weights each. Blue is negative, red positive. Look for edges: a red side and a blue side, upright,
# lying or slanted. Nobody told the network to look for edges. (One may be nearly white: a filter that was hardly needed.)

# %% tags=["demo:filters"]
plot.filters(next(p for p in lenet_moved.parameters() if p.dim() == 4))

# %% [markdown]
# And what they make of a digit: its **feature maps** (특성 맵) after the first and after the second convolution. In the first you
# still recognise the digit six times over. In the second, each map lights up for some arrangement of strokes, at the places where
# it was found.

# %% tags=["demo:feature_maps"]
convolutions = [name for name, layer in lenet_moved.named_modules() if isinstance(layer, nn.Conv2d)]
plot.feature_maps(lenet_moved, digits.test.images[0], convolutions)

# %% [markdown]
# ### Exercise 7 · Who is taken for whom ●●○ · 10 minutes · 3 points
#
# One number, the accuracy, hides *which* mistakes are made. The **confusion matrix** (혼동 행렬) shows it: in row $i$, column $j$
# stands how many pictures of class $i$ the network took for class $j$. The diagonal is what it got right.
#
# - `confusion_matrix(labels, predictions, num_classes)`: both arguments are int64 tensors of shape (N,). Return a num_classes ×
#   num_classes matrix of whole numbers (a tensor or a list of lists), rows for the labels, columns for the predictions. A class
#   that never occurs has its row and column all the same. Leave both arguments as they were.
# - `most_confused(matrix)`: the pair (label, prediction), label ≠ prediction, with the largest count in such a matrix (given as an
#   int64 tensor), as two whole numbers. 4 taken for 9 and 9 taken for 4 are different mistakes. Leave the matrix as it was. (In the
#   check there are no ties.)
#
# <details><summary>All my entries are 0 or 1</summary>
#
# `matrix[labels, predictions] += 1` adds one *once* for each place, however often it is named. Count in a loop, or number the
# cells: label · num_classes + prediction, and let `torch.bincount` count.
# </details>
# <details><summary>most_confused says a class is confused with itself</summary>
#
# The diagonal is where the right answers are, and they are the most. Put it out of the way, in a copy:
# `matrix.clone().fill_diagonal_(-1)`.
# </details>
# <details><summary>My argmax is one number, not a pair</summary>
#
# It counts row by row. With k columns, place n is row `n // k`, column `n % k`; `divmod` gives both.
# </details>

# %% tags=["exercise:confusion"]
def confusion_matrix(labels: torch.Tensor, predictions: torch.Tensor, num_classes: int) -> torch.Tensor:
    """Counts, (num_classes, num_classes): rows are the labels, columns the predictions."""
    ### BEGIN SOLUTION
    cells = labels * num_classes + predictions
    return torch.bincount(cells, minlength=num_classes**2).reshape(num_classes, num_classes)
    ### END SOLUTION


def most_confused(matrix: torch.Tensor) -> tuple[int, int]:
    """The (label, prediction), label != prediction, with the largest count."""
    ### BEGIN SOLUTION
    mistakes = matrix.clone().fill_diagonal_(-1)
    return divmod(int(mistakes.argmax()), len(matrix))
    ### END SOLUTION


# %% tags=["check:confusion:3"]
from convnets.check import check, pick, randint, whole


def _counted(pictures, occurring, classes):
    """The confusion matrix of drawn labels and predictions, and the two as they are afterwards."""
    labels, predictions = randint(0, occurring, (pictures,)), randint(0, occurring, (pictures,))
    return {"matrix": whole(confusion_matrix(labels, predictions, classes)), "labels afterwards": labels, "predictions afterwards": predictions}


def _draw_matrix(classes, below):
    """A confusion matrix without ties off the diagonal; its largest count there stands below it, or above, in the row with the fewest mistakes."""
    small, large = sorted(pick(range(classes), 2))
    row, column = (large, small) if below else (small, large)
    counts = sorted(pick(range(40), classes * classes))
    few, others = counts[:classes], pick(counts[classes:], classes * (classes - 1))
    matrix = torch.tensor(others[: row * classes] + few + others[row * classes :]).reshape(classes, classes)
    matrix[row, column] = 41
    return matrix + torch.diag(randint(50, 90, (classes,)))


def _afterwards(matrix):
    """The pair that is most confused, and the matrix as it is afterwards."""
    return {"pair": whole(most_confused(matrix)), "matrix afterwards": matrix}


observe = check("01_lenet/confusion")
observe(
    "confusion_matrix",
    lambda: _counted(60, k := pick((3, 4, 5)), k),
    hint="rows are the labels, columns the predictions; each picture counts one, in whole numbers",
)
observe(
    "confusion_matrix, a class that never occurs",
    lambda: _counted(40, k := pick((3, 4, 5)), k + 1),
    hint="the size is num_classes, not the largest number seen",
)
observe(
    "confusion_matrix of no picture and of one",
    lambda: [_counted(n, k, k) for n in (0, 1) for k in pick((2, 3, 4), 2)],
    hint="without pictures every count is 0",
)
observe(
    "most_confused, four matrices",
    lambda: [whole(most_confused(_draw_matrix(k, below))) for k, below in ((4, True), (5, False), (6, True), (2, pick((True, False))))],
    hint="the largest count off the diagonal, as (label, prediction)",
)
observe(
    "the matrix is left as it was",
    lambda: _afterwards(_draw_matrix(pick((4, 5, 6)), pick((True, False)))),
    hint="put the diagonal out of the way in a copy",
)
### BEGIN HIDDEN TESTS
observe("confusion_matrix, larger", lambda: whole(confusion_matrix(randint(0, 9, (500,)), randint(0, 9, (500,)), 12)))
### END HIDDEN TESTS
observe.score()

# %% tags=["demo:confused"]
evaluation = train.evaluate(lenet_moved, digits.test)
matrix = confusion_matrix(evaluation.labels, evaluation.predictions, 10)
label, prediction = most_confused(torch.as_tensor(matrix))
print(f"{evaluation}. Most often a {label} was taken for a {prediction}: {int(matrix[label][prediction])} times.")
plot.confusion(evaluation)

# %% [markdown]
# And here are its most confidently wrong answers. Cover the titles and read them yourself first. How many would you get right?

# %% tags=["demo:mistakes"]
plot.mistakes(digits.test, evaluation, 10)

# %% [markdown]
# ## 8 · A question to answer in words · 20 minutes · 4 points
#
# A colleague writes: *"LeNet-5 shares its weights, so it is invariant to translation. An MLP is not. Therefore LeNet-5 needs no
# training on shifted digits."*
#
# Answer in 120 to 200 words, with at least two numbers that you measured in section 6.
#
# 1. What does weight sharing by itself guarantee, and what not? Use the words *equivariant* and *invariant*.
# 2. Which part of LeNet-5 gives it some tolerance to shifts, and about how far does that reach?
# 3. In which layer is the tolerance lost, and why there?
# 4. Is the colleague's conclusion right? What do your numbers say?

# %% [markdown] tags=["written:invariance:4"]
# Weight sharing makes a convolution *equivariant*: if the picture moves by a pixel, each feature map moves by a pixel and is
# otherwise the same. It does not make the answer *invariant*, that is, unchanged.
#
# Some tolerance comes from the pooling. A maximum does not say where in its 2×2 window it was found, so a shift of a pixel or two
# (S2 forgives up to one, S4 up to two more) may leave S4 nearly as it was. My LeNet-5 fell only from 97 to 92 % at two pixels (the
# MLP from 94 to 69 %).
#
# It is lost in C5. That layer has its own weight for each of the 25 positions of each map; a feature that turns up one position
# further meets other weights. From there on the network is an MLP. At four pixels, one position of S4, LeNet-5 was down to about a
# half.
#
# So the colleague is wrong: sharing helps, but it does not replace training. The same network trained on digits moved by up to two
# pixels kept 93 % at four pixels. (Averaging each map over all positions before the linear layers would be another remedy.)
#
# ### BEGIN MARK SCHEME
# One point each, half points allowed. Any numbers that the student's own run can have given are fine.
#
# - **1 point**: sharing gives equivariance (the map moves with the picture), not invariance (the answer stays). Half if only one of
#   the two words is explained.
# - **1 point**: pooling (with the stride it brings) gives the tolerance, of the order of one to three pixels. Half if the reach is
#   missing or far off. No point for "the convolution".
# - **1 point**: C5, or "the first fully connected layer", because its weights belong to positions. Half for "the linear layers"
#   without a reason.
# - **1 point**: the conclusion is wrong, supported by at least two measured accuracies that bear on it (LeNet-5 at a shift against
#   LeNet-5 at 0, or with and without moved training digits). Half if there are no numbers.
# ### END MARK SCHEME

# %% [markdown]
# ## 9 · The lineage table: a first row
#
# How much better is each network of this course than the one before it? To say so, all of them have to do the same work. That work
# is the **common budget**: your 5,000 digits, this time blended with patches of colour photographs; 4,000 to learn from, 1,000 to be
# tried on, 16 rounds in batches of 64. Each pixel is the absolute difference of digit and patch, so that a stroke shows the patch in
# negative: the recipe of MNIST-M (Ganin et al. 2016). `lineage.fit` trains under the budget and keeps the result, on this computer,
# for later chapters to draw.

# %% tags=["demo:on_photos"]
on_photos = data.load("digits_on_photos")
plot.pictures(on_photos.train.take(20), columns=10)

# %% [markdown]
# Your LeNet-5 takes grey pictures, so the three colours are averaged on the way in.

# %% tags=["training:lineage"]
from convnets import lineage


class Grey(nn.Module):
    """(B, 3, H, W) -> (B, 1, H, W), the mean of the colours."""

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return x.mean(dim=1, keepdim=True)


torch.manual_seed(0)
lineage_history = lineage.fit(nn.Sequential(Grey(), LeNet5()), "lenet5", "in grey", after_epoch=plot.live())

# %% [markdown]
# We saw 93.2 to 93.7 %. How much was lost with the colours? The library's LeNet-5 can read all three: each filter of C1 then has
# 3·25 weights, and the network 62,006 parameters instead of 61,706. All else is as in yours.

# %% tags=["training:lineage_in_colour"]
from convnets import models

torch.manual_seed(0)
colour_history = lineage.fit(models.create("lenet5", in_channels=3), "lenet5", after_epoch=plot.live())

# %% tags=["demo:lineage"]
lineage.table()

# %% [markdown]
# In colour we saw 96.1 to 96.5 %: of ten mistakes about four are gone. Where stroke and background differ in colour but not in
# brightness, only the second network can see the digit. All later networks look at colour, so this is the row to compare them with.
#
# Rows marked *reference* came with the course, and stand in for what you have not trained yourself. Every chapter from here on adds
# yours beside them.

# %% [markdown]
# ## 10 · Where you are

# %% tags=["demo:so_far"]
from convnets.check import so_far

so_far("01_lenet")

# %% [markdown]
# **To hand in:** *Kernel → Restart Kernel and Run All Cells*, look once more at the tables under the checks, save, and hand in this
# file, `01_lenet.ipynb`, under this name, in the way your instructor told you. If an exercise is still open, running stops at the
# first cell that needs it; hand the file in all the same. An open exercise costs its own points and no others. The checks will be
# run again, with other numbers and a few more questions than you see here; the cells that train will not.
#
# ## What came next
#
# For years, little, it seemed. LeNet-5 read cheques; on larger pictures convolutional networks took weeks to train, and there were
# too few labelled pictures to train them on. In 2012 both had changed: 1.2 million photographs, and graphics cards. The network
# that used them has LeNet's plan, five convolutions instead of two, ReLU instead of tanh, and a thousand times as many parameters.
# That is chapter 02, AlexNet.
#
# ## Often misquoted
#
# - *"LeNet-5 has 61,706 parameters."* The modern form does. The paper counts 60,000: less 900 weights and 850 of the output, plus
#   44 coefficients and biases of the pooling: $61{,}706 - 900 - 850 + 44 = 60{,}000$.
# - *"It ends in a softmax."* It ends in ten radial basis units that measure the distance to a drawing of each digit; the smallest
#   wins.
# - *"S2 is average pooling."* With a trained coefficient and bias for each map, and a squashing function after it.
# - *"The input is 28×28, padded by the first layer."* It is 32×32, and no layer pads. The copies with `padding=2` reach the same
#   sizes from 28×28.
# - *"Three convolutions"* or *"two convolutions and three linear layers"*: both can be defended. C5 is a convolution by name and a
#   linear layer in effect, for a picture of this size.
# - *"An MLP's parameters grow exponentially with the pixels."* In proportion to the pixels, at a fixed number of units. That is bad
#   enough.
# - *"Sharing keeps the count small."* In the convolutions. Of the 46,038,242 parameters in section 4, 46,023,168 are in the first
#   linear layer.
# - *"The first convolutional network."* The paper itself names its forerunners: Fukushima's Neocognitron (without backpropagation),
#   time-delay networks for speech, and the authors' own zip code readers of 1989 and 1990.
