# You lay the pieces side by side, in steps of their own size. They are spread evenly from corner to corner, and overlap where they must.
def dense_scores(net, images):
    straight = net(images).mean(dim=(2, 3)).softmax(dim=1)
    mirrored = net(images.flip(3)).mean(dim=(2, 3)).softmax(dim=1)
    return (straight + mirrored) / 2

def multi_crop_scores(net, images, size, grid):
    rows, columns = images.shape[2], images.shape[3]
    found = []
    for i in range(grid):
        for j in range(grid):
            top = min(i * size, rows - size)
            left = min(j * size, columns - size)
            piece = images[:, :, top : top + size, left : left + size]
            for view in (piece, piece.flip(3)):
                found.append(net(view).softmax(dim=1))
    return torch.stack(found).mean(dim=0)
