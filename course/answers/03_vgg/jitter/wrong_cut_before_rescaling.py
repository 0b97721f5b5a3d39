# You cut first and rescale afterwards. The picture is rescaled first, and then cut.
def jitter(image, low, high, size, draw):
    scale = draw(low, high)
    short = min(image.shape[1], image.shape[2])
    rows = image.shape[1] * scale // short
    columns = image.shape[2] * scale // short
    top = draw(0, image.shape[1] - short)
    left = draw(0, image.shape[2] - short)
    image = image[:, top : top + short, left : left + short]
    return F.interpolate(image[None], size=(size, size), mode="bilinear", antialias=True)[0]
