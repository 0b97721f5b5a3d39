# %% [markdown]
# # ResNet: learn the difference
#
# **K. He, X. Zhang, S. Ren, J. Sun: *Deep residual learning for image recognition*, arXiv:1512.03385, 2015; CVPR 2016.** · **The same four:
# *Identity mappings in deep residual networks*, arXiv:1603.05027, 2016; ECCV 2016.**
#
# AlexNet had 8 layers, VGG 19, GoogLeNet 22. In 2015 the winner of the ImageNet contest had **152**. It also won the contest's detection and localisation, and
# both of the COCO contest's tasks that year: five first places with one idea. The idea is one plus sign.
#
# In this chapter you will first see that depth *hurts*, within a minute, on pictures that the network has seen. Then you put in the plus sign and watch it stop.
#
# | what | here |
# |---|---|
# | you build | He's initialisation, batch norm folded away, the basic block and the bottleneck, shortcuts without parameters, any ResNet from its table, the pre-activation block |
# | you produce | degradation: 56 layers that train worse than 20; and its cure |
# | you train | a small ResNet-18 of your own, and its pre-activation form, under the course's budget |
# | you borrow | if you like: ImageNet weights for the network *you* wrote, and what it says about a cat |
# | time | about 45 minutes to read, 2¼ hours for eight exercises, 20 minutes for a question; no exercise needs another |
# | points | 31: exercises 27, the written question 4 |
#
# **What changed since chapter 04.** GoogLeNet made its layers wider, with branches (가지) side by side. Here the network is one column again, as VGG was, but each pair of
# layers has a second way around it, on which nothing happens: a **shortcut** (지름길 연결). Batch norm (배치 정규화) is new as well: it came out in the months between the two networks.

# %% tags=["setup"]
import torch
from torch import nn
from torch.nn import functional as F

from convnets import data, explore, lineage, measure, plot, settings, train


class PlainBlock(nn.Module):
    """Two 3×3 convolutions as VGG would stack them, with batch norm.

    (B, c_in, H, W) -> (B, channels, H / stride, W / stride)
    """

    def __init__(self, c_in, channels, stride=1):
        super().__init__()
        self.branch = nn.Sequential(
            nn.Conv2d(c_in, channels, 3, stride, padding=1, bias=False),
            nn.BatchNorm2d(channels),
            nn.ReLU(),
            nn.Conv2d(channels, channels, 3, padding=1, bias=False),
            nn.BatchNorm2d(channels),
        )

    def forward(self, x):
        return F.relu(self.branch(x))


# %% tags=["demo:network"]
from convnets import models  # for the drawing only; further down you write it yourself

with torch.device("meta"):
    picture_of = models.create("resnet18")
plot.network(picture_of, (3, 224, 224), depth=1, title="ResNet-18 (He et al. 2015, Table 1), stage by stage")

# %% [markdown]
# Where do its parameters sit, and where its work? Choose any network of the course, open one of its stages, put another beside it. VGG-D (chapter 03) has twelve times as many parameters as ResNet-18: in which layer do most of them sit, and what stands in its place here? (Chapter 03 counted 61 MB of activations for VGG-D, and the explorer says 109.4. It counts what every layer puts out, each ReLU and each dropout by itself, but not the picture; and its MB are of $2^{20}$ bytes. Chapter 03 let ReLU write over its input, and counted in millions.)

# %% tags=["demo:stages"]
explore.network("resnet18", beside="vgg_d")

# %% [markdown]
# ## 1 · Two tools that depth needs
#
# Before 2015 there was a simple reason not to go deep: nothing arrived at the other end.
#
# A layer multiplies its input by weights (가중치) and adds up. If the weights are a little too small, the sums are a little smaller than the inputs, say by a factor of 0.4. After ten layers that is
# $0.4^{10} \approx 10^{-4}$. On the way back the gradient (기울기) suffers the same fate. The first layers then learn nothing: this is the **vanishing gradient** (기울기 소실). With weights a little
# too large everything explodes instead.
#
# Move the menus. The stack has up to 56 layers of 3×3 convolutions (합성곱) and has learned nothing yet. On the left you see how large the signal is on its way up, on the right how large the
# gradient is on its way down, both on a scale where each line is a factor of a hundred. Begin with the plain stack, and try all four ways of starting it. What does He's do? What does
# batch norm do to the signal, and what to the gradient? (Leave "residual" for section 3.)

# %% tags=["demo:flow"]
explore.flow(block="plain", batch_norm="without", weights="PyTorch's default", layers=56)

# %% [markdown]
# ### The first tool: He's initialisation
#
# How large *should* the weights be before training? Chapter 03, section 4, has the answer: each layer with a ReLU behind it multiplies the size of the signal by $\sqrt{n \sigma^2 / 2}$, where $n$ is its **fan-in** (입력 수) and $\sigma$ the standard
# deviation of its weights. There you compared three rules; here you write the one that won. In short: one output value is a sum of $n$ products. Suppose the weights are drawn independently, with mean 0 and variance $v = \sigma^2$. Then the variances of the products add up:
#
# $$\operatorname{Var}(y) = n \cdot v \cdot \operatorname{E}(x^2).$$
#
# What comes in has been through a ReLU (활성화 함수), which sets half of the values to 0: of the variance of a symmetric signal $\operatorname{E}(x^2)$ keeps a half. So, from layer to layer, the variance is
# multiplied by $n \cdot v / 2$. It stays the same if
#
# $$v = \frac{2}{n}, \qquad \text{standard deviation} = \sqrt{2 / n}.$$
#
# That is all there is to **He initialisation** (He 초기화), published by the same four authors earlier in 2015. The 2 is the ReLU. PyTorch's own initialisation of `nn.Conv2d` is uniform with a variance of $1 / (3n)$: a
# factor of 1/6 in variance, 0.41 in size, for every layer.

# %% [markdown]
# ### Exercise 1 · A start that keeps the signal ●○○ · 10 minutes · 3 points
#
# Write `he_(weight)`: fill the weights of a layer with independent normal numbers of mean 0 and standard deviation $\sqrt{2 / n}$, $n$ the fan-in. The weights change **in place** (PyTorch marks such functions with a final `_`), and the
# same tensor is returned.
#
# - `weight` is what a layer calls its weight: (C_out, C_in, k, k) of a convolution, (C_out, C_in / groups, k, k) of one with groups, (units, features) of a linear layer.
# - It may be an `nn.Parameter`. Afterwards it still is one, and no gradient was recorded.
# - By hand: no `nn.init`. A tensor's own `normal_` is welcome.
#
# <details><summary>RuntimeError: a leaf Variable that requires grad is being used in an in-place operation</summary>
#
# Drawing numbers is no step that should be differentiated. Put it under `with torch.no_grad():`.
# </details>
# <details><summary>The standard deviation is off by a constant factor</summary>
#
# `normal_(mean, std)` wants the standard deviation, not the variance. The 2 belongs inside the root. And a fan-in of a 3×3 convolution has a 9 in it.
# </details>
# <details><summary>Right for some shapes, wrong for others</summary>
#
# Fan-in or fan-out? `weight[0]` is one filter; how many numbers does it hold? This works for convolutions with and without groups, and for linear layers.
# </details>


# %% tags=["exercise:he_init"]
def he_(weight: torch.Tensor) -> torch.Tensor:
    """Fill a layer's weights with N(0, 2 / fan-in), in place (He et al. 2015, "Delving deep into rectifiers")."""
    ### BEGIN SOLUTION
    fan_in = weight[0].numel()
    with torch.no_grad():
        return weight.normal_(0, (2 / fan_in) ** 0.5)
    ### END SOLUTION


# %% tags=["check:he_init:3"]
import sys

from convnets.check import check, pick


def _numbers(w, fan_in):
    """What drawn numbers look like: their width over √(2 / fan-in), the mean over the width, the kurtosis to halves, 3 of a normal distribution,
    what lies far out, how many of them differ, and how far the row of numbers is like itself when it is shifted."""
    w = w.detach().double().flatten()
    z = (w - w.mean()) / w.std().clamp(min=1e-12)
    shifted = torch.fft.irfft(torch.fft.rfft(z).abs().square(), len(z))[1:] / len(z)
    return {
        "std / √(2 / fan-in)": round(float(w.std()) * (fan_in / 2) ** 0.5, 1),
        "mean / std": round(float(w.mean() / w.std().clamp(min=1e-12)), 1),
        "kurtosis": round(2 * float(z.pow(4).mean())) / 2,
        "beyond 2.58 standard deviations, in %": round(100 * float((z.abs() > 2.576).double().mean())),
        "the largest, in standard deviations": "beyond 3.2" if (z.abs() > 3.2).any() else "up to 3.2",
        "different numbers, in %": round(100 * len(w.unique()) / len(w), -1),
        "like itself when shifted": round(float(shifted.abs().max()), 1),
    }


