# %% [markdown]
# # A sample chapter
#
# Two exercises and a question, small enough for the tests.

# %% tags=["setup"]
import torch
from torch import nn
from torch.nn import functional as F

# %% [markdown]
# Write the padding.

# %% tags=["exercise:same_padding"]
def same_padding(kernel: int, dilation: int = 1) -> int:
    """Padding per side that keeps H x W under a stride-1 convolution with an odd kernel."""
    ### BEGIN SOLUTION
    return dilation * (kernel - 1) // 2
    ### END SOLUTION

# %% tags=["check:same_padding:2"]
from convnets.check import check, pick
observe = check("90_sample/same_padding")
observe("odd kernels", lambda: [same_padding(k) for k in pick(range(1, 30, 2), 4)], hint="half of kernel - 1")
### BEGIN HIDDEN TESTS
observe("dilated kernels", lambda: [same_padding(k, d) for k, d in zip(pick((3, 5, 7, 9), 3), pick(range(2, 9), 3))])
### END HIDDEN TESTS
observe.score()

# %% [markdown]
# Write the block.

# %% tags=["exercise:basic_block"]
class BasicBlock(nn.Module):
    """Two 3x3 convolutions and a shortcut (He et al. 2015, Figure 2)."""

    def __init__(self, c_in: int, c_out: int, stride: int = 1) -> None:
        super().__init__()
        ### BEGIN SOLUTION
        self.conv1 = nn.Conv2d(c_in, c_out, 3, stride, 1, bias=False)
        self.bn1 = nn.BatchNorm2d(c_out)
        self.conv2 = nn.Conv2d(c_out, c_out, 3, 1, 1, bias=False)
        self.bn2 = nn.BatchNorm2d(c_out)
        same = stride == 1 and c_in == c_out
        self.shortcut = nn.Identity() if same else nn.Sequential(nn.Conv2d(c_in, c_out, 1, stride, bias=False), nn.BatchNorm2d(c_out))
        ### END SOLUTION

    def forward(self, x):
        ### BEGIN SOLUTION
        y = F.relu(self.bn1(self.conv1(x)))
        return F.relu(self.bn2(self.conv2(y)) + self.shortcut(x))
        ### END SOLUTION

# %% tags=["check:basic_block:4"]
from convnets.check import check, parameters, pick, randn, response, sensitivity
observe = check("90_sample/basic_block")
observe("parameters, identity shortcut", lambda: parameters(BasicBlock(c := pick(range(8, 65, 8)), c)), hint="a convolution before batch norm needs no bias")
observe("output shape, stride 2", lambda: BasicBlock(8, c := pick(range(12, 30)), 2)(randn(2, 8, 8, 8)).shape, hint="does the first convolution use the stride?")
observe("response, identity shortcut", lambda: response(BasicBlock(8, 8), randn(2, 8, 8, 8)))
### BEGIN HIDDEN TESTS
observe("response, projection", lambda: response(BasicBlock(8, 16, 2), randn(2, 8, 8, 8)))
observe("every layer matters", lambda: sensitivity(BasicBlock(8, 8), randn(2, 8, 8, 8)))
### END HIDDEN TESTS
observe.score()

# %% [markdown]
# Why is a shortcut without parameters enough?

# %% [markdown] tags=["written:why_identity:3"]
# Because the layers can learn the difference.
#
# ### BEGIN MARK SCHEME
# Three points for saying that the residual branch learns what is missing.
# ### END MARK SCHEME

# %% tags=["training:learn"]
raise SystemError("training must not run while grading")

# %% tags=["demo:look"]
raise SystemError("a demonstration must not run while grading")
