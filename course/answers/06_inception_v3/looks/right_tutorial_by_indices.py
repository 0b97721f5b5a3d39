def _rolled(size, shift):
    return (torch.arange(size) - shift) % size


def many_looks(net, images, shifts=(-2, 0, 2)):
    net.train(False)
    height, width = images.shape[-2:]
    with torch.no_grad():
        views = []
        for dy in shifts:
            rows = images[:, :, _rolled(height, dy)]
            for dx in shifts:
                views.append(rows[:, :, :, _rolled(width, dx)])
        logits = [net(view) for view in views]
        probabilities = torch.stack([torch.exp(each - each.logsumexp(1, keepdim=True)) for each in logits], dim=-1)
        return probabilities.mean(-1)
