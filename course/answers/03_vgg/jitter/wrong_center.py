# You cut from the middle. The place is drawn.
def jitter(image, low, high, size, draw):
    scale = draw(low, high)
    short = min(image.shape[1], image.shape[2])
    rows = image.shape[1] * scale // short
    columns = image.shape[2] * scale // short
    image = F.interpolate(image[None], size=(rows, columns), mode="bilinear", antialias=True)[0]
    top = (rows - size) // 2
    left = (columns - size) // 2
    return image[:, top : top + size, left : left + size]
