# You ask chance for places between 0 and a float: `/` always gives one. Rows and columns are whole numbers.
def jitter(image: torch.Tensor, low: int, high: int, size: int, draw) -> torch.Tensor:
    scale, short = draw(low, high), min(image.shape[1:])
    rows, columns = (side * scale // short for side in image.shape[1:])
    image = F.interpolate(image[None], size=(rows, columns), mode="bilinear", antialias=True)[0]
    top = int(draw(0, (rows - size) / 1))
    left = int(draw(0, (columns - size) / 1))
    return image[:, top : top + size, left : left + size]
