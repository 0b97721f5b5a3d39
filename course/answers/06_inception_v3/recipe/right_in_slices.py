import math


@torch.no_grad()
def rmsprop_(weight, gradient, mean_square, lr, decay=0.9, eps=1.0):
    mean_square[...] = decay * mean_square + (1 - decay) * gradient.square()
    weight[...] = weight - lr * gradient / (torch.sqrt(mean_square) + eps)


def learning_rate(epoch, start=0.045):
    return start * math.exp(math.log(0.94) * math.floor(epoch / 2))


def clip_(gradients, most=2.0):
    length = torch.cat([g.reshape(-1) for g in gradients]).norm()
    if length > most:
        torch._foreach_mul_(gradients, float(most / length))
    return float(length)
