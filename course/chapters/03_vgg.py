# %% [markdown]
# # VGG: small windows, one after the other
#
# **K. Simonyan, A. Zisserman: *Very deep convolutional networks for large-scale image recognition*, arXiv:1409.1556, 2014; ICLR
# 2015.**
#
# AlexNet had five convolutions: one of 11×11, one of 5×5, three of 3×3. Which of its many choices mattered? Two people in Oxford,
# at the Visual Geometry Group that gave the network its name, asked the question as one would in a laboratory: hold everything
# still and turn one knob. Their knob is **depth** (깊이). Every window is 3×3 (with one exception, for comparison), every stride 1,
# every pooling 2×2, and from one network to the next there are only more layers: 11, 13, 16, 19. In the ILSVRC competition of 2014
# they came first in localisation and second in classification. For years afterwards, "the features of VGG" was what one took when
# one needed features.
#
# You will build all six networks from one table, count what they cost, start a deep one from a shallow one, and test them as the
# paper does.
#
# | what | here |
# |---|---|
# | you build | all columns of the paper's table with one function; linear layers that slide over a picture |
# | you calculate | what small windows save, where 138 million parameters and 61 MB of activations are, how large a random start should be |
# | you train | a small form of A and of D from a random start, and D again from the trained A |
# | you read | the paper's own results, as data |
# | time | about 35 minutes to read, a little over 2½ hours for nine exercises, 30 minutes for two questions; no exercise needs another |
# | points | 35: exercises 28, written questions 7 |
#
# **What changed since the last chapter.** AlexNet's windows of 11×11 and 5×5, its strides, its groups and its overlapping pooling
# are gone, and response normalisation is on trial. What stays: ReLU after every layer, dropout in two linear layers of 4,096 units,
# and the training recipe, almost to the letter.

# %% tags=["setup"]
import torch
from torch import nn
from torch.nn import functional as F

from convnets import data, explore, lineage, measure, plot, train

# The paper's Table 1, a column a string: conv3-64 is a convolution with windows of 3×3 and 64 filters.
TABLE_1 = {
    "A": "conv3-64 maxpool conv3-128 maxpool conv3-256 conv3-256 maxpool"
    " conv3-512 conv3-512 maxpool conv3-512 conv3-512 maxpool",
    "B": "conv3-64 conv3-64 maxpool conv3-128 conv3-128 maxpool conv3-256 conv3-256 maxpool"
    " conv3-512 conv3-512 maxpool conv3-512 conv3-512 maxpool",
    "C": "conv3-64 conv3-64 maxpool conv3-128 conv3-128 maxpool conv3-256 conv3-256 conv1-256 maxpool"
    " conv3-512 conv3-512 conv1-512 maxpool conv3-512 conv3-512 conv1-512 maxpool",
    "D": "conv3-64 conv3-64 maxpool conv3-128 conv3-128 maxpool conv3-256 conv3-256 conv3-256 maxpool"
    " conv3-512 conv3-512 conv3-512 maxpool conv3-512 conv3-512 conv3-512 maxpool",
    "E": "conv3-64 conv3-64 maxpool conv3-128 conv3-128 maxpool"
    " conv3-256 conv3-256 conv3-256 conv3-256 maxpool"
    " conv3-512 conv3-512 conv3-512 conv3-512 maxpool conv3-512 conv3-512 conv3-512 conv3-512 maxpool",
}

# Its Tables 3 and 4: column, training scale S, test scales Q, top-1 and top-5 validation error in %.
TABLE_3 = [
    ("A", "256", "256", 29.6, 10.4),
    ("A-LRN", "256", "256", 29.7, 10.5),
    ("B", "256", "256", 28.7, 9.9),
    ("C", "256", "256", 28.1, 9.4),
    ("C", "384", "384", 28.1, 9.3),
    ("C", "256-512", "384", 27.3, 8.8),
    ("D", "256", "256", 27.0, 8.8),
    ("D", "384", "384", 26.8, 8.7),
    ("D", "256-512", "384", 25.6, 8.1),
    ("E", "256", "256", 27.3, 9.0),
    ("E", "384", "384", 26.9, 8.7),
    ("E", "256-512", "384", 25.5, 8.0),
]
TABLE_4 = [
    ("B", "256", "224, 256, 288", 28.2, 9.6),
    ("C", "256", "224, 256, 288", 27.7, 9.2),
    ("C", "384", "352, 384, 416", 27.8, 9.2),
    ("C", "256-512", "256, 384, 512", 26.3, 8.2),
    ("D", "256", "224, 256, 288", 26.6, 8.6),
    ("D", "384", "352, 384, 416", 26.5, 8.6),
    ("D", "256-512", "256, 384, 512", 24.8, 7.5),
    ("E", "256", "224, 256, 288", 26.9, 8.7),
    ("E", "384", "352, 384, 416", 26.7, 8.6),
    ("E", "256-512", "256, 384, 512", 24.8, 7.5),
]


def narrow(column, share=8):
    """A column with fewer filters: an eighth of them, unless told otherwise."""
    words = (word.split("-") for word in column.split())
    return " ".join(f"{word[0]}-{int(word[1]) // share}" if word[1:] else word[0] for word in words)


# %% tags=["demo:network"]
from convnets import models  # for the drawing only; further down you write it yourself

with torch.device("meta"):  # shapes without numbers: 138 million of them would take a while
    vgg_d = models.create("vgg_d")
plot.network(vgg_d, (3, 224, 224), title="VGG, column D, called VGG-16 (Table 1 of the paper)", depth=1)

# %% [markdown]
# ## 1 · The idea
#
# Why would anyone look at a picture through 3×3 windows? It is the smallest window that still has a left and a right, an above and
# a below, and a middle. It sees almost nothing. But you know from chapter 00 what happens when you put a second one on top: a value
# of the second map sees 5×5 pixels, of the third 7×7. So three small windows in a row see as far as a single one of
# 7×7. Is it the same? No, and in two respects it is better:
#
# - **Cheaper.** With $C$ channels in and out of each, three 3×3 convolutions have $3 \cdot 3^2 C^2 = 27 C^2$ weights, one 7×7 has
#   $7^2 C^2 = 49 C^2$.
# - **More non-linear.** Three ReLUs on the way instead of one. The stack can draw finer distinctions.
#
# One can also say it like this: the stack is a 7×7 window that is *forced* to be made of three small steps with a ReLU in between.
# The paper calls that a regularisation (규제).
#
# Move the sliders. What does the share that is saved depend on, and on what does it not? Is there a setting in which nothing is
# saved?

# %% tags=["demo:stack"]
explore.stack(layers=3, kernel=3, channels=256)

# %% [markdown]
# How much are the ReLUs in between worth? Take them out, and nothing is left of depth: two convolutions in a row *are* one
# convolution. Here are two 3×3 kernels, and the single 5×5 kernel that does the same in one go:

# %% tags=["demo:merged"]
torch.manual_seed(0)
first, second, picture = torch.randn(1, 1, 3, 3), torch.randn(1, 1, 3, 3), torch.randn(1, 1, 12, 12)
merged = F.conv2d(first, second.flip(2, 3), padding=2)  # 5×5: one laid over the other, wherever they meet
one_by_one, at_once = F.conv2d(F.conv2d(picture, first), second), F.conv2d(picture, merged)
with_relu = F.conv2d(F.relu(F.conv2d(picture, first)), second)
print(f"two 3×3 kernels against the merged 5×5: differ by at most {(one_by_one - at_once).abs().max():.1g}")
print(f"with a ReLU between the two:            differ by up to   {(with_relu - at_once).abs().max():.1f}")

# %% [markdown]
# ### Exercise 1 · What a stack saves ●○○ · 10 minutes · 2 points
#
# $27C^2$ against $49C^2$ holds when all layers have $C$ channels. The first layer of a stack often has fewer channels at its input.
# Write three functions; no biases (편향) anywhere, stride 1:
#
# - `stack_weights(layers, kernel, c_in, c_out)`: the weights of `layers` convolutions of `kernel` × `kernel` in a row. The first
#   goes from `c_in` to `c_out` channels, all others from `c_out` to `c_out`.
# - `single_weights(layers, kernel, c_in, c_out)`: the weights of the *one* convolution from `c_in` to `c_out` channels that sees
#   exactly as far as that stack.
# - `saving(layers, kernel, c_in, c_out)`: the share of the single one's weights that the stack saves: 0.25 if it needs a quarter
#   less, negative if it needs more.
#
# Then try the beginning of VGG, 2 layers of 3×3 from the 3 colours to 64 channels. Surprised?
#
# <details><summary>How large is the single window?</summary>
#
# Each layer on top reaches `kernel - 1` pixels further than the one below. The first one sees `kernel`. Two of 3×3 see 5, three of
# 5×5 see 13.
# </details>
# <details><summary>Right if c_in and c_out are the same, wrong otherwise</summary>
#
# Only one layer of the stack meets `c_in`. Which, and how many are left?
# </details>


# %% tags=["exercise:stacked"]
def stack_weights(layers: int, kernel: int, c_in: int, c_out: int) -> int:
    """Weights of `layers` convolutions in a row, c_in -> c_out -> c_out -> ..."""
    ### BEGIN SOLUTION
    return kernel**2 * (c_in * c_out + (layers - 1) * c_out**2)
    ### END SOLUTION


def single_weights(layers: int, kernel: int, c_in: int, c_out: int) -> int:
    """Weights of one convolution c_in -> c_out that sees as far as the stack."""
    ### BEGIN SOLUTION
    field = layers * (kernel - 1) + 1
    return field**2 * c_in * c_out
    ### END SOLUTION


def saving(layers: int, kernel: int, c_in: int, c_out: int) -> float:
    """The share of the single one's weights that the stack saves; below 0 when it needs more."""
    ### BEGIN SOLUTION
    return 1 - stack_weights(layers, kernel, c_in, c_out) / single_weights(layers, kernel, c_in, c_out)
    ### END SOLUTION


# %% tags=["check:stacked:2"]
from convnets.check import check, pick

