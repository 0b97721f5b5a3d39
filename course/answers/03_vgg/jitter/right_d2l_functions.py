def resize_short(X, s):
    h, w = X.shape[-2:]
    shape = (s, w * s // h) if h <= w else (h * s // w, s)
    return F.interpolate(X.unsqueeze(0), size=shape, mode="bilinear", antialias=True).squeeze(0)


def random_start(length, size, draw):
    return draw(0, length - size)


def jitter(image, low, high, size, draw):
    X = resize_short(image, draw(low, high))
    i, j = (random_start(length, size, draw) for length in X.shape[1:])
    return X[:, i : i + size, j : j + size]
