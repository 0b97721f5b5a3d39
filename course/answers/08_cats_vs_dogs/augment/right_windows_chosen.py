def augment(images, size, training):
    """All pieces as views, one chosen for each picture."""
    windows = images.unfold(2, size, 1).unfold(3, size, 1)  # (B, C, tops, lefts, size, size)
    b, _, tops, lefts = windows.shape[:4]
    if not training:
        return windows[:, :, (tops - 1) // 2, (lefts - 1) // 2].clone()
    which = torch.arange(b)
    piece = windows[which, :, torch.randint(tops, (b,)), torch.randint(lefts, (b,))]
    mirrored = torch.rand(b) >= 0.5
    return torch.where(mirrored[:, None, None, None], piece.flip(3), piece)
