# You write into the batch that you were given, the mirrored picture, say. It belongs to the caller: work on a new tensor.
def augment(images, size, training):
    height, width = images.shape[-2:]
    if not training:
        top, left = (height - size) // 2, (width - size) // 2
        return images[:, :, top : top + size, left : left + size]
    pieces = []
    for image in images:
        if torch.rand(()) < 0.5:
            image.copy_(image.flip(-1))
        top = int(torch.randint(0, height - size + 1, ()))
        left = int(torch.randint(0, width - size + 1, ()))
        pieces.append(image[:, top : top + size, left : left + size])
    return torch.stack(pieces)
