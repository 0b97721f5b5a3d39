import numpy as np


def flipped(x):
    return x[..., torch.arange(x.shape[-1] - 1, -1, -1)]


def dense_scores(net, images):
    both = []
    for view in images, flipped(images):
        scores = torch.einsum("bkhw->bk", net(view)) / net(view)[0, 0].numel()
        both.append(scores.log_softmax(1).exp())
    return torch.lerp(*both, 0.5)


def multi_crop_scores(net, images, size, grid):
    step = np.arange(grid)
    tops, lefts = (step * (n - size) // (grid - 1) for n in images.shape[2:])
    mean, seen = 0, 0
    for top, left in np.array(np.meshgrid(tops, lefts)).reshape(2, -1).T.tolist():
        piece = images.narrow(2, top, size).narrow(3, left, size)
        for view in (piece, flipped(piece)):
            seen += 1
            mean = mean + (net(view).softmax(-1) - mean) / seen
    return mean
