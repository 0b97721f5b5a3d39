# You make a square of S × S of the picture, which squashes it. The longer side grows in proportion.
def jitter(image, low, high, size, draw):
    scale = draw(low, high)
    short = min(image.shape[1], image.shape[2])
    rows = scale
    columns = scale
    image = F.interpolate(image[None], size=(rows, columns), mode="bilinear", antialias=True)[0]
    top = draw(0, rows - size)
    left = draw(0, columns - size)
    return image[:, top : top + size, left : left + size]
