import numpy as np


def rmsprop_(weight, gradient, mean_square, lr, decay=0.9, eps=1.0):
    with torch.no_grad():
        mean_square[:] = decay * mean_square + (1 - decay) * torch.square(gradient)
        weight[:] -= lr * gradient / (torch.sqrt(mean_square) + eps)


def learning_rate(epoch, start=0.045):
    return float(start * np.power(0.94, epoch // 2))


def clip_(gradients, most=2.0):
    norm = float(np.sqrt(sum(np.sum(g.numpy().astype(np.float64) ** 2) for g in gradients)))
    if norm > most:
        for grad in gradients:
            grad[:] *= most / norm
    return norm
