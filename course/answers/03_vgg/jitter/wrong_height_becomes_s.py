# The height always becomes S. The shorter side does, which for a portrait is the width.
def jitter(image, low, high, size, draw):
    scale = draw(low, high)
    short = image.shape[1]
    rows = image.shape[1] * scale // short
    columns = image.shape[2] * scale // short
    image = F.interpolate(image[None], size=(rows, columns), mode="bilinear", antialias=True)[0]
    top = draw(0, rows - size)
    left = draw(0, columns - size)
    return image[:, top : top + size, left : left + size]
