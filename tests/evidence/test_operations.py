"""What torch did while code ran: ready-made operations are seen however they are called, and loops show."""

import pytest
import torch
from torch import nn
from torch.nn import functional as F

from convnets.evidence.operations import Operations

X = torch.ones(2, 3, 8, 8)
CONVOLUTIONS = {
    "function": lambda: F.conv2d(X, torch.ones(4, 3, 3, 3)),
    "module": lambda: nn.Conv2d(3, 4, 1)(X),
    "1-D": lambda: F.conv1d(X[0], torch.ones(4, 8, 3)),
    "3-D": lambda: F.conv3d(X[None], torch.ones(4, 2, 3, 3, 3)),
    "transposed": lambda: F.conv_transpose2d(X, torch.ones(3, 4, 3, 3)),
    "with gradients": lambda: F.conv2d(X, torch.ones(4, 3, 3, 3, requires_grad=True)),
}
POOLINGS = {
    "maximum": lambda: F.max_pool2d(X, 2),
    "average": lambda: nn.AvgPool2d(2)(X),
    "1-D": lambda: F.max_pool1d(X[0], 2),
    "3-D average": lambda: F.avg_pool3d(X, 2),
    "adaptive": lambda: F.adaptive_max_pool2d(X, 1),
    "adaptive average": lambda: F.adaptive_avg_pool2d(X, 2),
    "with indices": lambda: F.max_pool2d(X, 2, return_indices=True),
}


@pytest.mark.parametrize("how", CONVOLUTIONS)
def test_a_ready_made_convolution_is_seen_however_it_is_called(how):
    with Operations() as run:
        CONVOLUTIONS[how]()
    assert (run.count("conv"), run.count("pool")) == (1, 0)


@pytest.mark.parametrize("how", POOLINGS)
def test_a_ready_made_pooling_is_seen_however_it_is_called(how):
    with Operations() as run:
        POOLINGS[how]()
    assert run.count("pool") >= 1
    assert run.count("conv") == 0


def test_unfolding_and_multiplying_is_no_ready_made_operation():
    with Operations() as run:
        torch.einsum("ok,bkl->bol", torch.ones(4, 27), F.unfold(X, 3)) + X.unfold(2, 2, 2).amax(-1).sum()
    assert run.names and run.count("conv") == run.count("pool") == 0


def test_a_loop_shows_in_the_number_of_calls_and_one_operation_does_not():
    def calls(function, n):
        with Operations() as run:
            function(torch.ones(n, 3))
        return run.calls

    assert calls(lambda x: x * 2 + x.sum(), 5) == calls(lambda x: x * 2 + x.sum(), 50)
    assert calls(lambda x: torch.stack([row * 2 for row in x]), 5) < calls(lambda x: torch.stack([row * 2 for row in x]), 50)
