"""Network in Network against its paper's figures, and against a plain reference that shares no code with it."""

import torch
from proof import assert_as_published, on_meta, pour, scramble, stage_sizes
from torch import nn

from convnets import measure, models

MACS = (  # by hand: positions x (weights of the convolution, of the two layers of 1x1)
    32 * 32 * (3 * 25 * 192 + 192 * 160 + 160 * 96)
    + 16 * 16 * (96 * 25 * 192 + 192 * 192 + 192 * 192)
    + 8 * 8 * (192 * 9 * 192 + 192 * 192 + 192 * 10)
)


def test_parameters_macs_and_scores_are_as_published():
    assert_as_published("nin", MACS)
    assert models.info("nin").parameters == 966_986


def test_the_stages_have_the_papers_sizes():
    expected = [("mlpconv1", (96, 32, 32)), ("pool1", (96, 16, 16)), ("dropout1", (96, 16, 16)), ("mlpconv2", (192, 16, 16))]
    expected += [("pool2", (192, 8, 8)), ("dropout2", (192, 8, 8)), ("mlpconv3", (10, 8, 8)), ("average", (10, 1, 1)), ("flatten", (10,))]
    assert stage_sizes(on_meta("nin"), torch.zeros(1, 3, 32, 32, device="meta")) == expected


def test_it_gives_what_plain_layers_and_a_mean_give_with_its_weights():
    """A 1x1 convolution is a linear layer at every pixel: the reference has linear layers."""

    class PerPixel(nn.Linear):
        def forward(self, x):
            return super().forward(x.movedim(1, -1)).movedim(-1, 1)

    def block(c_in, c_out, kernel, c2, c3):
        convolution = nn.Conv2d(c_in, c_out, kernel, padding="same")
        return [convolution, nn.ReLU(), PerPixel(c_out, c2), nn.ReLU(), PerPixel(c2, c3), nn.ReLU()]

    half = [nn.ZeroPad2d((0, 1, 0, 1)), nn.MaxPool2d(3, 2)]  # after ReLU, zeros cannot win
    reference = nn.Sequential(*block(3, 192, 5, 160, 96), *half, *block(96, 192, 5, 192, 192), *half, *block(192, 192, 3, 192, 10))
    net, x = scramble(models.create("nin")).eval(), torch.randn(2, 3, 32, 32)
    pour(net, reference, x)
    torch.testing.assert_close(net(x), reference(x).mean(dim=(2, 3)), rtol=1e-4, atol=1e-4)


def test_its_maps_are_classes_so_any_size_of_picture_goes_through():
    assert models.create("nin", num_classes=7, width=0.25)(torch.zeros(2, 3, 47, 61)).shape == (2, 7)


def test_width_scales_every_layer_but_the_last():
    net = on_meta("nin", width=0.25)
    assert [m.out_channels for m in net.modules() if isinstance(m, nn.Conv2d)] == [48, 40, 24, 48, 48, 48, 48, 48, 10]
    assert measure.parameters(net) == 63_770


def test_half_of_what_leaves_the_first_two_mlpconv_layers_is_dropped_while_training():
    net = models.create("nin", width=0.25).train()
    for dropout in (net.dropout1, net.dropout2):
        assert 0.45 < (dropout(torch.ones(1, 10_000)) == 0).float().mean() < 0.55
