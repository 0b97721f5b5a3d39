def dense_scores(net, images):
    maps = net(torch.cat([images, images.flip(3)]))
    return F.adaptive_avg_pool2d(maps, 1).flatten(1).softmax(1).unflatten(0, (2, -1)).mean(0)

def multi_crop_scores(net, images, size, grid):
    b = len(images)
    rows = [i * (images.shape[2] - size) // (grid - 1) for i in range(grid)]
    columns = [i * (images.shape[3] - size) // (grid - 1) for i in range(grid)]
    pieces = torch.cat([images[:, :, r : r + size, c : c + size] for r in rows for c in columns])
    logits = net(torch.cat([pieces, pieces.flip(3)]))
    return logits.softmax(1).reshape(-1, b, logits.shape[1]).mean(0)
