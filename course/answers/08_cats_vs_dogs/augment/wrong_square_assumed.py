# You take the height for the width as well. The pictures need not be square.
def augment(images, size, training):
    room = images.shape[2] - size
    if not training:
        return images[:, :, room // 2 : room // 2 + size, room // 2 : room // 2 + size]
    pieces = []
    for image in images:
        top, left = torch.randint(0, room + 1, (2,)).tolist()
        piece = image[:, top : top + size, left : left + size]
        pieces.append(piece.flip(-1) if torch.rand(()) < 0.5 else piece)
    return torch.stack(pieces)
