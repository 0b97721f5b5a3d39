# You mirror the whole picture of the dense test and take only that.
def dense_scores(net, images):
    straight = net(images).mean(dim=(2, 3)).softmax(dim=1)
    mirrored = net(images.flip(3)).mean(dim=(2, 3)).softmax(dim=1)
    return mirrored

def multi_crop_scores(net, images, size, grid):
    rows, columns = images.shape[2], images.shape[3]
    found = []
    for i in range(grid):
        for j in range(grid):
            top = i * (rows - size) // (grid - 1)
            left = j * (columns - size) // (grid - 1)
            piece = images[:, :, top : top + size, left : left + size]
            for view in (piece, piece.flip(3)):
                found.append(net(view).softmax(dim=1))
    return torch.stack(found).mean(dim=0)
