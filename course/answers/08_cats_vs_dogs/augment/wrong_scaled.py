# You scale the picture to size × size. Nothing is scaled here: a piece is cut out.
def augment(images, size, training):
    pieces = F.interpolate(images, size=(size, size), mode="nearest")
    flip = torch.rand(len(images)) < 0.5
    return torch.where(flip[:, None, None, None], pieces.flip(-1), pieces) if training else pieces
