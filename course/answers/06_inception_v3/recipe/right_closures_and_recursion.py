def _falling(start, factor, every):
    def rate(epoch):
        return start if epoch < every else factor * rate(epoch - every)

    return rate


def learning_rate(epoch, start=0.045):
    return _falling(start, 0.94, 2)(epoch)


def _length(tensors):
    return torch.linalg.vector_norm(torch.cat([t.flatten() for t in tensors]), ord=2).item()


def clip_(gradients, most=2.0):
    before = _length(gradients)
    factor = most / max(before, most)
    for g in gradients:
        g.copy_(factor * g)
    return before


def rmsprop_(weight, gradient, mean_square, lr, decay=0.9, eps=1.0):
    v, w = mean_square.detach(), weight.detach()
    v += (1 - decay) * (gradient * gradient - v)
    w -= lr * gradient / (v**0.5 + eps)
