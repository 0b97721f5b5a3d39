def jitter(image, low, high, size, draw):
    s = draw(low, high)
    (c, *sides), short = image.shape, min(image.shape[-2:])
    new = [divmod(side * s, short)[0] for side in sides]
    out = F.interpolate(image.view(1, c, *sides), tuple(new), mode="bilinear", antialias=True)
    for dim, side in zip((2, 3), new):
        out = out.narrow(dim, draw(0, side - size), size)
    return out.reshape(c, size, size).clone()
