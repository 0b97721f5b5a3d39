import random as dice


def augment(images, size, training):
    out = torch.empty(*images.shape[:2], size, size)
    rooms = [n - size for n in images.shape[2:]]
    for i in range(len(images)):
        y, x = (torch.randint(0, r + 1, (1,)).item() for r in rooms) if training else (r // 2 for r in rooms)
        out[i] = images[i].narrow(1, y, size).narrow(2, x, size)
        if training and torch.randn(1).item() > 0:
            out[i] = torch.fliplr(out[i].permute(1, 2, 0)).permute(2, 0, 1)
    return out
