from functools import partial


def _offsets(batch, room, training):
    return torch.randint(room + 1, (batch,)) if training else torch.full((batch,), room // 2)


def _take(x, dim, offsets, size, mirrored=None):
    """From each picture `size` rows (or columns) from its offset on."""
    index = offsets[:, None] + torch.arange(size)
    if mirrored is not None:
        index = torch.where(mirrored[:, None], index.flip(1), index)
    shape = [x.shape[0], 1, 1, 1]
    shape[dim] = size
    index = index.reshape(shape).expand(*(size if d == dim else n for d, n in enumerate(x.shape)))
    return x.gather(dim, index)


def augment(images, size, training):
    b, _, h, w = images.shape
    offsets = partial(_offsets, b, training=training)
    mirrored = torch.bernoulli(torch.full((b,), 0.5)).bool() if training else None
    return _take(_take(images, 2, offsets(h - size), size), 3, offsets(w - size), size, mirrored)
