# Your result always has three channels. A picture may have any number of them.
def jitter(image: torch.Tensor, low: int, high: int, size: int, draw) -> torch.Tensor:
    scale, short = draw(low, high), min(image.shape[1:])
    rows, columns = (side * scale // short for side in image.shape[1:])
    image = F.interpolate(image[None], size=(rows, columns), mode="bilinear", antialias=True)[0].expand(3, -1, -1)
    top = draw(0, rows - size)
    left = draw(0, columns - size)
    return image[:, top : top + size, left : left + size]
