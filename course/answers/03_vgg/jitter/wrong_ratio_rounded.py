# You multiply by a ratio S / short, which is rounded, so that a side that should come out even is one too small at times. `long * S // short` stays with whole numbers.
def jitter(image: torch.Tensor, low: int, high: int, size: int, draw) -> torch.Tensor:
    scale, short = draw(low, high), min(image.shape[1:])
    rows, columns = (int(side * (scale / short)) for side in image.shape[1:])
    image = F.interpolate(image[None], size=(rows, columns), mode="bilinear", antialias=True)[0]
    top = draw(0, rows - size)
    left = draw(0, columns - size)
    return image[:, top : top + size, left : left + size]
