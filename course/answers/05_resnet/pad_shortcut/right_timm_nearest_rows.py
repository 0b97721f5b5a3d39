def pad_shortcut(x, channels, stride):
    """Unfold with windows of one pixel, reshape-free: average pooling over a window of one is the pixel itself."""
    y = F.avg_pool2d(x, 1, stride)
    out = torch.zeros(y.shape[0], channels, *y.shape[-2:], dtype=x.dtype, device=x.device)
    index = torch.arange(x.shape[1])
    return out.index_copy(1, index, y)
