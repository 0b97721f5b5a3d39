import numpy as np


def many_looks(net, images, shifts=(-2, 0, 2)):
    mean = None
    net.eval()
    for n, (dy, dx) in enumerate([(a, b) for a in shifts for b in shifts], start=1):
        moved = torch.from_numpy(np.roll(images.numpy(), (dy, dx), axis=(2, 3)).copy())
        with torch.no_grad():
            p = nn.Softmax(dim=1)(net(moved))
        mean = p if mean is None else mean + (p - mean) / n
    return mean
