# You draw left before top. The order is scale, top, left.
def jitter(image, low, high, size, draw):
    scale = draw(low, high)
    short = min(image.shape[1], image.shape[2])
    rows = image.shape[1] * scale // short
    columns = image.shape[2] * scale // short
    image = F.interpolate(image[None], size=(rows, columns), mode="bilinear", antialias=True)[0]
    left = draw(0, columns - size)
    top = draw(0, rows - size)
    return image[:, top : top + size, left : left + size]
