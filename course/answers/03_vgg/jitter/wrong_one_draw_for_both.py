# Top and left are one and the same draw, so that all cuts lie on the diagonal. Each is drawn by itself.
def jitter(image, low, high, size, draw):
    scale = draw(low, high)
    short = min(image.shape[1], image.shape[2])
    rows = image.shape[1] * scale // short
    columns = image.shape[2] * scale // short
    image = F.interpolate(image[None], size=(rows, columns), mode="bilinear", antialias=True)[0]
    top = draw(0, min(rows, columns) - size)
    left = top
    return image[:, top : top + size, left : left + size]
