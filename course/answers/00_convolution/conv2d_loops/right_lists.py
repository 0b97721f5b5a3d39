def conv2d_loops(picture, filters, biases, stride=1, padding=0):
    picture = nn.ZeroPad2d(padding)(picture)
    k = filters.shape[2]
    maps = []
    for block, b in zip(filters, biases):
        rows = []
        for top in range(0, picture.shape[1] - k + 1, stride):
            row = []
            for left in range(0, picture.shape[2] - k + 1, stride):
                row.append(torch.sum(picture[:, top : top + k, left : left + k] * block) + b)
            rows.append(torch.stack(row))
        maps.append(torch.stack(rows))
    return torch.stack(maps)
