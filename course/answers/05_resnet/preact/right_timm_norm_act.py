class BatchNormAct2d(nn.BatchNorm2d):
    """Batch norm that ends in an activation."""

    def forward(self, x):
        return super().forward(x).clamp_(min=0)


class PreActBlock(nn.Module):
    expansion = 1

    def __init__(self, in_chs, out_chs, stride=1, conv_layer=nn.Conv2d, norm_layer=BatchNormAct2d):
        super().__init__()
        self.norm1 = norm_layer(in_chs)
        needs_proj = in_chs != out_chs or stride > 1
        self.downsample = conv_layer(in_chs, out_chs, 1, stride=stride, bias=False) if needs_proj else nn.Identity()
        self.conv1 = conv_layer(in_chs, out_chs, 3, stride=stride, padding=1, bias=False)
        self.norm2 = norm_layer(out_chs)
        self.conv2 = conv_layer(out_chs, out_chs, 3, stride=1, padding=1, bias=False)

    def forward(self, x):
        x_preact = self.norm1(x)
        is_identity = isinstance(self.downsample, nn.Identity)
        shortcut = self.downsample(x if is_identity else x_preact)
        return torch.add(self.conv2(self.norm2(self.conv1(x_preact))), shortcut)
