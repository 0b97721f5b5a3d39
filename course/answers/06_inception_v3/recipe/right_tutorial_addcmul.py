@torch.no_grad()
def rmsprop_(weight, gradient, mean_square, lr, decay=0.9, eps=1.0):
    mean_square.mul_(decay).addcmul_(gradient, gradient, value=1 - decay)
    avg = mean_square.sqrt().add_(eps)
    weight.addcdiv_(gradient, avg, value=-lr)


def learning_rate(epoch, start=0.045):
    falls, _ = divmod(epoch, 2)
    return start * pow(0.94, falls)


@torch.no_grad()
def clip_(gradients, most=2.0):
    norms = torch._foreach_norm(gradients, 2.0)
    total = torch.linalg.vector_norm(torch.stack(norms))
    coef = torch.clamp(most / total, max=1.0)
    for g in gradients:
        g.mul_(coef)
    return total.item()