def _spread(*shape):
    """What the numbers look like that he_ draws for a weight of this shape."""
    weight = torch.full(shape, 5.0)
    he_(weight)
    return {"shape": list(weight.shape), **_numbers(weight, weight.numel() // shape[0])}


def _by_hand(weight):
    """Which functions of nn.init run while he_ does, and how many of the numbers are new afterwards."""
    used, before = set(), weight.clone()

    def watch(frame, event, argument):
        if event == "call" and frame.f_globals is vars(nn.init):
            used.add(frame.f_code.co_name)

    sys.setprofile(watch)
    try:
        he_(weight)
    finally:
        sys.setprofile(None)
    return {"from nn.init": sorted(used), "numbers changed": int((weight != before).sum())}


def _drawn_after(seed, *shape):
    """A fresh weight, filled after torch was given this seed."""
    torch.manual_seed(seed)
    weight = torch.zeros(shape)
    he_(weight)
    return weight


def _draws():
    """Whether the numbers are torch's: they change from call to call and with torch's seed, and come again with it."""
    seed, other = pick(range(10**6), 2)
    shape = pick((3, 4, 5)), pick((3, 4, 5)), 3, 3
    first, again, different = _drawn_after(seed, *shape), _drawn_after(seed, *shape), _drawn_after(other, *shape)
    one, two = torch.zeros(shape), torch.zeros(shape)
    he_(one), he_(two)
    told = {True: "the same", False: "others"}
    return {
        "numbers": first.numel(),
        "after the same seed": told[torch.equal(first, again)],
        "after another seed": told[torch.equal(first, different)],
        "at the next call": told[torch.equal(one, two)],
    }


def _manners():
    """What became of a parameter: is it the same, does it learn, was anything recorded?"""
    layer = nn.Conv2d(pick(range(3, 20)), pick(range(3, 20)), 3)
    given, before = layer.weight, layer.weight.detach().clone()
    result = he_(layer.weight)
    changed = int((layer.weight.detach() != before).sum())
    frozen = nn.Parameter(torch.ones(3, 4), requires_grad=False)
    he_(frozen)
    return {
        "numbers changed": changed,
        "returned": "the same tensor" if result is given else type(result).__name__,
        "the layer's weight still learns": given is layer.weight and given.requires_grad and given.is_leaf,
        "a frozen weight": "learns now" if frozen.requires_grad else "stays frozen",
    }


observe = check("05_resnet/he_init")
observe(
    "3×3 convolutions",
    lambda: [_spread(c := pick(range(28, 34)), 3 * c, 3, 3), _spread(3 * (d := pick(range(28, 34))), d, 3, 3)],
    hint="normal numbers, mean 0, standard deviation √(2 / n), n the number of weights of one filter",
)
observe(
    "a 5×5 and a 1×1 convolution",
    lambda: [_spread(pick(range(16, 24)), 60, 5, 5), _spread(pick(range(90, 110)), pick(range(240, 300)), 1, 1)],
    hint="the size of the kernel counts too",
)
observe(
    "a linear layer, a convolution with groups",
    lambda: [_spread(pick(range(90, 110)), pick(range(240, 300))), _spread(pick(range(300, 400)), 8, 3, 3)],
    hint="weight[0] holds the weights of one unit, or of one filter, whatever the layer",
)
observe(
    "in place, and still a parameter",
    lambda: _manners(),
    hint="draw under torch.no_grad(), into the tensor that was given, and return it",
)
observe(
    "by hand",
    lambda: _by_hand(torch.zeros(pick(range(3, 20)), pick(range(3, 20)), 3, 3)),
    weight=0.5,
    hint="nothing of nn.init; weight.normal_(mean, std) or torch.randn draw normal numbers",
)
observe(
    "independent draws, and torch's",
    lambda: _draws(),
    weight=0.5,
    hint="each call draws new numbers; torch.manual_seed, and nothing else, decides which",
)
### BEGIN HIDDEN TESTS


def _tiny():
    """How wide the numbers of many weights lie that hold one, two or three each, and how many of them differ."""
    fan_in, drawn = pick((2, 3)), []
    for _ in range(pick(range(2900, 3100))):
        drawn.append(torch.zeros(1, fan_in))
        he_(drawn[-1])
    found = _numbers(torch.cat(drawn), fan_in)
    return [len(drawn), found["std / √(2 / fan-in)"], found["different numbers, in %"]]


observe("many layers of a single unit", lambda: _tiny())
### END HIDDEN TESTS
observe.score()

# %% [markdown]
# ### The second tool: batch norm
#
# A good start lasts until the first step of training. **Batch norm** (배치 정규화; S. Ioffe & C. Szegedy, February 2015) keeps the signal in order all the time. It stands behind a convolution and treats each
# channel (채널) by itself:
#
# $$y = \gamma \cdot \frac{x - \mu}{\sqrt{\sigma^2 + \varepsilon}} + \beta$$
#
# While **training**, $\mu$ and $\sigma^2$ are the mean and the variance of the channel over all pictures of the batch and all positions. So each channel has mean 0 and variance 1, whatever the convolution did; then the network may
# stretch it by $\gamma$ and move it by $\beta$, which it learns. In **evaluation** there should be no batch to depend on: then $\mu$ and $\sigma^2$ are running averages, collected on the way. (This is why `model.eval()` matters from now on. And
# why a convolution in front of it needs no bias: $\mu$ takes it away again.)
#
# In evaluation, then, all four numbers of a channel are constants, and batch norm is a straight line. So is a convolution. Two straight lines in a row are one.

# %% [markdown]
# ### Exercise 2 · Fold it away ●●○ · 15 minutes · 3 points
#
# Write `fold(conv, bn)`: **one** new `nn.Conv2d`, with a bias, that computes what `bn(conv(x))` computes in evaluation mode. This is what is done to a trained network before it goes to work on a telephone: half as many layers, the same answers.
#
# - `conv` is an `nn.Conv2d`, with or without a bias, with any stride (보폭), padding and groups; the new one has the same. Dilation is 1.
# - `bn` is an `nn.BatchNorm2d`: `weight` is γ, `bias` is β, and there are `running_mean`, `running_var` and `eps`.
# - Both stay as they were.
#
# <details><summary>How do I multiply each filter by its own number?</summary>
#
# The weights are (C_out, C_in, k, k) and the factors (C_out,). PyTorch lines shapes up from the right, so give the factors the shape (C_out, 1, 1, 1).
# </details>
# <details><summary>Right where conv has no bias, wrong where it has one</summary>
#
# Its bias goes through batch norm like everything else: it is moved by −μ, then stretched. Write the formula down with conv(x) = w·x + b.
# </details>
# <details><summary>Nearly right, but not quite</summary>
#
# ε stands under the root, with the variance. And `running_var` is a variance, not a standard deviation.
# </details>


# %% tags=["exercise:fold"]
def fold(conv: nn.Conv2d, bn: nn.BatchNorm2d) -> nn.Conv2d:
    """One convolution that gives what bn(conv(x)) gives in evaluation mode."""
    ### BEGIN SOLUTION
    folded = nn.Conv2d(
        conv.in_channels, conv.out_channels, conv.kernel_size, conv.stride, conv.padding, groups=conv.groups, bias=True
    )
    with torch.no_grad():
        stretch = bn.weight / (bn.running_var + bn.eps).sqrt()
        bias = 0 if conv.bias is None else conv.bias
        folded.weight.copy_(conv.weight * stretch[:, None, None, None])
        folded.bias.copy_((bias - bn.running_mean) * stretch + bn.bias)
    return folded
    ### END SOLUTION


# %% tags=["check:fold:3"]
import copy

from convnets.check import check, parameters, pick, randn, response


def _drawn_pair(c_in, c_out, kernel, eps=1e-5, **options):
    """A convolution and a batch norm behind it, all of their numbers drawn, in evaluation mode."""
    conv, bn = nn.Conv2d(c_in, c_out, kernel, **options), nn.BatchNorm2d(c_out, eps=eps)
    with torch.no_grad():
        for t in (*conv.parameters(), *bn.parameters(), bn.running_mean):
            t.copy_(randn(*t.shape))
        bn.running_var.copy_(randn(c_out).square() + 0.2)
    return conv.eval(), bn.eval()


def _answers(pair, x):
    """What the folded convolution says about x; anything but a convolution is refused."""
    folded = fold(*pair)
    if not isinstance(folded, nn.Conv2d):
        raise TypeError(f"fold returned {type(folded).__name__}; one nn.Conv2d is wanted")
    return response(folded, x, fill=False)


def _left_behind(conv, bn):
    """What the result is, and what became of the two that were given."""
    before = copy.deepcopy([conv.state_dict(), bn.state_dict()])
    modes, learned = [conv.training, bn.training], [p.requires_grad for p in (*conv.parameters(), *bn.parameters())]
    folded = fold(conv, bn)
    after = [conv.state_dict(), bn.state_dict()]
    changed = [
        f"{name}.{k}"
        for name, old, new in zip(("conv", "bn"), before, after, strict=True)
        for k in sorted({*old, *new})
        if k not in old or k not in new or not torch.equal(old[k], new[k])
    ]
    with torch.no_grad():
        for p in folded.parameters():
            p.zero_()
    return {
        "an nn.Conv2d": isinstance(folded, nn.Conv2d),
        "parameters": parameters(folded),
        "changed": changed,
        "in another mode": [name for name, part, mode in zip(("conv", "bn"), (conv, bn), modes, strict=True) if part.training != mode],
        "as much learns as before": [p.requires_grad for p in (*conv.parameters(), *bn.parameters())] == learned,
        "conv has weights of its own": torch.equal(conv.weight.detach(), before[0]["weight"]),
    }


observe = check("05_resnet/fold")
observe(
    "3×3 without a bias",
    lambda: _answers(_drawn_pair(c := pick((3, 4, 5)), pick(range(6, 12)), 3, bias=False), randn(2, c, 8, 8)),
    weight=1.5,
    hint="w' = w · γ / √(σ² + ε), filter by filter; b' = β − μ · γ / √(σ² + ε)",
)
observe(
    "a convolution with a bias",
    lambda: _answers(_drawn_pair(c := pick((3, 4, 5)), pick(range(6, 12)), 3), randn(2, c, 8, 8)),
    hint="its bias is moved by −μ and stretched too",
)
observe(
    "a large ε",
    lambda: _answers(_drawn_pair(c := pick((3, 4, 5)), 6, 1, eps=pick((0.3, 0.4, 0.5)), bias=False), randn(2, c, 6, 6)),
    weight=0.5,
    hint="√(σ² + ε): ε under the root",
)
observe(
    "stride and padding",
    lambda: _answers(_drawn_pair(4, 6, 3, stride=pick((2, 3)), padding=pick((1, 2)), bias=False), randn(2, 4, pick((9, 11)), 12)),
    weight=0.5,
    hint="conv.stride and conv.padding go into the new convolution",
)
observe(
    "groups, and windows that are not square",
    lambda: _answers(_drawn_pair(6, 9, (3, 5), stride=(2, 1), padding=pick(((0, 2), (1, 0))), groups=3, bias=False), randn(2, 6, 9, 11)),
    weight=0.5,
    hint="hand on conv.groups, and conv.kernel_size, conv.stride and conv.padding as they are, both numbers of each",
)
observe(
    "one convolution; conv and bn as they were",
    lambda: _left_behind(*(layer.train() for layer in _drawn_pair(pick((3, 4, 5)), pick(range(6, 12)), 3, bias=False))),
    hint="a new nn.Conv2d with a bias; copy into it rather than changing what was given: numbers, running statistics and modes stay",
)
### BEGIN HIDDEN TESTS


def _in_training(c_in, c_out):
    """What the fold of a pair in training mode answers."""
    conv, bn = _drawn_pair(c_in, c_out, 3, bias=False)
    return _answers((conv.train(), bn.train()), randn(2, c_in, 7, 8))


observe("both still in training mode", lambda: _in_training(pick((3, 4, 5)), pick(range(6, 12))))
### END HIDDEN TESTS
observe.score()

# %% [markdown]
# ## 2 · A deeper network that is worse
#
# Now both tools are there: He's start and batch norm behind every convolution. The signal arrives, the gradient arrives. So: deeper!
#
# Below is the plan that the paper uses for CIFAR-10, made thin and small, so that it trains in seconds: $6n + 2$ layers, in three stages of $n$ blocks of two convolutions each, with 8, 16 and 32 channels; between the
# stages the map is halved; at the end comes the mean of each map and one linear layer. With $n = 3$ it has 20 layers, with $n = 9$ it has 56. `PlainBlock` stands in the setup cell: convolution, batch norm, ReLU, convolution, batch norm, ReLU.
#
# Both are trained on the 4,000 coloured digits of the common budget, from three different starts each. What you will see is the loss on the pictures *they are trained on*, so this is not about overfitting (과적합). Under a minute.


# %% tags=["training:plain"]
import matplotlib.pyplot as plt

photos = data.load("digits_on_photos")
recipe = dict(epochs=4, lr=0.05, schedule="one-cycle", weight_decay=1e-4)
starts = (0,) if settings.fast() else (0, 1, 2)
histories, nets = {}, {}


def thin(depth, block):
    """6n + 2 layers: (B, 3, 32, 32) -> logits (B, 10)."""
    n, c_in = (depth - 2) // 6, 8
    stem = nn.Conv2d(3, 8, 3, stride=2, padding=1, bias=False)
    layers = [stem, nn.BatchNorm2d(8), nn.ReLU(), nn.MaxPool2d(3, stride=2, padding=1)]
    for i, channels in enumerate((8, 16, 32)):
        for j in range(n):
            layers.append(block(c_in, channels, 2 if i > 0 and j == 0 else 1))
            c_in = channels
    net = nn.Sequential(*layers, nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(c_in, 10))
    for layer in net.modules():
        if isinstance(layer, nn.Conv2d):
            nn.init.kaiming_normal_(layer.weight, nonlinearity="relu")  # your he_
    return net


def try_depths(kind, block):
    """Train 20 and 56 layers from each start, and keep what came of it."""
    for seed in starts:
        for depth in (20, 56):
            torch.manual_seed(seed)
            net = thin(depth, block)
            history = train.fit(net, photos.train, seed=seed, progress=False, **recipe)
            histories[kind, depth, seed], nets[kind, depth, seed] = history, net
            print(f"{kind} {depth}, start {seed}: training loss {history.loss[-1]:.2f}, {history.seconds:.0f} s")


def draw_depths():
    """Training loss by epoch, a line for each start."""
    colours = {("plain", 20): "C1", ("plain", 56): "C3", ("residual", 20): "C0", ("residual", 56): "C2"}
    figure, axes = plt.subplots(figsize=(7, 3.4), layout="constrained")
    for (kind, depth, seed), history in histories.items():
        label = f"{kind} {depth}" if seed == 0 else None
        epochs = range(1, len(history.loss) + 1)
        axes.plot(epochs, history.loss, marker="o", color=colours[kind, depth], label=label)
    axes.axhline(2.3026, color="grey", linestyle=":", label="guessing")
    axes.set(xlabel="epoch", ylabel="training loss", ylim=(0, 2.8), xticks=epochs)
    axes.legend(loc="center left", bbox_to_anchor=(1, 0.5))
    plt.close(figure)
    return figure


try_depths("plain", PlainBlock)
draw_depths()

# %% [markdown]
# There it is. Twenty layers learn; fifty-six hardly get away from guessing, from any of the three seeds. The paper met the same with 34 layers on ImageNet and with 56 on CIFAR-10, in a milder form: there the deep plain networks do learn, and still end with a larger training error than the shallow ones. It is not a matter of patience.
# The networks for CIFAR-10 had 64,000 updates, yours have 252; and on ImageNet the authors tried three times as many as usual, and the trouble stayed. They gave it a name: the **degradation problem** (성능 저하 문제).
#
# It *should* not happen. Take the trained network of 20 layers, and put 36 layers into it that hand on what they get: identities. Then you have a network of 56 layers that is exactly as good. So good weights for the deeper network exist; the optimiser
# just does not find them.
#
# And it is not the vanishing gradient of section 1. Go back to the explorer and set *plain, with batch norm, He, 56 layers*: the signal holds all the way, and the gradient does not vanish at all. It *grows*, some twenty thousand times, towards the first
# layer, by about a fifth in each. But the explorer shows a network before its first step. A plain stack of batch norm and ReLU does that as long as its weights are random; with the first steps of training the differences become much smaller (Yang et al. 2019, *A mean field theory of batch normalization*). This agrees with
# the paper, whose authors looked and found gradients of "healthy norms" with batch norm. Either way, nothing vanishes. The paper's own words are careful: it finds vanishing gradients an unlikely cause, and suspects that such networks converge, but at a terribly low rate.

# %% [markdown]
# ## 3 · Learn the difference
#
# If identities would be good enough, and the optimiser cannot find them, then build the network so that the identity is *what it starts from*. Let a block of two layers compute
#
# $$y = \operatorname{ReLU}\bigl(F(x) + x\bigr).$$
#
# $F$ is the two convolutions as before, the **residual branch** (잔차 가지). The $+\,x$ goes around them. Suppose $H(x)$ is what the block should best compute. The plain block has to learn $H$. This one has to learn
# only what is missing, $F(x) = H(x) - x$, the **residual** (잔차). If $H$ is close to the identity, $F$ is close to zero, and that is easy: weights near 0 will do. For a plain stack, the identity is as hard to find as anything else.
#
# Mind what this does *not* say. Nobody minimises $F$; the loss is minimised, as always, and $F$ is whatever serves it.
#
# The shortcut costs no parameters (매개변수) and no multiplications. But $x$ and $F(x)$ must have the same shape. In two places of the network they do not: where the map is halved and the number of channels doubles. The paper tries three ways out:
#
# | | where the shape is kept | where it changes | ResNet-34, top-1 error |
# |---|---|---|---:|
# | A | identity | every second pixel, and zeros in the new channels: no parameters | 25.03 % |
# | B | identity | a **projection** (사영): a 1×1 convolution with the same stride, and batch norm | 24.52 % |
# | C | projection | projection | 24.19 % |
# | plain | | | 28.54 % |
#
# (Ten crops of each validation picture; Tables 2 and 3 of the paper.) The step from *no shortcut* to *any* is large, those among A, B and C are small. So the projections are not what does it. From 50 layers up the paper uses B, and so does nearly everybody since.

# %% [markdown]
# ### Exercise 3 · The basic block ●●○ · 20 minutes · 4 points
#
# Write `BasicBlock(c_in, channels, stride=1)`, an `nn.Module` from (B, c_in, H, W) to (B, channels, H / stride, W / stride). It has the layers of `PlainBlock` and a shortcut of kind **B**:
#
# - branch: 3×3 convolution with the stride, batch norm, ReLU, 3×3 convolution, batch norm. Padding 1, no biases in the convolutions.
# - shortcut: the input itself where branch and input have the same shape; otherwise a 1×1 convolution with the stride and no bias, then batch norm.
# - The two are added, **then** comes the last ReLU.
# - `expansion` says how many channels leave the block for each of `channels`: 1 here. (Exercise 5 has another number. Leave the line in.)
#
# <details><summary>The size of tensor a must match the size of tensor b</summary>
#
# Print both shapes before you add. If the maps differ: does the projection have the stride? If the channels differ: a projection is needed when the stride is not 1 **or** c_in is not channels.
# </details>
# <details><summary>The parameters are right, the response is not</summary>
#
# Then something without parameters is in the wrong place. What is the order of "add" and "ReLU"? Is there a ReLU between the two convolutions, and none in the shortcut?
# </details>
# <details><summary>Too many parameters where the shape is kept</summary>
#
# There the shortcut is the identity: no convolution, no batch norm.
# </details>
# <details><summary>"the input was changed in place"</summary>
#
# `x += ...` and `nn.ReLU(inplace=True)` on the input write into what the block was given. The caller may still need it.
# </details>


# %% tags=["exercise:basic_block"]
class BasicBlock(nn.Module):
    """relu(F(x) + shortcut(x)), F two 3×3 convolutions (He et al. 2015, Figure 2).

    (B, c_in, H, W) -> (B, channels, H / stride, W / stride)
    """

    expansion = 1

    def __init__(self, c_in: int, channels: int, stride: int = 1) -> None:
        super().__init__()
        ### BEGIN SOLUTION
        self.conv1 = nn.Conv2d(c_in, channels, 3, stride, padding=1, bias=False)
        self.bn1 = nn.BatchNorm2d(channels)
        self.conv2 = nn.Conv2d(channels, channels, 3, padding=1, bias=False)
        self.bn2 = nn.BatchNorm2d(channels)
        self.shortcut = nn.Sequential()
        if stride != 1 or c_in != channels:
            self.shortcut = nn.Sequential(nn.Conv2d(c_in, channels, 1, stride, bias=False), nn.BatchNorm2d(channels))
        ### END SOLUTION

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        ### BEGIN SOLUTION
        y = F.relu(self.bn1(self.conv1(x)))
        y = self.bn2(self.conv2(y))
        return F.relu(y + self.shortcut(x))
        ### END SOLUTION


# %% tags=["check:basic_block:4"]
from convnets.check import check, op_sizes, parameters, pick, randn, response, sensitivity


def _leaving(channels):
    """How many channels leave your block, and what the class says of it."""
    y = BasicBlock(channels, channels)(randn(2, channels, 4, 4))
    return [y.shape[1], getattr(BasicBlock, "expansion", "no expansion in the class")]


observe = check("05_resnet/basic_block")
observe(
    "parameters, shape kept",
    lambda: parameters(BasicBlock(c := pick(range(8, 64, 4)), c), randn(2, c, 4, 4)),
    weight=0.5,
    hint="two 3×3 convolutions without biases and two batch norms; an identity has none",
)
observe(
    "parameters, shape changes",
    lambda: [
        parameters(BasicBlock(c := pick(range(8, 64, 4)), 2 * c, 2), randn(2, c, 4, 4)),
        parameters(BasicBlock(c, c + pick((3, 5, 7))), randn(2, c, 4, 4)),
    ],
    hint="the projection: c_in × channels weights and a batch norm; also when only the channels change",
)
observe(
    "sizes after each convolution, stride 2",
    lambda: op_sizes(BasicBlock(c := pick((4, 6, 8)), 2 * c, 2), randn(1, c, 16, pick((12, 20)))),
    weight=0.5,
    hint="the first 3×3 and the 1×1 have the stride; the second 3×3 has not",
)
observe(
    "response, shape kept",
    lambda: response(BasicBlock(c := pick((4, 5, 6, 7)), c), randn(2, c, 8, 10)),
    weight=1.5,
    hint="branch plus input, then ReLU",
)
observe(
    "response, shape changes",
    lambda: response(BasicBlock(c := pick((4, 5, 6, 7)), 2 * c, 2), randn(2, c, 8, 10)),
    weight=1.5,
    hint="branch plus projection, then ReLU; a projection is a 1×1 convolution and a batch norm",
)
observe(
    "every layer learns",
    lambda: [sensitivity(BasicBlock(c := pick((4, 5, 6, 7)), c + 2, 2), randn(2, c, 8, 8)), sensitivity(BasicBlock(c, c), randn(2, c, 8, 8))],
    weight=1.5,
    hint="is every layer used, once, and nothing detached?",
)
observe(
    "more channels on the same map, a smaller map with the same channels",
    lambda: [response(BasicBlock(1, pick((3, 4, 5))), randn(2, 1, 6, 9)), response(BasicBlock(c := pick((4, 5, 6)), c, 2), randn(2, c, 2, 2))],
    weight=0.75,
    hint="either of the two changes the shape, and needs the projection",
)
observe(
    "expansion",
    lambda: _leaving(pick(range(4, 32))),
    weight=0.25,
    hint="expansion = 1 stands in the class, for the networks that ask: expansion · channels leave the block",
)
### BEGIN HIDDEN TESTS
observe("response, new channels on another map", lambda: response(BasicBlock(c := pick((4, 5, 6)), c + pick((1, 2, 3))), randn(2, c, 6, 9)))
observe("response, odd maps and a stride of three", lambda: [response(BasicBlock(3, 3, s), randn(2, 3, 7, 5)) for s in (2, 3)])
observe("gradients, channels alike", lambda: sensitivity(BasicBlock(c := pick((4, 5, 6, 7)), c, 2), randn(2, c, 8, 8)))
### END HIDDEN TESTS
observe.score()

# %% [markdown]
# Your block where it halves the map, drawn from what runs inside it: the branch on one side, the shortcut on the other, and the sum where they meet.

# %% tags=["demo:inside"]
plot.block(BasicBlock(64, 128, 2), (64, 56, 56), title="Your block at the start of conv3_x")

# %% [markdown]
# A block can be told to begin as an identity. Set the γ of the last batch norm to 0: then $F(x) = 0$, and the block hands on what it gets, if that is not negative (and behind a ReLU it never is). Training then *grows* the blocks out of nothing. The paper did not do it; two years later
# it had become a habit in long trainings with many graphics cards (Goyal et al. 2017).

# %% tags=["demo:identity"]
block = BasicBlock(16, 16)
norms = [layer for layer in block.modules() if isinstance(layer, nn.BatchNorm2d)]
nn.init.zeros_(norms[-1].weight)
x = torch.rand(2, 16, 8, 8)
print("largest difference between what goes in and what comes out:", float((block(x) - x).abs().max()))

# %% [markdown]
# ### Exercise 4 · A shortcut without parameters ●○○ · 10 minutes · 2 points
#
# Write the shortcut of kind **A** as a function: `pad_shortcut(x, channels, stride)` takes (B, C, H, W) to (B, channels, ⌈H / stride⌉, ⌈W / stride⌉).
#
# - Of the rows and columns every `stride`-th is kept, beginning with the first.
# - The C channels come first, in their order; behind them come `channels` − C channels of zeros.
# - With stride 1 and channels = C, what comes out is what went in. `x` itself stays as it was.
#
# <details><summary>How do I take every second row?</summary>
#
# `x[:, :, ::2]` does it for the rows, as in a Python list; one more `::2` does it for the columns.
# </details>
# <details><summary>F.pad pads the wrong dimension</summary>
#
# It counts from the last: the first two numbers are for columns (left, right), the next two for rows, the third pair for channels (in front, behind).
# </details>
# <details><summary>The values look averaged</summary>
#
# Nothing is pooled here. A pixel is kept or dropped.
# </details>


# %% tags=["exercise:pad_shortcut"]
def pad_shortcut(x: torch.Tensor, channels: int, stride: int) -> torch.Tensor:
    """Shortcut A (He et al. 2015, section 4.1): subsampled, with zeros in the new channels."""
    ### BEGIN SOLUTION
    x = x[:, :, ::stride, ::stride]
    return F.pad(x, (0, 0, 0, 0, 0, channels - x.shape[1]))
    ### END SOLUTION


# %% tags=["check:pad_shortcut:2"]
from convnets.check import check, pick, randint, randn


def _shown(x, channels, stride):
    """The shape that comes out, and every value."""
    y = pad_shortcut(x, channels, stride)
    return {"shape": list(y.shape), "type": str(y.dtype), "values": y.flatten()}


def _manners():
    """The input as it is afterwards, and what of its gradient arrives."""
    x = randn(1, 3, 4, 6).requires_grad_()
    y = pad_shortcut(x, 3 + pick((1, 2, 3)), 2)
    (gradient,) = torch.autograd.grad((y * randn(*y.shape)).sum(), x) if y.requires_grad else (torch.zeros_like(x),)
    return {"input afterwards": x.detach().flatten(), "gradient": gradient.flatten()}


observe = check("05_resnet/pad_shortcut")
observe(
    "stride 2, twice the channels",
    lambda: _shown(randint(1, 100, (1, 2, 4, 6)).float(), 4, 2),
    weight=2,
    hint="the first of every two rows and columns; the old channels first, then zeros",
)
observe(
    "stride 1, more channels",
    lambda: _shown(randint(1, 100, (2, 2, 2, 3)).float(), pick((3, 4, 5, 6)), 1),
    hint="channels is how many there are afterwards, not how many are added",
)
observe(
    "nothing to do",
    lambda: _shown(randint(1, 100, (1, 3, 3, 5)).float(), 3, 1),
    weight=0.5,
    hint="stride 1 and the same channels: the same values",
)
observe("the gradient goes through, the input stays", lambda: _manners(), hint="no detaching, nothing in place: slicing and padding do")
observe(
    "odd sizes, other strides",
    lambda: [_shown(randint(1, 100, (2, 2, pick((5, 7)), pick((3, 6)))).float(), pick((2, 3, 5)), s) for s in (2, 3)],
    hint="⌈H / stride⌉ rows: of five rows and stride 2 the first, the third and the fifth",
)
### BEGIN HIDDEN TESTS
observe("one position, stride two", lambda: _shown(randint(1, 100, (2, 3, 1, pick((1, 2)))).float(), pick((3, 4, 6)), 2))
### END HIDDEN TESTS
observe.score()

# %% [markdown]
# ### The cure
#
# Now the experiment of section 2 again. The *same* layers, the same starts, the same pictures in the same order, not one parameter more: only your shortcut is added. Another minute.


# %% tags=["training:residual"]
class Residual(PlainBlock):
    """The plain block, and a way around it."""

    def __init__(self, c_in, channels, stride=1):
        super().__init__(c_in, channels, stride)
        self.channels, self.stride = channels, stride

    def forward(self, x):
        return F.relu(self.branch(x) + pad_shortcut(x, self.channels, self.stride))


try_depths("residual", Residual)
draw_depths()

# %% [markdown]
# In a dozen comparisons that we made, with other starts and other stems, it was never otherwise: plain, 56 layers are far behind 20; residual, both learn, and from their first epoch on.
#
# Whether 56 residual layers end up *better* than 20 is another question. Not here, not in four epochs with 4,000 pictures. The paper trained for 64,000 updates on CIFAR-10 and found errors of 8.75 % (20 layers), 7.51 % (32), 7.17 % (44), 6.97 % (56)
# and 6.43 % (110, the best of five runs). Then it stops: 1,202 layers could be trained without trouble, and gave 7.93 %.
#
# Look once more at the explorer, now at *residual, with batch norm, He*: the gradient at the first of 56 layers is some twenty-five times that at the last, rather than twenty thousand times.

# %% tags=["demo:flow_again"]
explore.flow(block="residual", batch_norm="with", weights="He", layers=56)

# %% [markdown]
# ## 4 · The bottleneck
#
# Two 3×3 convolutions on 256 channels cost $2 \cdot 9 \cdot 256^2 \approx 1.18$ million weights. For the deep networks the paper takes GoogLeNet's trick: first a 1×1 convolution down to 64 channels, there a 3×3, and a 1×1 up to 256 again:
#
# $$256 \cdot 64 + 9 \cdot 64^2 + 64 \cdot 256 = 69{,}632,$$
#
# three layers instead of two for a seventeenth of the weights. The block is called a **bottleneck** (병목 블록). Its `channels` are those inside, and four times as many leave it: `expansion` = 4. ResNet-50 has the plan of ResNet-34 with bottlenecks in the place of
# basic blocks, and costs about the same: 3.9 against 3.7 billion multiply-accumulates (곱셈-누산).
#
# **Where the stride goes.** In the paper, the *first* 1×1 convolution of a stage has stride 2. It then never looks at three quarters of its input. Sam Gross and Michael Wilber, who rebuilt the networks in Torch (fb.resnet.torch, 2016), put it on the 3×3 instead, and torchvision follows them; the authors' own later code (resnet-1k-layers) still has it on the first 1×1. The number of parameters is the same, the multiply-accumulates grow from 3.86 to 4.09 billion, the error falls
# by some tenths of a percent, and weights trained for one form give nonsense in the other. We build torchvision's, so that its weights will fit.

# %% [markdown]
# ### Exercise 5 · The bottleneck ●●○ · 15 minutes · 3 points
#
# Write `Bottleneck(c_in, channels, stride=1)`, from (B, c_in, H, W) to (B, 4 · channels, H / stride, W / stride):
#
# - branch: 1×1 convolution to `channels`, batch norm, ReLU; 3×3 convolution with the stride, batch norm, ReLU; 1×1 convolution to 4 · `channels`, batch norm. No biases; the map shrinks at the 3×3 alone.
# - shortcut of kind B: the identity, or where the shape changes a 1×1 convolution with the stride, and batch norm.
# - ReLU after the addition.
#
# <details><summary>Four times too few channels come out</summary>
#
# `channels` is the width of the neck. The last convolution and the projection have 4 · channels filters.
# </details>
# <details><summary>"sizes after each convolution" is wrong, the output's shape is right</summary>
#
# Which of the three has the stride? In the paper it is the first, here it is the 3×3.
# </details>
# <details><summary>When is the shortcut an identity?</summary>
#
# When stride is 1 and c_in is 4 · channels. Comparing c_in with channels would be wrong here: at the start of the first stage the map keeps its size, and 64 channels become 256.
# </details>


# %% tags=["exercise:bottleneck"]
class Bottleneck(nn.Module):
    """relu(F(x) + shortcut(x)), F 1×1, 3×3, 1×1 (He et al. 2015, Figure 5).

    (B, c_in, H, W) -> (B, 4 · channels, H / stride, W / stride)
    """

    expansion = 4

    def __init__(self, c_in: int, channels: int, stride: int = 1) -> None:
        super().__init__()
        ### BEGIN SOLUTION
        self.branch = nn.Sequential(
            nn.Conv2d(c_in, channels, 1, bias=False),
            nn.BatchNorm2d(channels),
            nn.ReLU(),
            nn.Conv2d(channels, channels, 3, stride, padding=1, bias=False),
            nn.BatchNorm2d(channels),
            nn.ReLU(),
            nn.Conv2d(channels, 4 * channels, 1, bias=False),
            nn.BatchNorm2d(4 * channels),
        )
        self.shortcut = nn.Sequential()
        if stride != 1 or c_in != 4 * channels:
            self.shortcut = nn.Sequential(nn.Conv2d(c_in, 4 * channels, 1, stride, bias=False), nn.BatchNorm2d(4 * channels))
        ### END SOLUTION

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        ### BEGIN SOLUTION
        return F.relu(self.branch(x) + self.shortcut(x))
        ### END SOLUTION


# %% tags=["check:bottleneck:3"]
from convnets.check import check, op_sizes, parameters, pick, randn, response, sensitivity


def _leaving(channels):
    """How many channels leave your block, and what the class says of it."""
    y = Bottleneck(channels, channels)(randn(2, channels, 4, 4))
    return [y.shape[1], getattr(Bottleneck, "expansion", "no expansion in the class")]


observe = check("05_resnet/bottleneck")
observe(
    "parameters: identity, new channels, stride 2",
    lambda: [
        parameters(Bottleneck(c_in, channels, stride), randn(2, c_in, 4, 4))
        for c in [pick(range(4, 32))]
        for c_in, channels, stride in ((4 * c, c, 1), (c, c, 1), (4 * c, 2 * c, 2))
    ],
    hint="c_in·c + 9·c² + c·4c weights, three batch norms of c, c and 4c; with a projection c_in·4c more and a batch norm",
)
observe(
    "sizes after each convolution, stride 2",
    lambda: op_sizes(Bottleneck(8, c := pick((3, 4, 5)), 2), randn(1, 8, 16, pick((12, 20)))),
    weight=0.5,
    hint="the first 1×1 keeps the size; the 3×3 halves it",
)
observe(
    "response, shape kept",
    lambda: response(Bottleneck(4 * (c := pick((2, 3, 4))), c), randn(2, 4 * c, 8, 10)),
    hint="ReLU after the first two batch norms and after the addition, nowhere else",
)
observe(
    "response, stride 2",
    lambda: response(Bottleneck(7, pick((2, 3, 4)), 2), randn(2, 7, 8, 10)),
    hint="the projection has the stride, 4 · channels filters and a batch norm",
)
observe(
    "every layer learns",
    lambda: [sensitivity(Bottleneck(6, c := pick((2, 3, 4)), 2), randn(2, 6, 8, 8)), sensitivity(Bottleneck(4 * c, c), randn(2, 4 * c, 8, 8))],
    hint="is every layer used, once, and nothing detached?",
)
observe(
    "more channels on the same map, a smaller map with the same channels",
    lambda: [response(Bottleneck(1, pick((2, 3))), randn(2, 1, 6, 9)), response(Bottleneck(4 * (c := pick((2, 3))), c, 2), randn(2, 4 * c, 2, 2))],
    weight=0.75,
    hint="either of the two changes the shape, and needs the projection",
)
observe(
    "expansion",
    lambda: _leaving(pick(range(4, 32))),
    weight=0.25,
    hint="expansion = 4 stands in the class, for the networks that ask: expansion · channels leave the block",
)
### BEGIN HIDDEN TESTS
observe("response, as many channels as the neck", lambda: response(Bottleneck(c := pick((3, 4, 5)), c), randn(2, c, 6, 9)))
observe("response, odd maps and a stride of three", lambda: [response(Bottleneck(8, 2, s), randn(2, 8, 7, 5)) for s in (2, 3)])
### END HIDDEN TESTS
observe.score()

# %% [markdown]
# The two blocks do the same job: this is your bottleneck where the basic block stood. Where do its 3×3 kernels read fewer channels?

# %% tags=["demo:inside_bottleneck"]
plot.block(Bottleneck(256, 128, 2), (256, 56, 56), title="Your bottleneck at the start of conv3_x")

# %% [markdown]
# ## 5 · Five networks in one table
#
# Table 1 of the paper. The rows are the stages; in the columns stands how many blocks there are in each.
#
# | stage | output | 18 | 34 | 50 | 101 | 152 |
# |---|---|---:|---:|---:|---:|---:|
# | conv1 | 64×112×112 | 7×7, stride 2 | | | | |
# | | 64×56×56 | 3×3 maximum pooling (최대 풀링), stride 2 | | | | |
# | conv2_x, channels 64 | 56×56 | 2 | 3 | 3 | 3 | 3 |
# | conv3_x, channels 128 | 28×28 | 2 | 4 | 4 | 4 | 8 |
# | conv4_x, channels 256 | 14×14 | 2 | 6 | 6 | 23 | 36 |
# | conv5_x, channels 512 | 7×7 | 2 | 3 | 3 | 3 | 3 |
# | | 1×1 | mean of each map | | | | |
# | | 1000 | linear layer | | | | |
# | block | | basic | basic | bottleneck | bottleneck | bottleneck |
# | parameters | | 11,689,512 | 21,797,672 | 25,557,032 | 44,549,160 | 60,192,808 |
#
# Two rules carry it all. On maps of one size, the layers have the same number of filters; and when the map is halved, the number is doubled, so that a block costs about the same wherever it stands. Where does "34" come from? $1 + 2 \cdot (3 + 4 + 6 + 3) + 1$: the convolutions and the
# linear layer; projections and pooling are not counted.
#
# There are no large linear layers at the end, and no dropout: the last map is averaged (전역 평균 풀링), as in GoogLeNet. So ResNet-152 has fewer than half the parameters of VGG-19, and ResNet-34 costs 3.7 billion multiply-accumulates to its 19.6.

# %% [markdown]
# ### Exercise 6 · The table, to any depth ●●● · 30 minutes · 5 points
#
# Write `resnet(block, repeats, num_classes=1000, width=64, small=False)`, which returns an `nn.Module` from pictures (B, 3, H, W) to logits (B, num_classes).
#
# - `block` makes blocks: `block(c_in, channels, stride)` is a module that puts out `block.expansion * channels` channels. Any block that keeps to this must work, not only the two of this chapter.
# - stem: 7×7 convolution with `width` filters, stride 2, padding 3, no bias; batch norm, ReLU; maximum pooling 3×3, stride 2, padding 1. With `small=True`, for pictures of 32×32: a 3×3 convolution with stride 2 and padding 1 in the place of the 7×7, and no pooling.
# - four stages with `width`, 2, 4 and 8 times `width` as `channels`; `repeats` says how many blocks each has: `(3, 4, 6, 3)`. The first block of the second, third and fourth stage has stride 2, all others stride 1.
# - the mean of each map, then one linear layer. Nothing after it.
#
# The check brings a block of its own, with some expansion or other, and notes how it was called.
#
# <details><summary>RuntimeError: expected input to have ... channels</summary>
#
# What comes out of a block is `block.expansion * channels`, and this is the c_in of the next, also of the next *stage*. The first block gets `width` channels, from the stem.
# </details>
# <details><summary>"blocks" differ at the beginning of a stage</summary>
#
# Only there a block shrinks the map, and not in the first stage: the stem has done it. Only one block of a stage has the stride.
# </details>
# <details><summary>mat1 and mat2 shapes cannot be multiplied</summary>
#
# The linear layer has `block.expansion * 8 * width` inputs, one for each map, whatever the size of the picture. `nn.AdaptiveAvgPool2d(1)` and `flatten`, or `x.mean((2, 3))`.
# </details>
# <details><summary>Only the small form is wrong</summary>
#
# It has another kernel and another padding, and no pooling; the stride is the same.
# </details>


# %% tags=["exercise:resnet"]
def resnet(block, repeats, num_classes: int = 1000, width: int = 64, small: bool = False) -> nn.Module:
    """A residual network from a column of Table 1 (He et al. 2015).

    (B, 3, H, W) -> logits (B, num_classes)
    """
    ### BEGIN SOLUTION
    kernel = 3 if small else 7
    net = nn.Sequential(
        nn.Conv2d(3, width, kernel, stride=2, padding=kernel // 2, bias=False),
        nn.BatchNorm2d(width),
        nn.ReLU(),
    )
    if not small:
        net.append(nn.MaxPool2d(3, stride=2, padding=1))
    c_in = width
    for stage, n in enumerate(repeats):
        channels = width * 2**stage
        for i in range(n):
            net.append(block(c_in, channels, 2 if stage > 0 and i == 0 else 1))
            c_in = block.expansion * channels
    return nn.Sequential(*net, nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(c_in, num_classes))
    ### END SOLUTION


# %% tags=["check:resnet:5"]
import contextlib

from convnets.check import check, op_sizes, parameters, pick, randn, response, sensitivity


def _toy(expansion, log=None):
    """A block that is no residual block: it repeats its channels until there are enough, gives each a factor, and shrinks the map."""

    class Toy(nn.Module):
        def __init__(self, c_in, channels, stride=1):
            super().__init__()
            self.asked = [c_in, channels, stride]
            self.factors = nn.Parameter(torch.ones(expansion * channels))

        def forward(self, x):
            c_in, _, stride = self.asked
            if log is not None:
                log.append(self.asked)
            elif x.shape[1] != c_in:
                raise ValueError(f"this block was made for {c_in} channels and was given {x.shape[1]}")
            wanted = torch.arange(len(self.factors)) % x.shape[1]
            return x[:, wanted, ::stride, ::stride] * self.factors[:, None, None]

    Toy.expansion = expansion
    return Toy


def _blocks(repeats, width, expansion, small=False):
    """[c_in, channels, stride] of each block, in the order in which they run."""
    log = []
    net = resnet(_toy(expansion, log), repeats, 3, width, small).eval()
    with torch.no_grad(), contextlib.suppress(RuntimeError):  # the blocks say what went wrong before the linear layer does
        net(randn(1, 3, 64, 64))
    return log


def _by_default(net, x):
    """What the convolution and the linear layer yield, and how many numbers are learned."""
    return {"sizes": op_sizes(net, x), "parameters": parameters(net, x)}


def _draw_repeats():
    return tuple(pick((1, 2, 2, 3), 4))


observe = check("05_resnet/resnet")
observe(
    "blocks as they run: [c_in, channels, stride]",
    lambda: _blocks(_draw_repeats(), pick((4, 6, 8)), pick((2, 3, 4))),
    weight=2,
    hint="c_in is what the block before puts out, expansion × channels; stride 2 in the first block of stages two to four",
)
observe(
    "sizes: stem, pooling, blocks, linear layer",
    lambda: op_sizes(resnet(_toy(pick((1, 2))), (1, 1, 1, 1), pick(range(5, 40)), pick((4, 6, 8))), randn(1, 3, 64, 96)),
    hint="64×96 becomes 32×48 after the 7×7, 16×24 after the pooling, and 2×3 after the last stage",
)
observe(
    "parameters",
    lambda: parameters(resnet(_toy(pick((1, 2, 4))), _draw_repeats(), pick(range(5, 40)), pick(range(8, 40, 4))), randn(2, 3, 32, 32)),
    weight=0.5,
    hint="stem 3 · 49 · width without bias, its batch norm, and a linear layer with bias from expansion · 8 · width",
)
observe(
    "response",
    lambda: response(resnet(_toy(pick((1, 2, 4))), _draw_repeats(), pick(range(5, 20)), pick((4, 6, 8))), randn(2, 3, 48, 64)),
    weight=2,
    hint="if the blocks are right, look at the stem and the end: batch norm, ReLU, kind of pooling, the mean, nothing after the linear layer",
)
observe(
    "response of the small form",
    lambda: response(resnet(_toy(pick((1, 2, 4))), _draw_repeats(), pick(range(5, 20)), pick((4, 6, 8)), small=True), randn(2, 3, 32, 32)),
    weight=1.5,
    hint="a 3×3 convolution with stride 2 and padding 1, batch norm, ReLU, no pooling",
)
observe(
    "every layer learns",
    lambda: sensitivity(resnet(_toy(1), _draw_repeats(), pick(range(5, 20)), pick((4, 6, 8))), randn(1, 3, 288, 256)),
    hint="is every layer used, once, and nothing detached?",
)
observe(
    "what holds unless it is said: 1,000 classes, width 64, the large stem",
    lambda: _by_default(resnet(_toy(pick((1, 2))), _draw_repeats()), randn(1, 3, pick((32, 48, 64)), pick((32, 48, 64)))),
    weight=0.5,
    hint="num_classes=1000, width=64, small=False stand in the first line",
)
### BEGIN HIDDEN TESTS
observe("blocks of a small, deeper one", lambda: _blocks(tuple(pick((3, 4, 5, 6), 4)), pick((3, 5, 7)), pick((2, 3)), small=True))
observe("response, what is called by name", lambda: response(resnet(block=_toy(2), repeats=list(_draw_repeats()), width=pick((3, 5)), num_classes=pick((1, 2, 3))), randn(2, 3, 40, 72)))
### END HIDDEN TESTS
observe.score()

# %% [markdown]
# If exercises 3, 5 and 6 are right, you now have all five of them. Count (the weights stay virtual; this takes no memory):

# %% tags=["demo:five"]
columns = {
    18: (BasicBlock, (2, 2, 2, 2)),
    34: (BasicBlock, (3, 4, 6, 3)),
    50: (Bottleneck, (3, 4, 6, 3)),
    101: (Bottleneck, (3, 4, 23, 3)),
    152: (Bottleneck, (3, 8, 36, 3)),
}
print("depth   parameters   multiply-accumulates")
for depth, (block, repeats) in columns.items():
    with torch.device("meta"):
        net = resnet(block, repeats)
    print(f"{depth:5} {measure.parameters(net):12,} {measure.macs(net, (3, 224, 224)):22,}")

# %% tags=["demo:listing"]
print(measure.listing(resnet(BasicBlock, (2, 2, 2, 2)), (3, 224, 224)))

# %% [markdown]
# ## 6 · The networks for small pictures
#
# For CIFAR-10, 32×32 pixels in ten classes, the paper has a second family. A 3×3 convolution with 16 filters; then three stages of $n$ basic blocks on maps of 32×32, 16×16 and 8×8, with 16, 32 and 64 channels; the mean of each map; a linear layer. Each convolution has a batch norm behind it and no bias.
# All shortcuts are of kind A. That makes $6n + 2$ layers. They are tiny: the one with 20 layers has 0.27 million parameters, a fortieth of ResNet-18's.

# %% [markdown]
# ### Exercise 7 · Count a network you have not built ●●○ · 15 minutes · 3 points
#
# Write `cifar_parameters(depth, shortcut="A", width=16, num_classes=10)`: all parameters of such a network, as a whole number, **by arithmetic**: no network is built.
#
# - `depth` is $6n + 2$ with a whole $n$: 8, 14, 20, ...
# - `shortcut` is `"A"` or `"B"`. B has a 1×1 convolution without bias, and a batch norm, where the shape changes.
# - `width` is the number of channels of the first stage; the second has twice, the third four times as many.
# - A batch norm learns γ and β for each channel. The linear layer has biases. The pictures have three channels.
#
# For depth 20 they are 269,722 with A and 272,474 with B.
#
# <details><summary>Right for one depth, wrong for others</summary>
#
# A stage has 2n convolutions. In the second and the third stage the first of them has half as many input channels as the others.
# </details>
# <details><summary>A little too large or too small, more so with depth</summary>
#
# Batch norm: 2 numbers for each channel that are learned. The running mean and variance are not parameters. Convolutions have no biases here.
# </details>
# <details><summary>A is right, B is not</summary>
#
# The shape changes twice, not three times: the first stage has the channels and the size of what comes before it. And a projection has its batch norm.
# </details>


# %% tags=["exercise:cifar_parameters"]
def cifar_parameters(depth: int, shortcut: str = "A", width: int = 16, num_classes: int = 10) -> int:
    """Parameters of the 6n + 2 layers of He et al. 2015, section 4.2."""
    ### BEGIN SOLUTION
    def conv_bn(c_in, c_out, kernel=3):
        return c_in * c_out * kernel**2 + 2 * c_out

    n = (depth - 2) // 6
    total, c_in = conv_bn(3, width), width
    for channels in (width, 2 * width, 4 * width):
        total += conv_bn(c_in, channels) + (2 * n - 1) * conv_bn(channels, channels)
        if shortcut == "B" and c_in != channels:
            total += conv_bn(c_in, channels, 1)
        c_in = channels
    return total + (c_in + 1) * num_classes
    ### END SOLUTION


# %% tags=["check:cifar_parameters:3"]
import sys

from convnets.check import check, pick, whole


def _built(depth, *how, **more):
    """How many modules come into being while the parameters are counted, and the count."""
    modules = 0

    def watch(frame, event, argument):
        nonlocal modules
        modules += event == "call" and frame.f_code is nn.Module.__init__.__code__

    sys.setprofile(watch)
    try:
        count = cifar_parameters(depth, *how, **more)
    finally:
        sys.setprofile(None)
    return {"modules built": modules, "parameters": whole(count)}


observe = check("05_resnet/cifar_parameters")
observe(
    "depth 20 with A and B: 269,722 and 272,474",
    lambda: [whole(cifar_parameters(20)), whole(cifar_parameters(20, "B"))],
    weight=0,
    hint="the text gives these two",
)
observe(
    "three depths, shortcut A",
    lambda: [whole(cifar_parameters(6 * n + 2)) for n in pick(range(4, 60), 3)],
    hint="2n convolutions in each stage; the first of stages two and three has half the input channels; a whole number",
)
observe(
    "shortcut B",
    lambda: [whole(cifar_parameters(6 * n + 2, "B")) for n in pick(range(2, 60), 2)],
    hint="two projections: 16·32 and 32·64 weights, and batch norms of 32 and 64 channels",
)
observe(
    "other widths and classes",
    lambda: [
        whole(cifar_parameters(6 * pick(range(2, 9)) + 2, "A", w, k))
        for w, k in zip(pick(range(8, 80), 2), pick(range(2, 200), 2))
    ],
    hint="width, 2 · width, 4 · width; the linear layer has 4 · width inputs and a bias for each class",
)
observe(
    "depth 8, by arithmetic",
    lambda: [_built(8, shortcut=kind, width=pick(range(8, 40)), num_classes=pick(range(2, 200))) for kind in "AB"],
    weight=0.5,
    hint="the smallest: one block in each stage; and no network is built to count it",
)
### BEGIN HIDDEN TESTS
observe("everything at once", lambda: [whole(cifar_parameters(6 * pick(range(1, 200)) + 2, "B", pick(range(8, 80)), pick(range(2, 200))))])
### END HIDDEN TESTS
observe.score()

# %% [markdown]
# ## 7 · Training under the budget
#
# Now a ResNet of your own making, all of it: your block in your network. The 224×224 pixels of ImageNet would take days on a laptop; so this is ResNet-18 with a quarter of the width and the small stem, on the common budget of the course: 1,008 updates of 64 coloured digits. It has 0.7 million parameters; the plan
# is the paper's. About a minute. The result goes into your lineage table.
#
# The paper's recipe, for comparison: batches of 256, a learning rate of 0.1, divided by 10 when the error stalls, up to 600,000 updates, weight decay 0.0001, momentum 0.9, no dropout.

# %% tags=["training:resnet18"]
torch.manual_seed(0)
net = resnet(BasicBlock, (2, 2, 2, 2), num_classes=10, width=16, small=True)
history = lineage.fit(net, "resnet18", "small, width 1/4", after_epoch=plot.live())
history

# %% tags=["demo:curves"]
plot.curves(history)

# %% tags=["demo:mistakes"]
result = train.evaluate(net, photos.test)
print(result)
plot.mistakes(photos.test, result, 10)

# %% [markdown]
# ## 8 · A cleaner path
#
# In March 2016 the same four looked at their block again. What if *nothing* stood on the way around, not even the last ReLU? Then
#
# $$x_{l+1} = x_l + F(x_l), \qquad\text{and so}\qquad x_L = x_l + F(x_l) + F(x_{l+1}) + \dots + F(x_{L-1}):$$
#
# the signal at the end is the one at any earlier block, plus a sum. The gradient comes back along the same way, through a plus sign at each block, and whatever the branches do, a 1 stays in it. With a ReLU after the addition this does not hold: it cuts off whatever is negative, in every block.
#
# They tried other things on the shortcut (a factor, a gate, a 1×1 convolution, dropout), and all of them were worse than nothing. They tried five orders of the layers. The best: batch norm and ReLU move to the *front* of each convolution. They call it **full pre-activation** (사전 활성화).
#
# | | order | error on CIFAR-10, 164 layers |
# |---|---|---:|
# | 2015 | convolution – BN – ReLU – convolution – BN – **add** – ReLU | 5.93 % |
# | 2016 | BN – ReLU – convolution – BN – ReLU – convolution – **add** | 5.46 % |
#
# (Medians of five runs; the 164-layer networks have bottlenecks, so three convolutions.) The gap grows with depth: with 1,001 layers it is 7.61 against 4.92 %.

# %% [markdown]
# ### Exercise 8 · The pre-activation block ●●● · 20 minutes · 4 points
#
# Write `PreActBlock(c_in, channels, stride=1)`, from (B, c_in, H, W) to (B, channels, H / stride, W / stride):
#
# - branch: batch norm, ReLU, 3×3 convolution with the stride, batch norm, ReLU, 3×3 convolution. Padding 1, no biases.
# - Where the shape is kept, the shortcut is the **input itself**, as it came in: without batch norm, without ReLU.
# - Where the shape changes, the shortcut is a 1×1 convolution with the stride, without bias and *without* batch norm. It starts from the activated signal: what the first batch norm and ReLU made of the input serves both the branch and the shortcut.
# - Nothing comes after the addition.
#
# <details><summary>Right where the shape is kept, wrong where it changes</summary>
#
# Call a = ReLU(BN(x)) once. The first 3×3 convolution and the projection both read a.
# </details>
# <details><summary>Right where the shape changes, wrong where it is kept</summary>
#
# There the shortcut is x, not a.
# </details>
# <details><summary>Too many parameters</summary>
#
# The first batch norm has c_in channels, the second `channels`. There is none after the last convolution, and none in the projection.
# </details>


# %% tags=["exercise:preact"]
class PreActBlock(nn.Module):
    """x + F(x), batch norm and ReLU first (He et al. 2016, Figure 4e).

    (B, c_in, H, W) -> (B, channels, H / stride, W / stride)
    """

    expansion = 1

    def __init__(self, c_in: int, channels: int, stride: int = 1) -> None:
        super().__init__()
        ### BEGIN SOLUTION
        self.bn1 = nn.BatchNorm2d(c_in)
        self.conv1 = nn.Conv2d(c_in, channels, 3, stride, padding=1, bias=False)
        self.bn2 = nn.BatchNorm2d(channels)
        self.conv2 = nn.Conv2d(channels, channels, 3, padding=1, bias=False)
        self.projection = None
        if stride != 1 or c_in != channels:
            self.projection = nn.Conv2d(c_in, channels, 1, stride, bias=False)
        ### END SOLUTION

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        ### BEGIN SOLUTION
        a = F.relu(self.bn1(x))
        if self.projection is not None:
            x = self.projection(a)
        y = self.conv1(a)
        y = self.conv2(F.relu(self.bn2(y)))
        return x + y
        ### END SOLUTION


# %% tags=["check:preact:4"]
from convnets.check import check, op_sizes, parameters, pick, randn, response, sensitivity


def _leaving(channels):
    """How many channels leave your block, and what the class says of it."""
    y = PreActBlock(channels, channels)(randn(2, channels, 4, 4))
    return [y.shape[1], getattr(PreActBlock, "expansion", "no expansion in the class")]


observe = check("05_resnet/preact")
observe(
    "parameters: shape kept, shape changes",
    lambda: [
        parameters(PreActBlock(c, channels, stride), randn(2, c, 4, 4))
        for c in [pick(range(8, 64, 4))]
        for channels, stride in ((c, 1), (2 * c, 2))
    ],
    hint="two 3×3 convolutions; batch norms of c_in and of channels; a projection has its weights only",
)
observe(
    "response, shape kept",
    lambda: response(PreActBlock(c := pick((4, 5, 6, 7)), c), randn(2, c, 8, 10)),
    weight=2,
    hint="the branch's result plus the input as it came in; negative values are there at the end",
)
observe(
    "response, shape changes",
    lambda: response(PreActBlock(c := pick((4, 5, 6, 7)), 2 * c, 2), randn(2, c, 8, 10)),
    weight=2,
    hint="branch and projection both read ReLU(BN(x))",
)
observe(
    "sizes after each convolution, stride 2",
    lambda: op_sizes(PreActBlock(c := pick((4, 6, 8)), 2 * c, 2), randn(1, c, 16, pick((12, 20)))),
    weight=0.5,
    hint="the first 3×3 and the 1×1 have the stride",
)
observe(
    "every layer learns",
    lambda: [sensitivity(PreActBlock(c := pick((4, 5, 6, 7)), c + 2, 2), randn(2, c, 8, 8)), sensitivity(PreActBlock(c, c), randn(2, c, 8, 8))],
    hint="is every layer used, once, and nothing detached?",
)
observe(
    "more channels on the same map, a smaller map with the same channels",
    lambda: [response(PreActBlock(1, pick((3, 4, 5))), randn(2, 1, 6, 9)), response(PreActBlock(c := pick((4, 5, 6)), c, 2), randn(2, c, 2, 2))],
    weight=0.75,
    hint="either of the two changes the shape, and needs the projection",
)
observe(
    "expansion",
    lambda: _leaving(pick(range(4, 32))),
    weight=0.25,
    hint="expansion = 1 stands in the class, for the networks that ask: expansion · channels leave the block",
)
### BEGIN HIDDEN TESTS
observe("response, new channels on another map", lambda: response(PreActBlock(c := pick((4, 5, 6)), c + pick((1, 2, 3))), randn(2, c, 6, 9)))
observe("response, odd maps and a stride of three", lambda: [response(PreActBlock(3, 3, s), randn(2, 3, 7, 5)) for s in (2, 3)])
### END HIDDEN TESTS
observe.score()

# %% [markdown]
# The network around it changes in two places: the stem needs no batch norm and no ReLU (the first block brings them), and after the last block there is one more of each, because nothing has activated its sum yet. Another minute:


# %% tags=["training:preact"]
def preact_resnet18(width, num_classes=10):
    """The small form of ResNet-18 with pre-activation blocks."""
    layers, c_in = [nn.Conv2d(3, width, 3, stride=2, padding=1, bias=False)], width
    for stage in range(4):
        channels = width * 2**stage
        layers += [PreActBlock(c_in, channels, 2 if stage else 1), PreActBlock(channels, channels)]
        c_in = channels
    layers += [nn.BatchNorm2d(c_in), nn.ReLU(), nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(c_in, num_classes)]
    return nn.Sequential(*layers)


torch.manual_seed(0)
preact_history = lineage.fit(preact_resnet18(16), "preact_resnet18", "small, width 1/4")
preact_history

# %% tags=["demo:both_curves"]
plot.curves({"ResNet-18": history, "pre-activation": preact_history})

# %% [markdown]
# In four runs each we saw 96.9 to 97.2 % for ResNet-18 and 96.5 to 97.7 % for this one; the plain network of 18 layers, without any shortcut, reached 96.2 to 96.8 % in three. So with 18 layers there is nothing in it, and little in the shortcut itself, just as in the paper, where plain and residual ResNet-18 differ by 0.06 %. What is new
# pays where there are many layers. And do not believe a difference of a few tenths of a percent from one run.

# %% [markdown]
# ## 9 · Looking inside
#
# ### How much does a block say?
#
# Take the residual network of 56 layers that you trained in section 3. For each of its 27 blocks, measure the size of what the branch adds, beside the size of what the shortcut brings (root mean square, over 200 test pictures).


# %% tags=["demo:branches"]
def block_sizes(net, images):
    """For each residual block the size of its shortcut and of its branch."""
    sizes, x = [], images
    net.eval()
    with torch.no_grad():
        for layer in net:
            if isinstance(layer, Residual):
                shortcut, branch = pad_shortcut(x, layer.channels, layer.stride), layer.branch(x)
                sizes.append([float(t.square().mean().sqrt()) for t in (shortcut, branch)])
            x = layer(x)
    return sizes


deep = nets["residual", 56, 0].cpu()
sizes = block_sizes(deep, photos.test.images[:200])
figure, axes = plt.subplots(figsize=(7.5, 3), layout="constrained")
for values, label, colour in zip(zip(*sizes), ("shortcut", "branch"), ("C0", "C1")):
    axes.plot(range(1, 28), values, marker="o", color=colour, label=label)
for edge in (9.5, 18.5):
    axes.axvline(edge, color="grey", linestyle=":")
axes.set(xlabel="block (dotted: a new stage begins)", ylabel="root mean square", ylim=(0, None))
axes.legend()
plt.close(figure)
figure

# %% [markdown]
# A branch ends in a batch norm whose γ has stayed near 1, so what it adds has about the size 1, everywhere. What it is added *to* grows along a stage, from 1.5 to 4 in the first: every block adds its own, and nothing is taken away again. (Where a stage begins it falls, because shortcut A brings half of the channels empty.) So
# most blocks make a *correction*, of a third or a quarter of what they are given. This is just what the block was made for: the identity is what it starts from.
#
# ### What if a block is missing?
#
# If blocks are corrections, one missing correction should not be a disaster. Take a single block out of the trained network, without training it further, and test what is left. For comparison, do the same to the plain network of 20 layers. (Only blocks that keep the shape can be taken out.)


# %% tags=["demo:removal"]
def accuracies_without(net):
    """The accuracy of the whole network, and without each of the blocks that can be missing."""
    whole, without = train.evaluate(net, photos.test).accuracy, {}
    number = 0
    for i, layer in enumerate(net):
        if isinstance(layer, PlainBlock):
            number += 1
            if layer.branch[0].in_channels == layer.branch[0].out_channels and not settings.fast():
                rest = nn.Sequential(*(other for j, other in enumerate(net) if j != i))
                without[number] = train.evaluate(rest, photos.test).accuracy
    return whole, without


figure, both = plt.subplots(1, 2, figsize=(9, 3), sharey=True, layout="constrained", width_ratios=(9, 27))
for axes, (kind, depth) in zip(both, (("plain", 20), ("residual", 56))):
    whole, without = accuracies_without(nets[kind, depth, 0])
    axes.bar(without.keys(), without.values(), color="C1" if kind == "plain" else "C0")
    axes.axhline(whole, color="grey", linestyle="--")
    axes.axhline(0.1, color="grey", linestyle=":")
    ticks = range(3, (depth - 2) // 2 + 1, 3)
    axes.set(title=f"{kind} {depth}: {whole:.0%} whole", xlabel="the block that is missing", ylim=(0, 1), xticks=ticks)
both[0].set_ylabel("test accuracy")
plt.close(figure)
figure

# %% [markdown]
# In the plain network every block is a link of a chain: whichever you take out, little is left. The residual network shrugs most of them off; only the first few, where the signal is still small and a correction large, are missed. A. Veit and others did this to ResNet-110 in 2016 and drew the conclusion that such a network works less like one chain of 54 blocks than like very many short paths side by side: each of $n$ blocks can be gone through
# or around, which makes $2^n$ ways.

# %% [markdown]
# ## 10 · ImageNet weights in the network you wrote
#
# Your `resnet(BasicBlock, (2, 2, 2, 2))` *is* ResNet-18. If that is true, then weights that others trained on 1.28 million photographs must work in it, whatever you called your layers. `weights.load` finds for each layer of torchvision's network the one in yours that runs in its place, copies the numbers, and lets both
# networks look at one picture. If they do not say the same, it tells you where they part.
#
# The file has 45 MB and is fetched only if you say so: set `DOWNLOAD = True`. Without a network you lose nothing but this section; a line tells you where a file from elsewhere belongs.

# %% tags=["demo:weights"]
from convnets import weights

DOWNLOAD = False  # True: fetch 45 MB, once

try:
    trained = weights.load(resnet(BasicBlock, (2, 2, 2, 2)), "resnet18", download=DOWNLOAD)
    print("Every weight found its place, and the outputs are torchvision's: this is ResNet-18.")
except ConnectionError as missing:
    trained = None
    print(missing)

# %% [markdown]
# Four photographs that come with scikit-image, and the five likeliest of ImageNet's 1,000 classes for each. Cover the titles: which of the four is in none of the classes? (Its astronaut is a person, and no class is called that. See what the network looks at instead.)


# %% tags=["demo:photographs"]
from skimage import data as photographs


def look(net, prepare, names=("chelsea", "coffee", "rocket", "astronaut")):
    """Each photograph as the network sees it, and its five likeliest classes."""
    mean, std = (torch.tensor(values)[:, None, None] for values in ((0.485, 0.456, 0.406), (0.229, 0.224, 0.225)))
    figure, axes = plt.subplots(2, len(names), figsize=(11, 4.6), layout="constrained", height_ratios=(3, 2))
    for column, name in zip(axes.T, names):
        pixels = torch.from_numpy(getattr(photographs, name)()).permute(2, 0, 1)
        x = prepare(pixels)
        with torch.no_grad():
            best = weights.best(net(x[None])[0])
        column[0].imshow((x * std + mean).clamp(0, 1).permute(1, 2, 0))
        column[0].set_title(name)
        column[0].axis("off")
        said, sure = zip(*reversed(best))
        column[1].barh(range(5), sure, color="#9ecae1")
        for place, text in enumerate(said):
            column[1].text(0.02, place, f"{text}  {sure[place]:.0%}", va="center", fontsize=9)
        column[1].set(xlim=(0, 1), yticks=[], xticks=[])
        column[1].spines[:].set_visible(False)
    plt.close(figure)
    return figure


look(trained, weights.prepare("resnet18")) if trained else print("No weights, no opinions: see the line above.")

# %% [markdown]
# ## 11 · Where you are in the lineage
#
# Everything that you (or the course, hollow points) trained so far on the same 1,000 digits: accuracy against parameters, and accuracy against work. On a budget as small as this, do not look for the order of ImageNet; look for what each network *pays*.

# %% tags=["demo:lineage"]
lineage.table()

# %% tags=["demo:against_parameters"]
plot.lineage(cost="parameters")

# %% tags=["demo:against_macs"]
plot.lineage()

# %% [markdown]
# ## 12 · A question to answer in words · 20 minutes · 4 points
#
# From a set of lecture notes on ResNet:
#
# 1. *"The deep plain network has a higher test error than the shallow one because it overfits."*
# 2. *"The shortcut adds parameters, which is why ResNet is more powerful than the plain network."*
# 3. *"Every residual block has two 3×3 convolutions."*
# 4. *"The shortcuts cure the vanishing gradient, which is what stopped deep networks before."*
# 5. *"ResNet was trained with a weight decay of 1e-5."*
#
# Correct **four** of the five, two or three sentences each. For at least two of them use a number that *you* measured or computed in this chapter.

# %% [markdown] tags=["written:lecture_notes:4"]
# 1. Overfitting would mean that the deep network is *better* on its training pictures and worse on new ones. In section 2 I plotted the loss on the training pictures, and there the plain network of 56 layers stayed near 2.3, which is guessing, while the one of 20 layers came down to about 0.8. It is the optimisation that fails.
#
# 2. An identity has no parameters, and shortcut A has none either: plain and residual networks of section 3 have exactly the same number, and one learns and the other does not. Projections (B) do add some: 2,752 on 269,722 for the 20 layers of exercise 7, about 1 %.
#
# 3. Only up to 34 layers. From 50 up the block is a bottleneck, 1×1, 3×3, 1×1: 69,632 weights on 256 channels, where two 3×3 would have 1.18 million.
#
# 4. The paper itself finds that unlikely: its plain networks have batch norm, and forward and backward signals do not vanish. In the explorer, before training, the gradient of a plain stack of 56 layers with batch norm is 20,000 times *larger* at the first layer than at the last; with shortcuts about 26 times. Vanishing gradients had been dealt with by
# initialisation and normalisation before.
#
# 5. It was 1e-4 (0.0001), in the paper's implementation section, with momentum 0.9 and batches of 256.
#
# ### BEGIN MARK SCHEME
# One point for each of the four best answers, half points allowed. At most 3 points in all if fewer than two numbers are the student's own (from a run, a check, the explorer, or arithmetic).
#
# - **1**: the *training* error is worse too, so it is not overfitting. Half for "degradation" as a mere word.
# - **2**: identities and zero padding have no parameters; the plain and the residual network have the same number. Mentioning that projections have some is welcome, not needed.
# - **3**: bottlenecks from 50 layers up, with their three convolutions named. Half for "not in deeper ones".
# - **4**: with batch norm (and He initialisation) gradients do not vanish in the plain networks either; evidence from the paper or the explorer. Accept a well-argued "helps the gradient flow, but was not the cause of degradation".
# - **5**: 1e-4. Half if only "wrong" is said.
# ### END MARK SCHEME

# %% [markdown]
# ## 13 · Where you are

# %% tags=["demo:so_far"]
from convnets.check import so_far

so_far("05_resnet")

# %% [markdown]
# **To hand in:** *Kernel → Restart Kernel and Run All Cells*, look once more at the tables under the checks, save, and hand in this file, `05_resnet.ipynb`, under this name, in the way your instructor told you. An open exercise costs its own points and no others. The checks will be run again, with other numbers and a few more questions than you
# see here; the cells that train will not.
#
# ## What came next
#
# Nearly everything. After 2015 hardly a deep network was built without a way around its layers: wider ones (Wide ResNet), ones with many narrow branches (ResNeXt), ones that concatenate instead of adding (DenseNet), and outside of pictures the transformers, each of whose layers is $x + F(x)$ with the normalisation in front, as you built it in exercise 8. At Google, at the same time, they went on with
# the Inception module: chapter 06 factorises its windows, and chapter 07 asks what happens when the two ideas meet.
#
# ## Often misquoted
#
# - *"ResNet minimises F(x)."* The loss is minimised. F is what the block learns, and it is called residual because it is what remains when x is taken off.
# - The five sentences of the question in section 12 are misquotations too. You have set most of them right yourself.
# - *"torchvision's ResNet-50 is the paper's."* Its stride stands on the 3×3: 4.09 billion multiply-accumulates, the paper's form has 3.86. The same 25,557,032 parameters, and weights of one are useless in the other.
# - *"ResNet-34 has 3.6 billion multiply-accumulates, 18 % of VGG-19's."* That is the paper's 3.6 of 19.6 billion. With its projections it has 3.66 billion, the plain network 3.64: 19 % both.
# - *"1,202 layers without loss."* They could be trained, and that was the point. On new pictures they were worse than 110: 7.93 against 6.43 %.
# - *"3.57 % is ResNet-152."* It is an ensemble of six networks. A single ResNet-152 has 4.49 %, on the validation set.
# - *"ResNet was the first to make fewer mistakes than a human."* The 5.1 % are one person's, Andrej Karpathy's, top-5 on part of ImageNet's test pictures. Two networks were below that earlier in 2015: He and colleagues' PReLU network with 4.94 %, and BN-Inception with 4.8 %.
# - *"ResNet invented batch norm"*, *"and dropout made it possible."* Batch norm is Ioffe and Szegedy's, and there is no dropout in it.
# - *"Pre-activation is in the paper of 2015."* It is in that of 2016. *"It always helps."* With 18 layers you have just seen that it does not.
# - *"10.2 million parameters with 1,001 layers."* Those are the weights of its convolutions and of the linear layer; with batch norm's γ and β they are 10.3 million.
