def augment(images, size, training):
    b, c, h, w = images.shape
    if training:
        top, left = torch.randint(h - size + 1, (b, 1)), torch.randint(w - size + 1, (b, 1))
        flip = torch.rand(b, 1) < 0.5
    else:
        top = torch.full((b, 1), (h - size) // 2)
        left = torch.full((b, 1), (w - size) // 2)
        flip = torch.zeros(b, 1, dtype=torch.bool)
    steps = torch.arange(size)
    rows = top + steps
    columns = left + torch.where(flip, size - 1 - steps, steps)
    return images[torch.arange(b)[:, None, None], :, rows[:, :, None], columns[:, None, :]].permute(0, 3, 1, 2)
