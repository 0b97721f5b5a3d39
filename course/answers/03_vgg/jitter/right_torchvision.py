from torchvision.transforms import functional as T

def jitter(image, low, high, size, draw):
    image = T.resize(image, draw(low, high), antialias=True)
    _, rows, columns = image.shape
    top = draw(0, rows - size)
    left = draw(0, columns - size)
    return T.crop(image, top, left, size, size)
