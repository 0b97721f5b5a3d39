def rmsprop_(weight, gradient, mean_square, lr, decay=0.9, eps=1.0):
    g = gradient.detach()
    mean_square.data.lerp_(g * g, 1 - decay)
    weight.data.addcdiv_(g, mean_square.sqrt().add(eps), value=-lr)


def learning_rate(epoch, start=0.045):
    rate = start
    for done in range(1, epoch + 1):
        if done % 2 == 0:
            rate *= 0.94
    return rate


def clip_(gradients, most=2.0):
    length = sum(float((g.double() ** 2).sum()) for g in gradients) ** 0.5
    factor = min(1.0, most / length)
    for g in gradients:
        g *= factor
    return length
