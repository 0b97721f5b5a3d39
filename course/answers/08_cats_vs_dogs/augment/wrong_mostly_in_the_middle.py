# Not every place is as likely as any other: those in the middle are drawn more often. One torch.randint over all places is enough.
def augment(images, size, training):
    height, width = images.shape[-2:]
    if not training:
        top, left = (height - size) // 2, (width - size) // 2
        return images[:, :, top : top + size, left : left + size]
    pieces = []
    for image in images:
        top = int(torch.randint(0, height - size + 1, (3,)).median())
        left = int(torch.randint(0, width - size + 1, (3,)).median())
        piece = image[:, top : top + size, left : left + size]
        pieces.append(piece.flip(-1) if torch.rand(()) < 0.5 else piece)
    return torch.stack(pieces)
