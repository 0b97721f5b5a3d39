# All pictures of the batch are cut at the same place and mirrored together. Draw for each picture by itself.
def augment(images, size, training):
    height, width = images.shape[-2:]
    top, left = (height - size) // 2, (width - size) // 2
    if training:
        top = int(torch.randint(0, height - size + 1, ()))
        left = int(torch.randint(0, width - size + 1, ()))
    pieces = images[:, :, top : top + size, left : left + size]
    return pieces.flip(-1) if training and torch.rand(()) < 0.5 else pieces
