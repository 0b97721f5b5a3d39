# You round the longer side to the nearest whole number. `long * S // short` rounds down.
def jitter(image: torch.Tensor, low: int, high: int, size: int, draw) -> torch.Tensor:
    scale, short = draw(low, high), min(image.shape[1:])
    rows, columns = (round(side * scale / short) for side in image.shape[1:])
    image = F.interpolate(image[None], size=(rows, columns), mode="bilinear", antialias=True)[0]
    top = draw(0, rows - size)
    left = draw(0, columns - size)
    return image[:, top : top + size, left : left + size]
