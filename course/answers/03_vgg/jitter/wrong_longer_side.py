# You rescale the longer side to S. The shorter one becomes S, so that the cut is sure to fit in.
def jitter(image, low, high, size, draw):
    scale = draw(low, high)
    short = max(image.shape[1], image.shape[2])
    rows = image.shape[1] * scale // short
    columns = image.shape[2] * scale // short
    image = F.interpolate(image[None], size=(rows, columns), mode="bilinear", antialias=True)[0]
    top = draw(0, rows - size)
    left = draw(0, columns - size)
    return image[:, top : top + size, left : left + size]