observe = check("03_vgg/stacked")
observe(
    "stack, the same channels everywhere",
    lambda: [
        stack_weights(n, k, c, c)
        for n, k, c in zip((2, 3, 5), pick((3, 5, 7), 3), pick(range(6, 99), 3), strict=True)
    ],
    hint="kernel × kernel × c × c weights for each layer",
)
observe(
    "stack, other channels at the input",
    lambda: [stack_weights(n, 3, *pick(range(3, 99), 2)) for n in (1, 2, 4)],
    hint="only the first layer has c_in channels at its input",
)
observe(
    "the single window that sees as far",
    lambda: [
        single_weights(n, k, *pick(range(3, 99), 2))
        for n, k in zip((1, 2, 3, 4), [pick((2, 4, 6)), *pick((3, 5, 7, 9), 3)], strict=True)
    ],
    hint="every layer reaches kernel - 1 pixels further, so the window is layers · (kernel - 1) + 1 wide",
)
observe(
    "saving",
    lambda: [
        saving(n, k, c, c)
        for n, k, c in zip(pick(range(2, 7), 3), (3, 5, 7), pick(range(6, 99), 3), strict=True)
    ],
    hint="1 minus the stack's weights divided by the single one's: a share, not per cent",
)
observe(
    "windows of even width, and of one pixel",
    lambda: [
        count(n, k, *pick(range(3, 99), 2))
        for count in (stack_weights, single_weights)
        for n, k in ((pick((2, 3)), pick((2, 4, 6))), (pick((2, 3)), 1))
    ],
    weight=0.5,
    hint="the same formulas: a window of one pixel sees no further however many there are",
)
observe(
    "saving, few channels at the input",
    lambda: [saving(pick((2, 3)), 3, pick(range(2, 6)), pick(range(40, 99))) for _ in range(2)],
    hint="the stack may need more than the single one: then it is below 0",
)
### BEGIN HIDDEN TESTS
observe(
    "saving, any channels",
    lambda: [saving(pick(range(2, 6)), k, *pick(range(3, 99), 2)) for k in (3, 5, 3, 7)],
)
### END HIDDEN TESTS
observe.score()

# %% [markdown]
# ## 2 · The networks
#
# Here is the paper's Table 1. `conv3-64` means windows of 3×3 and 64 filters, with stride 1 and as much padding as keeps the size
# of the map: 1 for 3×3, and for 1×1 none. After each convolution stands a ReLU, which the table leaves out.
#
# | A | A-LRN | B | C | D | E | map behind it |
# |---|---|---|---|---|---|---|
# | 11 layers | 11 | 13 | 16 | 16 | 19 | 3×224×224 |
# | conv3-64 | conv3-64<br>**LRN** | conv3-64<br>**conv3-64** | conv3-64<br>conv3-64 | conv3-64<br>conv3-64 | conv3-64<br>conv3-64 | |
# | maxpool | | | | | | 64×112×112 |
# | conv3-128 | conv3-128 | conv3-128<br>**conv3-128** | conv3-128<br>conv3-128 | conv3-128<br>conv3-128 | conv3-128<br>conv3-128 | |
# | maxpool | | | | | | 128×56×56 |
# | conv3-256<br>conv3-256 | conv3-256<br>conv3-256 | conv3-256<br>conv3-256 | conv3-256<br>conv3-256<br>**conv1-256** | conv3-256<br>conv3-256<br>**conv3-256** | conv3-256<br>conv3-256<br>conv3-256<br>**conv3-256** | |
# | maxpool | | | | | | 256×28×28 |
# | conv3-512<br>conv3-512 | conv3-512<br>conv3-512 | conv3-512<br>conv3-512 | conv3-512<br>conv3-512<br>**conv1-512** | conv3-512<br>conv3-512<br>**conv3-512** | conv3-512<br>conv3-512<br>conv3-512<br>**conv3-512** | |
# | maxpool | | | | | | 512×14×14 |
# | conv3-512<br>conv3-512 | conv3-512<br>conv3-512 | conv3-512<br>conv3-512 | conv3-512<br>conv3-512<br>**conv1-512** | conv3-512<br>conv3-512<br>**conv3-512** | conv3-512<br>conv3-512<br>conv3-512<br>**conv3-512** | |
# | maxpool | | | | | | 512×7×7 |
# | FC-4096 | | | | | | 4096 |
# | FC-4096 | | | | | | 4096 |
# | FC-1000,<br>soft-max | | | | | | 1000 |
#
# Bold is what is new against the column to its left (D's against C: 3×3 in the place of 1×1). Read it as an experiment. A against
# A-LRN asks what response normalisation is worth. A, B, D, E ask what depth is worth. C against B asks what *non-linearity alone*
# is worth: a 1×1 convolution sees no further than the layer before, but it brings another ReLU. D against C has the same depth and
# asks what it is worth to *see further*.
#
# The maps halve five times, and their number doubles from 64 until it is 512. Halving rows and columns takes three quarters of the
# values away, doubling the channels gives half of that back, so that a stack has a quarter of the positions and four times the
# weights: a convolution in the middle of a stack costs 1.85 billion multiply-accumulates, in each of the first four. (In the fifth
# the channels no longer double, and it is a quarter of that.)
#
# The authors published the weights of D and E with a name for each layer, which everybody uses: `conv3_2` is the second convolution
# of the third stack; the linear layers are `fc6`, `fc7`, `fc8` (fc: fully connected, 완전연결). In the library that comes with this
# course they are called so too.

# %% [markdown]
# ### Exercise 2 · Six networks from one table ●●○ · 25 minutes · 5 points
#
# Write `VGG(column, hidden=4096, num_classes=1000, size=224)`. Calling it gives an `nn.Module` that takes (B, 3, size, size) to
# logits (B, num_classes).
#
# - `column` is a string like those in `TABLE_1`: words with blanks between them. The word is `maxpool`, or `conv`, the kernel, a
#   dash, the number of filters. Other kernels than 3 and 1 (odd ones), other numbers and another number of poolings may occur.
# - Convolutions have stride 1, keep the size of the map, have biases, and a ReLU after each. `maxpool` is 2×2 in steps of 2. `size`
#   is divisible by 2 as often as there are poolings.
# - Then the map is flattened, and three linear layers follow: `hidden` units, ReLU, dropout with p = 0.5; `hidden` units, ReLU,
#   dropout with p = 0.5; `num_classes` logits.
#
# (The library's form and torchvision's are this, too. Torchvision's begins its linear part with an adaptive pooling to 7×7, so that
# other sizes than 224 go through as well.)
#
# The stub is a class; a function called `VGG` that returns an `nn.Sequential` is as good.
#
# <details><summary>How do I take a word apart?</summary>
#
# `"conv3-64".removeprefix("conv").split("-")` is `["3", "64"]`: strings, still to be made into numbers.
# </details>
# <details><summary>The map is two pixels larger behind a 1×1 convolution</summary>
#
# Padding 1 keeps the size for windows of 3×3 only. In general it is `kernel // 2`.
# </details>
# <details><summary>mat1 and mat2 shapes cannot be multiplied</summary>
#
# Each pooling halves the side. So the last map has `size // 2 ** poolings` rows and columns, and as many channels as the last
# convolution had filters. Or let `nn.LazyLinear` find out.
# </details>
# <details><summary>Sizes and numbers are right, "what dropout does" is not</summary>
#
# Two dropouts, one behind the ReLU of each of the first two linear layers, none anywhere else; and in evaluation mode they do
# nothing: `F.dropout` must be told (`training=self.training`).
# </details>


