# The last place is left out: from 0 to rows - size, both included.
def jitter(image, low, high, size, draw):
    scale = draw(low, high)
    short = min(image.shape[1], image.shape[2])
    rows = image.shape[1] * scale // short
    columns = image.shape[2] * scale // short
    image = F.interpolate(image[None], size=(rows, columns), mode="bilinear", antialias=True)[0]
    top = draw(0, max(0, rows - size - 1))
    left = draw(0, max(0, columns - size - 1))
    return image[:, top : top + size, left : left + size]
