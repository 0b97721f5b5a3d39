def count(layer):
    return sum(p.numel() for p in layer.parameters())


def dense_parameters(channels, height, width, units):
    return count(nn.Linear(channels * height * width, units, device="meta"))


def conv_parameters(c_in, c_out, kernel):
    return count(nn.Conv2d(c_in, c_out, kernel, device="meta"))


def dense_instead_of_conv(c_in, height, width, c_out, kernel):
    out = nn.Conv2d(c_in, c_out, kernel, device="meta")(torch.empty(1, c_in, height, width, device="meta"))
    return count(nn.Linear(c_in * height * width, out.numel(), device="meta"))
