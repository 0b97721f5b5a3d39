class AverageMeter:
    def __init__(self):
        self.sum, self.count = 0.0, 0

    def update(self, value, n):
        self.sum += value * n
        self.count += n

    @property
    def avg(self):
        return self.sum / self.count


def train_step(net, optimizer, inputs, targets):
    train_loss = AverageMeter()
    net.train()
    optimizer.zero_grad(set_to_none=False)
    outputs = net(inputs)
    loss = F.cross_entropy(outputs, targets)
    loss.backward()
    optimizer.step()
    train_loss.update(loss.item(), targets.size(0))
    return train_loss.avg
