# Chance does not come from torch, but from Python's `random`, say. Draw with torch: then torch.manual_seed decides it, as everything else in a training.
def augment(images, size, training):
    height, width = images.shape[-2:]
    if not training:
        top, left = (height - size) // 2, (width - size) // 2
        return images[:, :, top : top + size, left : left + size]
    pieces = []
    for image in images:
        top = random.randint(0, height - size)
        left = random.randint(0, width - size)
        piece = image[:, top : top + size, left : left + size]
        pieces.append(piece.flip(-1) if random.random() < 0.5 else piece)
    return torch.stack(pieces)
