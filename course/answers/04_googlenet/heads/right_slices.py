class WithHeads(nn.Module):
    def __init__(self, net, heads):
        super().__init__()
        self.net = net
        names = [name for name, _ in net.named_children()]
        self.stops = sorted(names.index(name) + 1 for name in heads)
        for stop in self.stops:
            self.add_module(f"head{stop}", heads[names[stop - 1]])

    def forward(self, x):
        if not self.training:
            return self.net(x)
        outputs, start = [], 0
        for stop in self.stops:
            for part in self.net[start:stop]:
                x = part(x)
            outputs.append(getattr(self, f"head{stop}")(x))
            start = stop
        return tuple([self.net[start:](x)] + outputs)


def loss_with_heads(outputs, labels, weight=0.3):
    if torch.is_tensor(outputs):
        outputs = (outputs,)
    losses = [-y.log_softmax(dim=1).gather(1, labels[:, None]).mean() for y in outputs]
    return losses[0] + weight * sum(losses[1:])
