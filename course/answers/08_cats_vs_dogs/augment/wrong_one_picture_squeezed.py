# A batch of one picture loses its first dimension: squeeze() takes away every 1. (1, C, H, W) gives (1, C, size, size).
def augment(images, size, training):
    height, width = images.shape[-2:]
    if not training:
        top, left = (height - size) // 2, (width - size) // 2
        return images[:, :, top : top + size, left : left + size]
    pieces = []
    for image in images:
        top = int(torch.randint(0, height - size + 1, ()))
        left = int(torch.randint(0, width - size + 1, ()))
        piece = image[:, top : top + size, left : left + size]
        pieces.append(piece.flip(-1) if torch.rand(()) < 0.5 else piece)
    out = torch.stack(pieces)
    return out.squeeze(0) if len(out) == 1 else out