# %% tags=["exercise:vgg"]
class VGG(nn.Module):
    """A column of Table 1 (Simonyan & Zisserman 2014): (B, 3, size, size) -> logits (B, num_classes)."""

    def __init__(self, column: str, hidden: int = 4096, num_classes: int = 1000, size: int = 224) -> None:
        super().__init__()
        ### BEGIN SOLUTION
        layers, channels = [], 3
        for word in column.split():
            if word == "maxpool":
                layers.append(nn.MaxPool2d(2))
                size //= 2
            else:
                kernel, filters = map(int, word.removeprefix("conv").split("-"))
                layers += [nn.Conv2d(channels, filters, kernel, padding=kernel // 2), nn.ReLU()]
                channels = filters
        self.features = nn.Sequential(*layers)
        self.classifier = nn.Sequential(
            nn.Flatten(),
            nn.Linear(channels * size * size, hidden), nn.ReLU(), nn.Dropout(0.5),
            nn.Linear(hidden, hidden), nn.ReLU(), nn.Dropout(0.5),
            nn.Linear(hidden, num_classes),
        )  # fmt: skip
        ### END SOLUTION

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        ### BEGIN SOLUTION
        return self.classifier(self.features(x))
        ### END SOLUTION


# %% tags=["check:vgg:5"]
from torch.nn.parameter import is_lazy

from convnets.check import check, op_sizes, parameters, pick, randn, response, run_once, sensitivity


def _draw_column(*stacks):
    """A column with these kernels, stack by stack, and filters drawn without repetition."""
    filters = iter(pick(range(3, 20), sum(len(kernels) for kernels in stacks)))
    return " ".join(
        " ".join(f"conv{kernel}-{next(filters)}" for kernel in kernels) + " maxpool" for kernels in stacks
    )


def _small(*stacks, size=16):
    """A small network of your making, and a picture for it."""
    return VGG(_draw_column(*stacks), pick(range(20, 30)), pick(range(30, 40)), size), randn(2, 3, size, size)


def _numbers(net, x):
    """How many numbers each weight and each bias holds, from the smallest to the largest."""
    if any(map(is_lazy, net.parameters())):
        net = run_once(net, x)
    return sorted(p.numel() for p in net.parameters())


def _by_default(letter):
    """The parameters of a column of Table 1 with everything at its default, built without memory for them."""
    with torch.device("meta"), torch.no_grad():
        net = VGG(TABLE_1[letter]).eval()
        if any(map(is_lazy, net.parameters())):
            net(torch.empty(1, 3, 224, 224))
        return parameters(net)


def _alike():
    """A small network in which convolutions have the same shape, as in Table 1, and a picture for it."""
    a, b = pick(range(3, 20), 2)
    column = f"conv3-{a} conv3-{a} conv3-{a} maxpool conv3-{a} conv3-{b} conv3-{b} conv3-{b} maxpool"
    return VGG(column, pick(range(20, 30)), pick(range(30, 40)), 8), randn(2, 3, 8, 8)


def _levels(bias):
    """All logits that occur in training mode, with hidden layers of one unit and this bias everywhere."""
    net = run_once(VGG(_draw_column((3,), (1,)), 1, 1, 4), randn(1, 3, 4, 4))
    with torch.no_grad():
        for p in net.parameters():
            p.fill_(bias if p.dim() == 1 else 0 if p.dim() == 4 else 1 / p.shape[1])
        return sorted({round(logit, 3) for logit in net.train()(randn(256, 3, 4, 4)).flatten().tolist()})


observe = check("03_vgg/vgg")
observe(
    "numbers that every layer with weights yields",
    lambda: op_sizes(*_small((3,), (1, 5), (5, 3, 1))),
    hint="convolutions keep the size, a pooling halves it; then hidden, hidden, num_classes",
)
observe(
    "numbers in every weight and bias",
    lambda: [_numbers(*_small((3, 3), (3, 3, 1))), _numbers(*_small((pick((11, 13)), 1), (pick((5, 7, 9)), 3)))],
    hint="a filter has kernel × kernel × (channels before it) weights and a bias, and a kernel may have two digits; fc6 takes channels × side × side values",
)
observe(
    "response to two pictures",
    lambda: response(*_small((3,), (3, 3))),
    weight=2,
    hint="if the two above pass: a ReLU after every layer but the last, maximum pooling, nothing after the logits",
)
observe(
    "every layer learns",
    lambda: sensitivity(*_small((3, 3), (3, 1))),
    hint="is every layer used, once, and nothing detached or under no_grad?",
)
observe(
    "layers of the same shape learn, each by itself",
    lambda: sensitivity(*_alike()),
    hint="a convolution that stands twice in the column is made twice",
)
observe(
    "parameters of D with everything at its default: 138,357,544",
    lambda: [_by_default("D"), _by_default(pick("ABCE"))],
    weight=0.5,
    hint="VGG(column) has 4096 hidden units, 1000 classes, and takes 224×224; the second is another column",
)
observe(
    "what dropout does",
    lambda: _levels(pick((0.5, 1.0, 1.5, 2.0, 2.5))),
    hint="dropout with p = 0.5 behind the ReLUs of the first two linear layers, and nowhere else",
)
### BEGIN HIDDEN TESTS
observe(
    "response, another column and size",
    lambda: response(*_small((5, 1), (3, 3, 1), (3,), (1, 3), size=32)),
    weight=2,
)
### END HIDDEN TESTS
observe.score()

# %% [markdown]
# Now all of them, at full size. On the *meta device* a network has shapes and no numbers, so that counting costs neither memory nor
# time. The paper's Table 2 gives 133, 133, 133, 134, 138 and 144 million parameters for A, A-LRN, B, C, D, E. Do you get there?

# %% tags=["demo:counts"]
nets = {}
for name, column in TABLE_1.items():
    with torch.device("meta"):
        nets[name] = VGG(column)
    macs = measure.macs(nets[name], (3, 224, 224))
    print(
        f"{name}   {measure.parameters(nets[name]):>11,} parameters   {macs / 1e9:4.1f} billion multiply-accumulates"
    )

# %% [markdown]
# From A to E the work grows from 7.6 to 19.6 billion multiply-accumulates (곱셈-누산), the number of parameters by 8 %. Where are those
# parameters, and where is the work? And where the memory?

# %% [markdown]
# ## 3 · Where it goes
#
# Two accounts. **Parameters**, you can count. **Activations** (활성값) are the values that pass through: the picture, and the output
# of every layer. While a network is *used*, a layer's input can be thrown away when its output is there. While it is *trained*,
# nearly all must be kept, since the backward pass needs them: the gradient of a weight is made of the values that it met.
#
# You will often read that one picture's way through VGG-16 takes "24 million values, that is 96 MB" in float32, 4 bytes each. Count
# for yourself.

# %% [markdown]
# ### Exercise 3 · Two accounts ●●○ · 20 minutes · 3 points
#
# Write two functions. `column` is a string as in exercise 2; convolutions keep the size, and each pooling halves it.
#
# - `activations(column, size=224, hidden=4096, num_classes=1000)`: a list of whole numbers, how many values there are of one
#   picture: first the picture itself (3 × size × size), then the output of every convolution, pooling, and linear layer, in this
#   order. ReLUs and dropout are not listed: a ReLU can write its result over its input.
# - `layer_parameters(column, size=224, hidden=4096, num_classes=1000)`: a list of whole numbers, the weights and biases of every
#   layer that has any, in order.
#
# Do it with arithmetic, or by building and watching a network; but the big ones have 138 million parameters, so mind the time.
#
# <details><summary>The parameters of the first linear layer are wrong</summary>
#
# It takes all values of the last *pooled* map: channels × side × side.
# </details>
# <details><summary>My list is too short, or too long by one</summary>
#
# Poolings put something out, too, and learn nothing: in the first list, not in the second. The picture stands at the head of the
# first list only.
# </details>


# %% tags=["exercise:memory"]
def activations(column: str, size: int = 224, hidden: int = 4096, num_classes: int = 1000) -> list[int]:
    """Values of one picture, then of every convolution's, pooling's and linear layer's output."""
    ### BEGIN SOLUTION
    channels, values = 3, [3 * size**2]
    for word in column.split():
        if word == "maxpool":
            size //= 2
        else:
            channels = int(word.split("-")[1])
        values.append(channels * size**2)
    return [*values, hidden, hidden, num_classes]
    ### END SOLUTION


def layer_parameters(column: str, size: int = 224, hidden: int = 4096, num_classes: int = 1000) -> list[int]:
    """Weights and biases of every convolution and linear layer, in order."""
    ### BEGIN SOLUTION
    channels, counts = 3, []
    for word in column.split():
        if word == "maxpool":
            size //= 2
        else:
            kernel, filters = map(int, word.removeprefix("conv").split("-"))
            counts.append((kernel**2 * channels + 1) * filters)
            channels = filters
    ends = [channels * size**2, hidden, hidden, num_classes]
    return counts + [(n + 1) * m for n, m in zip(ends, ends[1:], strict=False)]
    ### END SOLUTION


# %% tags=["check:memory:3"]
from convnets.check import check, pick


def _draw_any_column(*stacks):
    """A column with these kernels, stack by stack, and drawn numbers of filters."""
    return " ".join(
        " ".join(f"conv{kernel}-{pick(range(3, 99))}" for kernel in kernels) + " maxpool"
        for kernels in stacks
    )


observe = check("03_vgg/memory")
observe(
    "activations",
    lambda: activations(
        _draw_any_column((3,), (3, 3), (3, 1)), 8 * pick(range(2, 30)), *pick(range(10, 999), 2)
    ),
    hint="the picture first; a convolution keeps rows and columns, a pooling keeps the channels",
)
observe(
    "parameters of the convolutions",
    lambda: layer_parameters(_draw_any_column((3,), (3, pick((11, 13))), (3, 1)), 8 * pick(range(2, 30)))[:5],
    hint="(kernel × kernel × channels before it + 1) × filters; a kernel may have two digits",
)
observe(
    "parameters of the linear layers",
    lambda: layer_parameters(_draw_any_column((3, 1), (5,)), 4 * pick(range(2, 30)), *pick(range(10, 999), 2))[
        -3:
    ],
    hint="(inputs + 1) × units; the first has channels × side × side inputs",
)
observe(
    "all values and all parameters of D: 15,237,608 and 138,357,544",
    lambda: [sum(count(TABLE_1[letter])) for letter in ("D", pick("ABCE")) for count in (activations, layer_parameters)],
    weight=0.5,
    hint="the sums of both lists with everything at its default, and those of another column",
)
### BEGIN HIDDEN TESTS
observe(
    "both, another column",
    lambda: [
        count(_draw_any_column((7, 1), (3,), (1, 3), (5,)), 32, pick(range(9, 99)), pick(range(9, 99)))
        for count in (activations, layer_parameters)
    ],
)
### END HIDDEN TESTS
observe.score()

# %% tags=["demo:accounts"]
import matplotlib.pyplot as plt


def draw_accounts(name):
    """Activations and parameters of a column, layer by layer."""
    words = ["picture", *TABLE_1[name].split(), "fc6", "fc7", "fc8"]
    values, counts = activations(TABLE_1[name]), iter(layer_parameters(TABLE_1[name]))
    learned = [0 if word in ("picture", "maxpool") else next(counts) for word in words]
    figure, panels = plt.subplots(1, 2, figsize=(9, 5), layout="constrained", sharey=True)
    for axes, numbers, what in zip(
        panels, (values, learned), ("activations of one picture", "parameters"), strict=True
    ):
        axes.barh(range(len(words)), [n / 1e6 for n in numbers], color="#0072b2")
        axes.set(
            title=f"{sum(numbers):,} {what}", xlabel="millions", yticks=range(len(words)), yticklabels=words
        )
    panels[0].invert_yaxis()
    plt.close(figure)
    return figure


million_bytes = 4 * sum(activations(TABLE_1["D"])) / 1e6
print(
    f"activations of D: {million_bytes:.1f} MB of a million bytes, {million_bytes * 1e6 / 2**20:.1f} of 2^20 bytes"
)
draw_accounts("D")

# %% [markdown]
# The two pictures are each other's opposite. Of the **activations**, 71 % are in the first two stacks, where the maps are large.
# Together they are 61 MB a picture, and for a batch of 256, the paper's, 15.6 GB in the forward pass alone. About as much again
# goes by as gradients on the way back. Of the **parameters**, 89 % are in the linear layers, and 102,764,544, three quarters of
# all, in `fc6` alone.
#
# And the 96 MB? The list that usually stands above that number is right, line by line, and adds up to 15.2 million; "24 million" is
# not its sum. 24 million times 4 bytes *is* 96 MB, and so the slip was copied. If you count the ReLU maps as separate values, since a
# network without `inplace` keeps them, you get 28.8 million. We found no way of counting that gives 24.

# %% [markdown]
# ## 4 · How large a random start?
#
# The paper has a sentence that looks harmless: the weights of A were drawn from a normal distribution with zero mean and $10^{-2}$
# variance (분산), that is a standard deviation (표준편차) of 0.1. And then it says how the deeper networks were started: not at random.
#
# Here is why. Suppose that all $n$ inputs of a unit have a mean square of $q$, and all its weights are drawn with variance
# $\sigma^2$ around 0. Then its output has mean square $n \sigma^2 q$. The ReLU sets half of it to 0, and half of the mean square is
# gone: $n \sigma^2 q / 2$. So *each layer multiplies the size of the signal*, the root of the mean square, by
#
# $$\sqrt{\frac{n \sigma^2}{2}}$$
#
# If that is 2, then 16 layers make 65,536 of it; if it is one half, they make 0.000015 of it. The same holds for gradients on their
# way back. One wants the factor to be 1, and $n$ is different in each layer: for a convolution it is kernel × kernel × input
# channels, the **fan-in** (입력 수). Three rules:
#
# | rule | standard deviation $\sigma$ | |
# |---|---|---|
# | `"paper"` | 0.1, whatever the layer | as the sentence above has it |
# | `"glorot"` | $\sqrt{2 / (n + m)}$ | Glorot & Bengio 2010; $m$ is the fan-out: kernel × kernel × *output* channels |
# | `"he"` | $\sqrt{2 / n}$ | He et al., early in 2015, made for ReLU |

# %% [markdown]
# ### Exercise 4 · Three rules ●●○ · 15 minutes · 3 points
#
# - `weight_std(shape, rule)`: the standard deviation $\sigma$ for a weight of this shape, as a float. `shape` is that of PyTorch:
#   (filters, channels of each, rows, columns) for a convolution, whose rows and columns may differ, (units, inputs) for a linear
#   layer. `rule` is one of the three names above. For any other name raise a `ValueError`.
# - `growth(shapes, rule)`: by what factor the size of the signal grows on its way through layers with weights of these shapes, each
#   of them followed by a ReLU: the product of the factors above, as a float. With no layers at all it is 1.
#
# <details><summary>Which is fan-in and which is fan-out?</summary>
#
# One output value of a convolution is made of a whole filter: `shape[1] * shape[2] * shape[3]` products. That is the fan-in. In the
# fan-out, the number of filters stands in the place of the number of input channels.
# </details>
# <details><summary>growth with "he" is not 1</summary>
#
# It is, for every layer: $n \cdot (2/n) / 2 = 1$. Is the square root in the right place, once?
# </details>


# %% tags=["exercise:start"]
def weight_std(shape: tuple[int, ...], rule: str) -> float:
    """The standard deviation with which a weight of this shape should start."""
    ### BEGIN SOLUTION
    filters, channels, *window = shape
    places = torch.Size(window).numel()
    match rule:
        case "paper":
            return 0.1
        case "glorot":
            return (2 / ((channels + filters) * places)) ** 0.5
        case "he":
            return (2 / (channels * places)) ** 0.5
    raise ValueError(f"there is no rule {rule!r}")
    ### END SOLUTION


def growth(shapes: list[tuple[int, ...]], rule: str) -> float:
    """The factor by which the signal's root mean square grows through these layers, a ReLU after each."""
    ### BEGIN SOLUTION
    factor = 1.0
    for shape in shapes:
        n = torch.Size(shape[1:]).numel()
        factor *= (n / 2) ** 0.5 * weight_std(shape, rule)
    return factor
    ### END SOLUTION


# %% tags=["check:start:3"]
from convnets.check import check, pick


def _refused(rule):
    """What kind of error an unknown rule gives."""
    try:
        return weight_std((4, 3, 3, 3), rule)
    except ValueError:
        return f"ValueError for {len(rule)} letters"


observe = check("03_vgg/start")
observe(
    "glorot and he, convolutions",
    lambda: [
        weight_std((*pick(range(3, 600), 2), k, k), rule)
        for k in pick((3, 5, 7), 2)
        for rule in ("glorot", "he")
    ],
    hint="fan-in is channels × rows × columns of a filter, fan-out is filters × rows × columns",
)
observe(
    "all rules, linear layers and windows that are not square",
    lambda: [
        weight_std((*pick(range(3, 600), 2), *window), rule)
        for window in ((), (1, pick((3, 5, 7))))
        for rule in ("glorot", "he", "paper")
    ],
    hint="a linear weight is (units, inputs): fan-in is the number of inputs",
)
observe(
    "growth with the paper's rule",
    lambda: [growth([(*pick(range(3, 60), 2), 3, 3) for _ in range(n)], "paper") for n in (1, 2, 3)],
    hint="a factor √(n · σ² / 2) for each layer, multiplied up",
)
observe(
    "growth with glorot",
    lambda: [
        growth([(*pick(range(3, 600), 2), 3, 3), tuple(pick(range(3, 600), 2))], "glorot") for _ in range(3)
    ],
    hint="n is the fan-in, also where σ is made of both",
)
observe(
    "growth of nothing",
    lambda: [growth([], rule) * pick(range(2, 99)) for rule in ("paper", "glorot", "he")],
    weight=0.5,
    hint="with no layers the signal stays as it is: a factor of 1",
)
observe(
    "another rule",
    lambda: _refused("x" * pick(range(3, 30))),
    weight=0.5,
    hint="raise ValueError",
)
### BEGIN HIDDEN TESTS
observe(
    "growth with he, times growth with the paper's",
    lambda: [growth(s := [(*pick(range(9, 99), 2), 5, 3)], "he") * growth(s * 2, "paper") for _ in range(2)],
)
### END HIDDEN TESTS
observe.score()

# %% [markdown]
# Now send pictures of noise through all layers of real networks, and measure. On the left with the full widths of Table 1, on the
# right with an eighth of them, which is what you will train. Dashed lines are what your `growth` says.


# %% tags=["demo:signal"]
@torch.no_grad()
def measured(column, rule, size=32):
    """The size of the signal behind each ReLU, poolings left out, and what `growth` says."""
    x, shapes, seen, expected = torch.randn(4, 3, size, size), [], [], []
    for word in column.replace("maxpool", "").split():
        kernel, filters = map(int, word.removeprefix("conv").split("-"))
        shapes.append((filters, x.shape[1], kernel, kernel))
        x = F.relu(F.conv2d(x, torch.randn(shapes[-1]) * weight_std(shapes[-1], rule), padding=kernel // 2))
        seen.append(x.pow(2).mean().sqrt().item())
        expected.append(growth(shapes, rule))
    return seen, expected


def draw_signal():
    figure, panels = plt.subplots(1, 2, figsize=(9, 3.4), layout="constrained", sharey=True)
    for axes, share in zip(panels, (1, 8), strict=True):
        for rule, colour in zip(("paper", "glorot", "he"), ("#d55e00", "#009e73", "#0072b2"), strict=True):
            seen, expected = measured(narrow(TABLE_1["D"], share), rule, 6)
            axes.semilogy(range(1, 14), seen, "o", color=colour, label=rule)
            axes.semilogy(range(1, 14), expected, "--", color=colour, linewidth=1)
        axes.set(title="D" if share == 1 else f"D, 1/{share} of the filters", xlabel="convolution")
    panels[0].set_ylabel("size of the signal")
    panels[1].legend()
    plt.close(figure)
    return figure


torch.manual_seed(0)
draw_signal()

# %% [markdown]
# With `he` the signal stays what it is. With `glorot` it shrinks by about $\sqrt{2}$ a layer. With 0.1 everywhere it *explodes* in
# the network of full width: a hundred thousand times and more within thirteen convolutions, and three linear layers are still to
# come. At an eighth of the width, the same rule happens to be not bad at all. That is what is wrong with a fixed number: whether it
# is a good one depends on the width of the network.
#
# (Measured values lie a little below the dashed lines: the zeros of the padding count as inputs and bring nothing.)
#
# So the paper's authors, who had no such rule at the time, went another way round: they trained A, which is shallow enough to bear
# a random start, and used it to start the others. Only after they had handed the paper in did they find, as a remark in it says,
# that with Glorot & Bengio's rule it can be done without.

# %% [markdown]
# ## 5 · A warm start
#
# The deeper networks of Table 1 contain A, nearly: A's convolutions occur among theirs, with others in between. The paper starts
# the **first four convolutions** and the **three linear layers** of a deeper network with the values that A has learned, and draws
# the rest at random. The copied layers went on learning with the same rate as the others. It is a **warm start** (웜 스타트).
#
# Mind what "the first four" are: A's first four are 3→64, 64→128, 128→256 and 256→256. D's first four are 3→64, 64→64, 64→128,
# 128→128. So they do not go to the same places in the row. Each goes to the place *where it fits*: D's `conv1_1`, `conv2_1`,
# `conv3_1` and `conv3_2`.

# %% [markdown]
# ### Exercise 5 · Warm start ●●○ · 20 minutes · 3 points
#
# Write `warm_start(deep, shallow)`. Both are networks made of modules, `nn.Conv2d` and `nn.Linear` among them; `modules()` yields
# them in order. It changes `deep` and returns nothing.
#
# - The first four convolutions of `shallow`, one after the other: each is copied, weights **and** biases, to the next convolution
#   of `deep` whose weight has the same shape, behind the one that was filled last. (For the first: the first one that fits.)
# - All linear layers of `shallow` are copied to those of `deep`, the first to the first and so on. Both networks have the same
#   number of them, of the same shapes.
# - Nothing else in `deep` changes, and nothing in `shallow`. *Copied* means that afterwards each network has its own numbers: when
#   `deep` goes on learning, `shallow` stays.
#
# <details><summary>RuntimeError: a leaf Variable that requires grad is being used in an in-place operation</summary>
#
# Copying is not a step of learning: put it under `torch.no_grad()`.
# </details>
# <details><summary>Everything is in its place, but "shallow stays as it is" fails</summary>
#
# `deep_layer.weight = layer.weight` makes both networks share one tensor. `deep_layer.weight.copy_(layer.weight)` copies the
# numbers, and so does `load_state_dict`.
# </details>
# <details><summary>A layer lands in the wrong place</summary>
#
# Go through the convolutions of `deep` *once*: an iterator remembers where you were. `next(conv for conv in places if
# conv.weight.shape == layer.weight.shape)` takes what it needs from an iterator `places` and leaves the rest.
# </details>


# %% tags=["exercise:warm_start"]
def warm_start(deep: nn.Module, shallow: nn.Module) -> None:
    """Start `deep` with the first four convolutions and the linear layers of `shallow` (section 3.1)."""
    ### BEGIN SOLUTION
    given = [layer for layer in shallow.modules() if isinstance(layer, nn.Conv2d)][:4]
    places = (layer for layer in deep.modules() if isinstance(layer, nn.Conv2d))
    for layer in given:
        place = next(place for place in places if place.weight.shape == layer.weight.shape)
        place.load_state_dict(layer.state_dict())
    linear = ([layer for layer in net.modules() if isinstance(layer, nn.Linear)] for net in (deep, shallow))
    for place, layer in zip(*linear, strict=True):
        place.load_state_dict(layer.state_dict())
    ### END SOLUTION


# %% tags=["check:warm_start:3"]
from convnets.check import check, pick, randn


def _two_networks(kind="different shapes", built="nested"):
    """A network of six convolutions, and a deeper one with others in between; two or three linear layers."""
    a, b, c, d = pick(range(2, 12), 4)
    widths = {"different shapes": (a, b, c, c, d, d), "one shape three times": (a, a, a, a, b, b), "back": (a, b, a, a, d, d)}[kind]
    shapes = list(zip((3, *widths), widths))
    deeper = []
    for i, (n, m) in enumerate(shapes):
        more = 1 + pick((0, 1)) if i < 3 else 1 if i == 5 else 0
        deeper += [(n, m, 3), *[(m, m, 1 if kind == "different shapes" and i == 2 else 3)] * more]
    deeper += [(d, d, 3) if kind != "one shape three times" else (b, b, 3)] * pick((1, 2, 3))
    ends = [shapes[-1][1], *pick(range(12, 20), pick((2, 3)))]
    nets = []
    for convolutions in (deeper, [(n, m, 3) for n, m in shapes]):
        layers = [layer for n, m, k in convolutions for layer in (nn.Conv2d(n, m, k, padding=k // 2), nn.ReLU())]
        stacks = [nn.Sequential(*layers[:6]), nn.Sequential(*layers[6:])]
        linear = [nn.Linear(n, m) for n, m in zip(ends, ends[1:], strict=False)]
        if built == "nested":
            nets.append(nn.Sequential(nn.Sequential(*stacks), nn.Flatten(), nn.Sequential(*linear)))
        elif built == "in a row":
            nets.append(nn.Sequential(*layers, nn.Flatten(), *linear))
        else:
            nets.append(nn.ModuleDict({f"layer {i}": layer for i, layer in enumerate([*layers, *linear])}))
    return nets


def _layers_of(net):
    """All its convolutions and linear layers."""
    return [layer for layer in net.modules() if isinstance(layer, (nn.Conv2d, nn.Linear))]


def _copied(what, kind="different shapes", built="nested"):
    """For each layer of the deeper network: which of the shallow one's it holds, counted from 1; 0 for none."""
    deep, shallow = _two_networks(kind, built)
    known = [getattr(layer, what).detach().clone() for layer in _layers_of(shallow)]
    warm_start(deep, shallow)
    same = [
        [i for i, k in enumerate(known, 1) if torch.equal(k, getattr(layer, what))]
        for layer in _layers_of(deep)
    ]
    return [found[0] if found else 0 for found in same]


def _untouched():
    """How many numbers of each network changed, at once and when the deeper one learns on."""
    deep, shallow = _two_networks()
    before = [[p.detach().clone() for p in net.parameters()] for net in (deep, shallow)]
    returned = warm_start(deep, shallow)
    changed = [
        sum(int((p != b).sum()) for p, b in zip(net.parameters(), old, strict=True))
        for net, old in zip((deep, shallow), before, strict=True)
    ]
    with torch.no_grad():
        for p in deep.parameters():
            p.add_(1)
    later = sum(int((p != b).sum()) for p, b in zip(shallow.parameters(), before[1], strict=True))
    return {
        "changed in deep": changed[0],
        "changed in shallow": changed[1],
        "changed in shallow when deep learns": later,
        "parameters that learn": sum(p.requires_grad for net in (deep, shallow) for p in net.parameters()),
        "what comes back": "nothing" if returned is None else "the deep network" if returned is deep else type(returned).__name__,
    }


observe = check("03_vgg/warm_start")
observe(
    "which weights are where",
    lambda: _copied("weight"),
    weight=2,
    hint="1 to 4 are the first convolutions of the shallow network, 7 and up its linear layers, 0 is a random start; layers may lie deep inside",
)
observe(
    "which weights are where, one shape three times",
    lambda: _copied("weight", "one shape three times"),
    hint="each goes behind the one that was filled last, also where both have the same shape",
)
observe(
    "which weights are where, a shape that comes back",
    lambda: _copied("weight", "back"),
    hint="a convolution of that shape in front of the one that was filled last is passed over",
)
observe(
    "which biases are where, in networks without depth",
    lambda: {built: _copied("bias", built=built) for built in ("in a row", "by name")},
    hint="biases are copied with their weights; modules() finds the layers of any network, whether it can be indexed or not",
)
observe(
    "shallow stays as it is, and the rest of deep",
    lambda: _untouched(),
    weight=1.5,
    hint="copy numbers, do not share tensors; layers that get nothing keep what they had",
)
### BEGIN HIDDEN TESTS
observe("which weights, another pair", lambda: [_copied("weight", pick(("different shapes", "back"))) for _ in range(2)])
### END HIDDEN TESTS
observe.score()

# %% [markdown]
# ## 6 · Training
#
# The data are the course's common task: `digits_on_photos`, the handwritten digits of chapter 00, blended with patches of
# colour photographs as in chapter 01: the absolute difference of the two (the recipe of MNIST-M, Ganin et al. 2016), 3×32×32, 4,000
# to learn from and 1,000 held out. All networks of the course get the same 1,008 updates of 64
# pictures, so that they can be compared; each result goes into your **lineage table**.
#
# 32×32 is exactly what five poolings can take: 32, 16, 8, 4, 2, 1. So the small form keeps all convolutions and poolings of the
# column; it has an eighth of the filters (`narrow`, in the setup cell), and linear layers of 64 units rather than 4,096, the first
# of which takes 64 values rather than 25,088. No batch normalisation: it had not been invented. Weights start with a standard
# deviation of 0.1, as the paper has it, which at this width is a fair start (section 4).

# %% tags=["demo:pictures"]
photos = data.load("digits_on_photos")
plot.pictures(photos.train.take(20))

# %% [markdown]
# First **A**, 11 layers, from a random start. (Half a minute to a minute for each of the three trainings, on two cores.) Watch the
# loss of the first epochs.


# %% tags=["training:shallow"]
def small_net(letter):
    """A column with an eighth of its filters, for 32×32 pictures, started as the paper has it."""
    net = VGG(narrow(TABLE_1[letter]), hidden=64, num_classes=10, size=32)
    net(torch.zeros(1, 3, 32, 32))  # lazy layers, if you have any, now know their shapes
    for layer in net.modules():
        if isinstance(layer, (nn.Conv2d, nn.Linear)):
            nn.init.normal_(layer.weight, std=0.1)
            nn.init.zeros_(layer.bias)
    return net


torch.manual_seed(0)
shallow = small_net("A")
shallow_history = lineage.fit(shallow, "vgg_a", "small, width 1/8", lr=0.02, after_epoch=plot.live())
shallow_history

# %% [markdown]
# Now **D**, 16 layers, twice: once from a random start of the same kind, and once warm, with the first four convolutions and the
# linear layers of the A that you have just trained. All else is the same.

# %% tags=["training:cold"]
torch.manual_seed(0)
cold = small_net("D")
cold_history = lineage.fit(cold, "vgg_d", "small, width 1/8", lr=0.02)
cold_history

# %% tags=["training:warm"]
torch.manual_seed(0)
warm = small_net("D")
warm_start(warm, shallow.cpu())
warm_history = lineage.fit(warm, "vgg_d", "small, width 1/8, warm start", lr=0.02)
warm_history

# %% tags=["demo:curves"]
plot.curves({"A": shallow_history, "D, random start": cold_history, "D, warm start": warm_history})

# %% [markdown]
# D's loss with a random start stands at 2.303 for seven epochs or more. That is $\ln 10$: the network says "a tenth each" to every
# picture. Then it gets loose, too late: in four runs of ours it ended at 70, 70, 85 and 88 % of the held-out pictures. Not because of
# overfitting: it does not even learn the training pictures. A, with five layers less, has the same trouble for about four epochs and
# reaches 91 to 92 %.
#
# The warm D never stands still. It starts with layers that already know something, and reaches 94 to 95 %, more than the A that it
# came from. So the deeper network *can* do better. It only could not get there from where it was put.
#
# (Is the comparison fair? The warm D stands on the shoulders of another 1,008 updates. That is what its lineage row says under
# "variant". And how a random start ends depends on what else one chooses, and on luck: with `lr=0.05` our D never got loose at all,
# and with weights from `nn.init.kaiming_normal_` it reached 80 %, in one run each.)

# %% tags=["demo:lineage"]
lineage.table()

# %% [markdown]
# ### Looking inside
#
# The feature maps (특성 맵) of the warm D for one picture, stack by stack: the last convolution of each. Blue is negative, and the
# ReLU will set it to 0.

# %% tags=["demo:feature_maps"]
convolutions = [name for name, layer in warm.named_modules() if isinstance(layer, nn.Conv2d)]
plot.feature_maps(warm, photos.test.images[0], [convolutions[i] for i in (1, 3, 6, 9, 12)])

# %% [markdown]
# From top to bottom: first you can still read the digit, and the photograph behind it, many times over: edges, bright and dark
# places. With each pooling, *where* is given up and *what* is won. In the fifth stack the map is 2×2, and a tile is no picture any
# more but an answer: how much of this, in which corner. Somewhere in between the photograph has got lost, and the digit has not. In
# which stack, would you say?
#
# And what it got wrong:

# %% tags=["demo:mistakes"]
plot.mistakes(photos.test, train.evaluate(warm, photos.test))

# %% [markdown]
# ## 7 · Scale jitter
#
# Photographs come in all sizes; the network takes 224×224. The paper first rescales a picture so that its *shorter* side has $S$
# pixels, the longer in proportion, and then cuts out 224×224 at a random place. With $S = 256$ the cut holds nearly the whole
# picture, with $S = 384$ a part of it, and objects are larger. Two of its trainings use one fixed $S$. The third draws a new $S$
# between 256 and 512 for every picture every time it comes along: **scale jitter** (스케일 지터링). So the network sees each object small
# and large. (Each cut is also mirrored in half of the cases, and its colours are shifted a little, as in AlexNet.)

# %% [markdown]
# ### Exercise 6 · Rescale and cut ●●○ · 15 minutes · 3 points
#
# Write `jitter(image, low, high, size, draw)`, from one picture (C, H, W) to a new one (C, size, size).
#
# 1. Draw the scale: $S$ = `draw(low, high)`, a whole number between the two, both included.
# 2. Rescale the picture: the shorter side becomes $S$, the longer one `long * S // short`. Use `F.interpolate(..., mode="bilinear",
#    antialias=True)`; it wants a batch, (1, C, H, W).
# 3. Draw the top row of the cut, then its left column, each with `draw(first, last)`, so that every place at which the cut lies
#    inside the picture can occur.
#
# Draw *in this order*: scale, top, left. Chance is handed in as an argument, so that one can look at what is asked of it. In life,
# you would call `jitter(image, 256, 512, 224, random.randint)`. Heights and widths may be anything, `low` is at least `size`.
#
# <details><summary>Landscape pictures pass, portraits do not</summary>
#
# The shorter side is `min(H, W)`, and it may be either. Work out both new sides with the same formula: `H * S // short`, `W * S //
# short`.
# </details>
# <details><summary>The ranges that are drawn from are off by one</summary>
#
# In 10 rows a cut of 4 can begin at row 0, 1, ..., 6: from 0 to `rows - size`, both included.
# </details>
# <details><summary>The ranges are right, the picture is not</summary>
#
# `antialias=True` forgotten? Rows and columns exchanged? `interpolate` wants `size=(rows, columns)`.
# </details>


# %% tags=["exercise:jitter"]
def jitter(image: torch.Tensor, low: int, high: int, size: int, draw) -> torch.Tensor:
    """Rescale the shorter side to a drawn S in low..high, cut size x size at a drawn place."""
    ### BEGIN SOLUTION
    scale, short = draw(low, high), min(image.shape[1:])
    rows, columns = (side * scale // short for side in image.shape[1:])
    image = F.interpolate(image[None], size=(rows, columns), mode="bilinear", antialias=True)[0]
    top = draw(0, rows - size)
    left = draw(0, columns - size)
    return image[:, top : top + size, left : left + size]
    ### END SOLUTION


# %% tags=["check:jitter:3"]
from convnets.check import check, pick, randn


_EVEN = ((11, 11, 15), (13, 13, 15), (23, 23, 13)), ((11, 22, 15), (13, 26, 15)), ((12, 17, 11), (17, 10, 11))  # height, width, S: twice even, then just below a whole number


def _asked(height, width, low, high, size, channels=3):
    """What your function asks of chance, what it is told, and some of what it makes of it."""
    ranges, told = [], []

    def draw(first, last):
        ranges.append([first, last])
        told.append(pick(range(int(first), int(last) + 1)))
        return told[-1]

    image = randn(channels, height, width)
    made = jitter(image.clone(), low, high, size, draw)
    return {"drawn from": ranges, "shape": list(made.shape), "values": made[:2].flatten()[:120]}


observe = check("03_vgg/jitter")
observe(
    "landscape",
    lambda: _asked(31, pick(range(40, 50)), 10, pick(range(15, 30)), 7),
    hint="scale from low..high, then top, then left, each from 0 to what is left over",
)
observe(
    "portrait",
    lambda: _asked(pick(range(40, 50)), 31, 10, pick(range(15, 30)), 7),
    hint="the shorter side becomes S; here it is the width",
)
observe(
    "larger than before",
    lambda: [_asked(*pick(range(5, 9), 2), pick(range(9, 12)), pick(range(20, 30)), 8, channels) for channels in (3, 1)],
    hint="the same when the picture must grow; the second picture is grey",
)
observe(
    "one scale only",
    lambda: _asked(*pick(range(15, 25), 2), s := pick(range(8, 15)), s, 7),
    hint="low and high may be the same",
)
observe(
    "a square, and sides that come out even",
    lambda: [_asked(h, w, s, s, pick((6, 7))) for h, w, s in map(pick, _EVEN)],
    hint="long * S // short with whole numbers; int(long * (S / short)) is one too small at times, since S / short is rounded",
)
### BEGIN HIDDEN TESTS
observe("the cut is the whole", lambda: _asked(pick(range(30, 40)), 17, s := pick((8, 9, 10, 11)), s, s))
### END HIDDEN TESTS
observe.score()

# %% tags=["demo:jitter"]
import random

random.seed(0)
photo = data.load("digits_on_photos").test.pixels(5)
cuts = torch.stack([jitter(photo, 32, 64, 32, random.randint) for _ in range(9)])
plot.pictures(torch.cat([photo[None], cuts]), ["picture", *["S in 32..64"] * 9], columns=10)

# %% [markdown]
# ## 8 · A network that slides
#
# At test time a picture is larger than 224, too. One way is AlexNet's: cut out several pieces, ask the network about each, and
# average the answers. With 50 pieces it costs 50 times as much, although neighbouring pieces overlap nearly everywhere, and the
# convolutions compute the same values again and again.
#
# The other way is that of LeNet's C5 and of a paper on detection of the year before (OverFeat, by Sermanet and others): **a fully
# connected layer over a 7×7 map is a convolution with a 7×7 window**, and the two after it are convolutions with 1×1 windows.
# Nothing in the network changes but the way of writing it. And then nothing in it is bound to 224 pixels any more: on a larger map,
# the 7×7 window has several positions, and the network yields not one row of 1,000 scores but a *map* of them, as if it had been
# applied at every place in steps of 32 pixels. This is **dense** evaluation (밀집 평가).

# %% [markdown]
# ### Exercise 7 · From linear layers to convolutions ●●● · 25 minutes · 4 points
#
# Write `convolutional(head, side)`. `head` is an `nn.Sequential` such as the end of a VGG: an `nn.Flatten`, then `nn.Linear` layers
# (all with biases), ReLUs, dropouts in any number. It takes maps (B, C, side, side) to (B, K). You return an `nn.Module`, which
# takes maps (B, C, H, W), H and W at least `side`, to (B, K, H − side + 1, W − side + 1): at each position what `head` says of that
# window.
#
# - The first linear layer becomes a convolution with `side` × `side` windows, every other one a convolution with 1×1 windows.
#   Neither padding nor stride.
# - Whatever is neither Flatten nor Linear stays in its place: what ReLU and dropout do is the same for maps.
# - The new module has the weights of `head`; `head` itself stays as it was.
#
# The first linear layer has C · side · side inputs: `layer.in_features`. No loops over positions, please: the check counts.
#
# <details><summary>In what order does Flatten lay down a map?</summary>
#
# Channel by channel, each row by row. A weight of shape (units, C · side · side) is therefore *already* in the right order:
# `weight.view(units, C, side, side)`, nothing to transpose.
# </details>
# <details><summary>Right for maps of side × side, wrong for larger ones</summary>
#
# Is there still a Flatten in it? Or is a layer behind the first one a convolution of `side` × `side` as well?
# </details>


# %% tags=["exercise:dense_head"]
def convolutional(head: nn.Sequential, side: int) -> nn.Module:
    """The same layers as convolutions: (B, C, H, W) -> (B, K, H - side + 1, W - side + 1)."""
    ### BEGIN SOLUTION
    layers, window = [], side
    for layer in head:
        if isinstance(layer, nn.Linear):
            conv = nn.Conv2d(layer.in_features // window**2, layer.out_features, window)
            conv.load_state_dict({"weight": layer.weight.view(conv.weight.shape), "bias": layer.bias})
            layers.append(conv)
            window = 1
        elif not isinstance(layer, nn.Flatten):
            layers.append(layer)
    return nn.Sequential(*layers)
    ### END SOLUTION


# %% tags=["check:dense_head:4"]
from convnets.check import check, nearest, op_sizes, parameters, pick, randn


def _draw_head(channels, side, units, dropout=0.5):
    """Flatten, then linear layers with drawn weights, a ReLU and dropout between them."""
    layers, features = [nn.Flatten()], channels * side**2
    for i, n in enumerate(units):
        linear = nn.Linear(features, n)
        with torch.no_grad():
            linear.weight.copy_(2 * randn(n, features) / features**0.5)
            linear.bias.copy_(randn(n))
        layers += [linear] if i == len(units) - 1 else [linear, nn.ReLU(), nn.Dropout(dropout)]
        features = n
    return nn.Sequential(*layers).eval()


def _slid(side, rows, columns, *units):
    """What your module says of two drawn maps, what runs in it, and whether the head is as it was."""
    channels = pick(range(2, 6))
    head = _draw_head(channels, side, units)
    return _said(head, side, randn(pick((1, 2)), channels, rows, columns))


def _said(head, side, maps):
    """What your module says of maps, what runs in it, and whether the head is as it was."""
    layers, known = list(head), list(head.parameters())
    before = [p.detach().clone() for p in known]
    net = convolutional(head, side).eval()
    with torch.no_grad():
        y = net(maps.clone())
    same = [torch.equal(p, b) for p, b in zip(known, before, strict=True)]
    return {
        "shape": list(y.shape),
        "values": y.flatten()[:200],
        "operations": op_sizes(net, maps),
        "parameters": parameters(net, maps),
        "layers that the head has lost": [type(layer).__name__ for layer in layers if all(layer is not kept for kept in head)],
        "head unchanged": all(same) and len(head) == len(layers) and all(a is b for a, b in zip(head, layers, strict=True)),
    }


def _odd_head():
    """A head with a ReLU in front, none between two of its layers, and one at the end."""
    side, channels, a, b, c = 2, *pick(range(3, 9), 4)
    whole = _draw_head(channels, side, (a, b, c))
    linear = [layer for layer in whole if isinstance(layer, nn.Linear)]
    head = nn.Sequential(nn.Flatten(), nn.ReLU(), nn.Dropout(0.3), linear[0], linear[1], nn.ReLU(), linear[2], nn.ReLU()).eval()
    return _said(head, side, randn(2, channels, 3, 4))


def _dropped(p):
    """In training mode, when every unit says 1: what becomes of it, the share of zeros, and whether two positions agree about it."""
    side, n = pick((1, 2)), 20
    first, last = nn.Linear(3 * side**2, n), nn.Linear(n, n)
    with torch.no_grad():
        for layer, weight, bias in ((first, torch.zeros_like(first.weight), 1.0), (last, torch.eye(n), 0.0)):
            layer.weight.copy_(weight)
            layer.bias.fill_(bias)
        y = convolutional(nn.Sequential(nn.Flatten(), first, nn.ReLU(), nn.Dropout(p), last), side).train()(randn(8, 3, side + 3, side + 5))
    zero = (y.abs() < 1e-3).float()
    return {
        "values": sorted({round(v, 2) for v in y.flatten().tolist()}),
        "share of zeros": nearest(zero.mean(), (0, 0.2, 0.35, 0.5, 0.65, 0.8, 1)),
        "two positions agree": nearest((zero[:, :, 1:] == zero[:, :, :-1]).float().mean(), (0.5, 0.68, 1)),
    }


observe = check("03_vgg/dense_head")
observe(
    "maps of side × side",
    lambda: _slid(s := pick((2, 3, 4)), s, s, *pick(range(4, 12), 3)),
    hint="at one position the answer is that of the head: the weights, in the order in which Flatten lays the map down, and the biases",
)
observe(
    "larger maps",
    lambda: _slid(s := pick((2, 3)), pick((9, 10)), s - 1 + (units := pick(range(4, 7))), units, pick((7, 8)), pick((2, 3))),
    weight=2,
    hint="side × side windows for the first, 1×1 for all others, no padding, no Flatten",
)
observe(
    "a single linear layer",
    lambda: _slid(pick((1, 2, 3)), *pick(range(4, 7), 2), pick((2, 3, 4))),
    hint="any number of linear layers; here it is one",
)
observe(
    "dropout is still there",
    lambda: _dropped(pick((0.2, 0.8))),
    weight=0.5,
    hint="layers that are neither Flatten nor Linear stay as they are: the head's own p, and each value dropped by itself",
)
observe(
    "ReLUs in other places",
    lambda: _odd_head(),
    hint="layers that are neither Flatten nor Linear stay in their places, wherever these are",
)
### BEGIN HIDDEN TESTS
observe(
    "larger maps, four layers", lambda: _slid(pick((1, 2)), *pick(range(4, 7), 2), *pick(range(4, 9), 3), 2)
)
### END HIDDEN TESTS
observe.score()

# %% [markdown]
# What is that good for? Your small A was trained on pictures of 32×32, one digit each. Turn its linear layers into convolutions,
# and it reads a whole line: eight test pictures side by side are one picture of 32×256, and the score map has eight positions. The
# convolutions run once.

# %% tags=["demo:line"]
layers = [layer for layer in shallow.cpu().modules() if isinstance(layer, (nn.Conv2d, nn.Linear))]
given, body = iter(layers), nn.Sequential()
for word in narrow(TABLE_1["A"]).split():
    body.extend([nn.MaxPool2d(2)] if word == "maxpool" else [next(given), nn.ReLU()])
fc6, fc7, fc8 = given
head = nn.Sequential(nn.Flatten(), fc6, nn.ReLU(), fc7, nn.ReLU(), fc8)
sliding = nn.Sequential(body, convolutional(head, 1)).eval()

pieces, labels = photos.test.images[20:28], photos.test.labels[20:28]
line = torch.cat(list(pieces), dim=2)[None]  # (1, 3, 32, 256)
with torch.no_grad():
    scores = sliding(line)
    read, alone = scores[0, :, 0].argmax(0), sliding(pieces)[:, :, 0, 0].argmax(1)
print(f"picture {tuple(line.shape[1:])}, score map {tuple(scores.shape[1:])}")


def draw_line():
    figure, axes = plt.subplots(figsize=(9, 1.9), layout="constrained")
    axes.imshow(photos.test.pixels(line)[0].permute(1, 2, 0))
    said = [f"is {i}\nin the line {j}\nalone {k}" for i, j, k in zip(labels, read, alone, strict=True)]
    axes.set(xticks=range(16, 256, 32), xticklabels=said, yticks=[])
    plt.close(figure)
    return figure


draw_line()

# %% [markdown]
# It need not read in the line what it reads in the same pictures one by one: at the borders between them, where each alone would be
# padded with zeros, the windows now see the neighbour. (The paper saw the same difference on ImageNet, and takes it for a reason why
# dense evaluation and cutting out pieces go well together.)

# %% [markdown]
# ### Exercise 8 · Two ways to ask ●●○ · 15 minutes · 3 points
#
# The paper's test. A **dense** one: apply the sliding network to the whole picture, average the map of class scores over all
# positions, apply the softmax (소프트맥스); do the same to the mirrored picture, and average the two rows of probabilities. A
# **multi-crop** one: cut out pieces on a regular grid (5×5 in the paper), mirror each as well, apply the softmax to the scores of
# each piece, and average all these probabilities.
#
# - `dense_scores(net, images)`: `net` takes pictures (B, 3, H, W) to score maps (B, K, h, w). Return (B, K) probabilities.
# - `multi_crop_scores(net, images, size, grid)`: `net` takes pieces (B, 3, size, size) to logits (B, K). There are `grid` × `grid`
#   pieces, evenly spaced, the first at the top left corner and the last at the bottom right one: the tops of the rows are `i * (H -
#   size) // (grid - 1)` for i = 0, 1, ..., grid − 1, and the lefts likewise with W. `grid` is at least 2. Return (B, K)
#   probabilities.
#
# Mirrored means left and right exchanged. Both leave `images` as they are.
#
# <details><summary>Softmax of the average, or average of the softmaxes?</summary>
#
# They are different numbers. Over positions of the dense map: average the scores, then softmax. Over mirror images and over pieces:
# softmax each, then average.
# </details>
# <details><summary>Which dimension is mirrored?</summary>
#
# The columns are the last: `images.flip(-1)`.
# </details>


# %% tags=["exercise:test_time"]
def dense_scores(net: nn.Module, images: torch.Tensor) -> torch.Tensor:
    """Class probabilities (B, K): score maps averaged over positions, probabilities over mirror images."""
    ### BEGIN SOLUTION
    views = images, images.flip(-1)
    return sum(net(view).mean(dim=(2, 3)).softmax(dim=1) for view in views) / 2
    ### END SOLUTION


def multi_crop_scores(net: nn.Module, images: torch.Tensor, size: int, grid: int) -> torch.Tensor:
    """Class probabilities (B, K), averaged over grid x grid pieces and their mirror images."""
    ### BEGIN SOLUTION
    tops, lefts = ([i * (side - size) // (grid - 1) for i in range(grid)] for side in images.shape[2:])
    pieces = [images[:, :, top : top + size, left : left + size] for top in tops for left in lefts]
    pieces += [piece.flip(-1) for piece in pieces]
    return torch.stack([net(piece).softmax(dim=1) for piece in pieces]).mean(dim=0)
    ### END SOLUTION


# %% tags=["check:test_time:3"]
from convnets.check import check, pick, randn


class _Sliding(nn.Module):
    """One convolution with drawn weights, and something that is not linear."""

    def __init__(self, classes, kernel):
        super().__init__()
        self.weight, self.bias = randn(classes, 3, kernel, kernel), randn(classes)

    def forward(self, x):
        return F.conv2d(x, self.weight, self.bias, stride=2).tanh() * 2


class _Pieces(nn.Module):
    """A linear classifier with drawn weights for pieces of one size."""

    def __init__(self, classes, size):
        super().__init__()
        self.weight = randn(3 * size * size, classes) / 3

    def forward(self, x):
        return (x.flatten(1) @ self.weight).tanh() * 3


def _dense(rows, columns, pictures=(2, 3)):
    return dense_scores(_Sliding(pick(range(2, 7)), 3), randn(pick(pictures), 3, rows, columns))


def _cropped(grid, more_rows, more_columns, pictures=(2, 3)):
    size = pick((4, 5))
    images = randn(pick(pictures), 3, size + more_rows, size + more_columns)
    return multi_crop_scores(_Pieces(pick(range(2, 7)), size), images, size, grid)


def _as_given():
    """The pictures that came in, as they are afterwards, and the first probability of each way."""
    given = randn(2, 3, 9, 9)
    found = dense_scores(_Sliding(3, 3), given), multi_crop_scores(_Pieces(4, 5), given, 5, 2)
    return {"pictures afterwards": given.flatten()[:90], "first": [p[0, 0] for p in found]}


observe = check("03_vgg/test_time")
observe(
    "dense",
    lambda: _dense(*pick(range(6, 15), 2)),
    hint="mean over positions, softmax, then the mean over picture and mirror image",
)
observe(
    "dense, another picture",
    lambda: _dense(5, pick(range(9, 15)), pictures=(1,)),
    hint="(B, K), also for a single picture: the positions are averaged out",
)
observe(
    "multi-crop, four corners",
    lambda: [_cropped(2, *pick(range(4, 10), 2)), _cropped(2, *pick(range(4, 10), 2), pictures=(1,))],
    hint="softmax of each piece, then the mean over all pieces and their mirror images",
)
observe(
    "multi-crop, 3×3",
    lambda: _cropped(3, *sorted(pick((3, 7, 11), 2))),
    hint="tops at i * (H - size) // (grid - 1), lefts likewise with W; each piece is mirrored where it was cut",
)
observe("the pictures stay as they were", lambda: _as_given(), weight=0.5, hint="work on views and copies of the pictures")
### BEGIN HIDDEN TESTS
observe("multi-crop, 5×5", lambda: _cropped(5, *pick(range(5, 15), 2)))
observe(
    "probabilities", lambda: [float(p.sum()) * pick(range(2, 9)) for p in (_dense(7, 9), _cropped(2, 5, 3))]
)
### END HIDDEN TESTS
observe.score()

# %% [markdown]
# Try it on the held-out pictures. We widen them by two pixels on each side, to 36×36, and ask about 3×3 pieces of 32×32 each, that
# is 18 views with the mirrored ones; and to tell the two effects apart, once more without mirror images.


# %% tags=["demo:test_time"]
@torch.no_grad()
def accuracies():
    net, images, labels = warm.cpu().eval(), photos.test.images, photos.test.labels
    wide = F.pad(images, [2] * 4, mode="replicate")
    pieces = [wide[:, :, top : top + 32, left : left + 32] for top in (0, 2, 4) for left in (0, 2, 4)]
    ways = {
        "one look": net(images),
        "3×3 pieces, with mirror images": multi_crop_scores(net, wide, 32, 3),
        "3×3 pieces, no mirror images": sum(net(piece).softmax(1) for piece in pieces),
    }
    return {name: (scores.argmax(1) == labels).float().mean().item() for name, scores in ways.items()}


for name, accuracy in accuracies().items():
    print(f"{name:<32}{accuracy:.1%}")

# %% [markdown]
# In one of our runs: 95.1 % with one look, 92.1 % with mirror images, 96.1 % without. Several looks help, and mirror images hurt. They
# belong to the paper's test because they belong to its *training*: half of its cuts are mirrored, and a mirrored dog is a dog. A
# mirrored 7 is not a 7, and our network has never seen one. A look is worth something only if it is one that the network was trained
# for.

# %% [markdown]
# ## 9 · What came out
#
# The setup cell holds the paper's Tables 3 and 4 as data: errors on the 50,000 validation pictures of ImageNet. In Table 3 each
# network is tested at one scale $Q$, in Table 4 at three, whose probabilities are averaged. Here they are as pictures.


# %% tags=["demo:tables"]
def draw_tables():
    figure, panels = plt.subplots(
        1, 2, figsize=(9, 3.6), layout="constrained", sharey=True, width_ratios=(5, 4)
    )
    colours = {"256": "#d55e00", "384": "#009e73", "256-512": "#0072b2"}
    for axes, rows, title in zip(
        panels, (TABLE_3, TABLE_4), ("Table 3: one test scale", "Table 4: three test scales"), strict=True
    ):
        columns = list(dict.fromkeys(row[0] for row in rows))
        for scale, colour in colours.items():
            found = [(columns.index(column), top1) for column, s, _, top1, _ in rows if s == scale]
            axes.plot(*zip(*found, strict=True), "o-", color=colour, label=f"trained at S = {scale}")
        axes.set(title=title, xticks=range(len(columns)), xticklabels=columns, xlabel="column of Table 1")
        axes.grid(axis="y", color="#c9c6be", linewidth=0.6)
    panels[0].set_ylabel("top-1 error, %")
    panels[0].legend()
    plt.close(figure)
    return figure


draw_tables()

# %% [markdown]
# ### Exercise 9 · Questions to a table ●○○ · 10 minutes · 2 points
#
# Write two functions for lists of rows like `TABLE_3`: (column, S, Q, top-1, top-5). Rows may come in any order.
#
# - `best(rows)`: the row with the lowest top-5 error; if several have it, the one among them with the lowest top-1 error.
# - `jitter_gain(rows)`: a dictionary: for each column that was trained both with S = "384" and with S = "256-512", the top-1 error
#   with "384" minus the one with "256-512". What scale jitter gains, in per cent points. Columns that lack one of the two do not
#   occur.
#
# Both leave `rows` as they are. Then ask them the two tables.
#
# <details><summary>min gives me the wrong row</summary>
#
# `min(rows)` compares the column letters. `min(rows, key=...)` compares what the key says; a tuple as the key compares its first
# entries first, and the second if the first are the same.
# </details>


# %% tags=["exercise:tables"]
def best(rows: list[tuple]) -> tuple:
    """The row with the lowest top-5 error, and of several such the one with the lowest top-1 error."""
    ### BEGIN SOLUTION
    return min(rows, key=lambda row: (row[4], row[3]))
    ### END SOLUTION


def jitter_gain(rows: list[tuple]) -> dict[str, float]:
    """By column, top-1 error when trained at S = 384 minus top-1 error when trained at 256-512."""
    ### BEGIN SOLUTION
    fixed, jittered = (
        {column: top1 for column, s, _, top1, _ in rows if s == scale} for scale in ("384", "256-512")
    )
    return {column: fixed[column] - jittered[column] for column in fixed if column in jittered}
    ### END SOLUTION


# %% tags=["check:tables:2"]
from convnets.check import check, pick


def _draw_rows(columns):
    """A table with drawn errors, in a drawn order; not every column was trained at every scale."""
    rows = []
    for i, column in enumerate(columns):
        for scale, test in (("256", "256"), ("384", "384"), ("256-512", "384")):
            if scale == "256" or i == 0 or pick((True, True, False)):
                rows.append((column, scale, test, pick(range(200, 400)) / 10, pick(range(70, 120)) / 10))
    rows, lowest = pick(rows, len(rows)), pick(range(50, 70)) / 10
    low, middle, high = sorted(pick(range(200, 400), 3))  # three rows share the lowest top-5 error
    for i, top1 in zip(sorted(pick(range(len(rows)), 3)), (middle, *pick((low, high), 2)), strict=True):
        rows[i] = (*rows[i][:3], top1 / 10, lowest)
    return rows


def _as_given():
    """A list of rows, as it is after both questions."""
    rows = _draw_rows("ABCD")
    best(rows), jitter_gain(rows)
    return rows


def _gain(rows):
    """What jitter_gain returns, and whether it returns anything at all."""
    gain = jitter_gain(rows)
    return {"returned": "nothing" if gain is None else "something", "gain": gain}


observe = check("03_vgg/tables")
observe(
    "best",
    lambda: [best(_draw_rows(["A", "A-LRN", "B", "C", "D"])) for _ in range(4)],
    hint="compare top-5 first, top-1 where it is the same, and return the whole row",
)
observe(
    "jitter_gain",
    lambda: [jitter_gain(_draw_rows(["D-LRN", "B", "C", "D", "E"])) for _ in range(3)],
    hint="top-1 at 384 minus top-1 at 256-512, for columns that have both",
)
observe(
    "jitter_gain where no column has both",
    lambda: [_gain([row for row in _draw_rows("ABC") if row[1] != "384"]), _gain(_draw_rows("BCD"))],
    weight=0.5,
    hint="an empty dictionary",
)
observe("the rows stay as they are", lambda: _as_given(), weight=0.5, hint="sorted makes a new list, rows.sort() changes the one that was given")
### BEGIN HIDDEN TESTS
observe(
    "both, other columns",
    lambda: [[best(rows := _draw_rows("KLMNOPQR")), jitter_gain(rows)] for _ in range(2)],
)
### END HIDDEN TESTS
observe.score()

# %% tags=["demo:answers"]
for name, rows in (("Table 3", TABLE_3), ("Table 4", TABLE_4)):
    gains = ", ".join(f"{column} {gain:.1f}" for column, gain in jitter_gain(rows).items())
    print(f"{name}: best {best(rows)}; scale jitter gains {gains} points of top-1 error")

# %% [markdown]
# Two more tables, in short. **Table 5** compares the two ways of asking, at three scales, for networks trained with jitter: D has
# 24.8 % top-1 error (7.5 % top-5) with the dense way, 24.6 % (7.5 %) with multi-crop, and 24.4 % (7.2 %) with the average of both;
# E has 24.8 (7.5), 24.6 (7.4), 24.4 (7.1). **Table 6** averages *networks*: the seven that were submitted have 24.7 % (7.5 %) on
# the validation pictures, and 7.3 % top-5 on the test pictures, which is what counted. After the competition the authors found that two, D and E trained with jitter, dense and
# multi-crop, do better than all seven: 23.7 % (6.8 %), and 6.8 % on test.


# %% tags=["demo:tables_5_and_6"]
def draw_more_tables():
    bars = {
        "D, dense": 7.5, "D, multi-crop": 7.5, "D, both": 7.2,
        "E, dense": 7.5, "E, multi-crop": 7.4, "E, both": 7.1,
        "seven networks, dense": 7.5, "D and E, both": 6.8,
    }  # fmt: skip
    figure, axes = plt.subplots(figsize=(7, 2.9), layout="constrained")
    drawn = axes.barh(list(bars), list(bars.values()), color=["#0072b2"] * 6 + ["#d55e00"] * 2)
    axes.bar_label(drawn, [f"{error:.1f}" for error in bars.values()], padding=4)
    axes.set(
        title="Tables 5 and 6: ways of asking, and networks together", xlabel="top-5 error, %", xlim=(6, 7.8)
    )
    axes.invert_yaxis()
    plt.close(figure)
    return figure


draw_more_tables()

# %% [markdown]
# ## 10 · Questions to answer in words
#
# ### Question 1 · What is wrong here? · 15 minutes · 4 points
#
# Four sentences from lecture notes and blogs. Each is wrong. Say for each what is right, with a number that you computed in this
# chapter or can read off a table.
#
# 1. "VGG's networks C and D differ only in the last max pooling."
# 2. "VGG used small filters to reduce the number of parameters; it is a light network."
# 3. "Two 3×3 convolutions always have fewer weights than one 5×5."
# 4. "The first four convolutions of D were started from A's: conv1_1, conv1_2, conv2_1 and conv2_2."

# %% [markdown] tags=["written:what_is_wrong:4"]
# 1. All six networks have the same five poolings. C's third convolution in stacks 3, 4 and 5 has 1×1 windows, D's has 3×3:
#    138,357,544 − 133,638,952 = 4,718,592 parameters more in D, and 27.0 instead of 28.1 % top-1 error at S = 256.
#
# 2. Small filters save weights against large filters that see as far ($27C^2$ against $49C^2$). The network as a whole is among the
#    heaviest: D has 138 million parameters, AlexNet 61 million, and does 15.5 billion multiply-accumulates for a picture. 103
#    million of the parameters are in fc6, where there is no small filter.
#
# 3. When input and output have the same number of channels: $18C^2 < 25C^2$. At VGG's beginning, from 3 to 64 channels, two 3×3
#    have 1,728 + 36,864 = 38,592 weights, one 5×5 has 4,800.
#
# 4. A's first four convolutions go where they fit: D's conv1_1, conv2_1, conv3_1 and conv3_2. conv1_2 is 64→64 and conv2_2 is
#    128→128; A has no such layers. They are drawn at random.
#
# ### BEGIN MARK SCHEME
# One point for each sentence: half for what is right, half for a fitting number. Any true and relevant number counts.
#
# - **1**: 1×1 against 3×3 in the third convolution of stacks 3 to 5 (which stacks is needed for the half point); poolings are the
#   same.
# - **2**: heavier than AlexNet, or where the parameters are (fc6, 102.8 million); the saving is against larger windows of equal
#   sight.
# - **3**: a case with unequal channels (c_in well below c_out), with both counts. The exact condition, 9·c_in + 9·c_out < 25·c_in,
#   that is c_in > 9/16 of c_out, deserves the point by itself.
# - **4**: the shapes of A's first four, or the four right names; the number may be that of channels (64→64 does not occur in A).
# ### END MARK SCHEME

# %% [markdown]
# ### Question 2 · What did it? · 15 minutes · 3 points
#
# Use the tables of section 9. In 100 to 150 words:
#
# 1. What did response normalisation, depth, and scale jitter each change in the top-1 error? One pair of rows for each, which
#    differ in nothing else.
# 2. B and C, and C and D: what do these two steps say about non-linearity and about seeing further?
# 3. Does Table 3 show that more than 16 layers are useless? What would you want to know before you say so?

# %% [markdown] tags=["written:what_did_it:3"]
# Response normalisation changed nothing: A 29.6, A-LRN 29.7. Depth did: from A (11 layers) to D (16), 29.6 to 27.0 at S = 256.
# Jitter: D at Q = 384, trained with S = 384 or with 256–512: 26.8 and 25.6.
#
# B to C adds three 1×1 convolutions, that is ReLUs without sight: 28.7 to 28.1, so non-linearity by itself helps. C to D makes them
# 3×3: 28.1 to 27.0, so seeing further helps too, and more. (D also has 4.7 million more parameters than C.)
#
# E is not better than D at S = 256 (27.3 and 27.0) and as good with jitter (25.5 and 25.6). So with this recipe and these data, 19
# layers bring nothing over 16. It does not show that depth is useless: it could be that E is harder to *train*. I would want to see
# its training error, several starts, and another way of training it.
#
# ### BEGIN MARK SCHEME
# - **1 point**: three fitting pairs with numbers, each differing in one thing only. Half if a pair mixes two changes (A at 256
#   against D with jitter, say).
# - **1 point**: B→C is non-linearity without sight (0.6 points), C→D is sight at the same depth (1.1 points). Half for one of them.
# - **1 point**: E about equal to D; not a proof, with a sound reason (optimisation rather than capacity, one run each, one data
#   set, one recipe; training error is not in the table). Half for the finding without a reason. Someone who says that ResNets with
#   152 layers later did better has the point.
# ### END MARK SCHEME

# %% [markdown]
# ## 11 · Where you are

# %% tags=["demo:so_far"]
from convnets.check import so_far

so_far("03_vgg")

# %% [markdown]
# **To hand in:** *Kernel → Restart Kernel and Run All Cells*, look once more at the tables under the checks, save, and hand in this
# file, `03_vgg.ipynb`, under this name, in the way your instructor told you. If an exercise is still open, running stops at the
# first cell that needs it; hand the file in all the same. The checks will be run again, with other numbers and a few more questions
# than you see here; the cells that train will not.
#
# ## What came next
#
# Everybody took VGG's features: the 4,096 values of fc7 as a description of any picture, the maps of stack 5 for detection, those
# of several stacks for segmentation and for painting in the style of van Gogh. But it is a heavy network. In the same competition,
# the one that beat it in classification had 22 layers and *a twentieth* of the parameters. It saved them where you have just found
# them, in the linear layers, and thought of something else for the 3×3 windows, too. That is chapter 04, GoogLeNet.
#
# ## Often misquoted
#
# - *"VGG-16 needs 24 million activations, 96 MB a picture."* 15,237,608 and 61 MB, with the picture and without separate ReLU maps;
#   28.8 million with them.
# - The four sentences of Question 1 are misquotations too. You have set them right yourself.
# - *"VGG won ILSVRC 2014."* Localisation. In classification it was second: its seven networks had 7.3 % top-5 error on the test
#   pictures, GoogLeNet's seven 6.7 %. The 7.5 % that is sometimes given is the same seven on the validation pictures, and the often
#   quoted 6.8 % was reached after the competition, with two.
# - *"Deep networks could not be trained from scratch before batch norm."* The paper itself says that with Glorot & Bengio's start
#   all of its networks can.
# - *"Weights were drawn with standard deviation 0.01."* The paper prints a *variance* of $10^{-2}$. AlexNet's standard deviation
#   was 0.01. You have seen what a fixed 0.1 does at full width; whether the authors meant what they printed, the paper does not let
#   one decide.
# - *"VGG-16 ends in an adaptive average pooling."* Torchvision's does, before fc6, and at 224 pixels it does nothing. The paper's
#   networks have none; on larger pictures they slide.
