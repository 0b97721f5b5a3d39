def dense_scores(net, images):
    total = 0
    for picture in [images, torch.flip(images, dims=[3])]:
        maps = net(picture)
        scores = maps.flatten(2).mean(-1)
        total = total + F.softmax(scores, dim=-1)
    return total / 2

def multi_crop_scores(net, images, size, grid):
    h, w = images.shape[-2:]
    total, n = 0, 0
    for i in range(grid):
        for j in range(grid):
            y, x = i * (h - size) // (grid - 1), j * (w - size) // (grid - 1)
            piece = images[..., y : y + size, x : x + size]
            total = total + F.softmax(net(piece), 1) + F.softmax(net(piece.flip([3])), 1)
            n += 2
    return total / n
