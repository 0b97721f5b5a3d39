def colour_axes(images):
    n, _, h, w = images.shape
    pixels = images.movedim(1, -1).flatten(0, 2)
    covariance = torch.cov(pixels.T) * (n * h * w - 1) / (n * h * w)
    values, vectors = torch.linalg.eig(covariance)
    return values.real, vectors.real


def shift_colours(images, values, vectors, alphas):
    out = images.clone()
    for picture, (a1, a2, a3) in zip(out, alphas):
        p1, p2, p3 = vectors.unbind(dim=1)
        picture += (a1 * values[0] * p1 + a2 * values[1] * p2 + a3 * values[2] * p3)[:, None, None]
    return out
