# The cut is S × S pixels large; it is size × size, whatever the scale.
def jitter(image, low, high, size, draw):
    scale = draw(low, high)
    short = min(image.shape[1], image.shape[2])
    rows = image.shape[1] * scale // short
    columns = image.shape[2] * scale // short
    image = F.interpolate(image[None], size=(rows, columns), mode="bilinear", antialias=True)[0]
    top = draw(0, rows - scale)
    left = draw(0, columns - scale)
    return image[:, top : top + scale, left : left + scale]
