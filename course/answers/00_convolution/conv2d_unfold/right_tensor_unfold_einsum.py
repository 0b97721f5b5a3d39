def conv2d_unfold(x, weight, bias, stride=1, padding=0):
    x = F.pad(x, [padding] * 4)
    kh, kw = weight.shape[-2:]
    windows = x.unfold(2, kh, stride).unfold(3, kw, stride)  # B, C, H', W', kh, kw
    return torch.einsum("bchwuv,ocuv->bohw", windows, weight) + bias.reshape(1, -1, 1, 1)
