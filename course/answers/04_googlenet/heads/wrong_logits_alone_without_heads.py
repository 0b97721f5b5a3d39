# Without any heads, in training mode, you return the logits alone. In training it is a tuple, with one member then.
class WithHeads(nn.Module):
    def __init__(self, net, heads):
        super().__init__()
        self.net = net
        self.heads = nn.ModuleDict(heads)

    def forward(self, x):
        extra = []
        for name, part in self.net.named_children():
            x = part(x)
            if self.training and name in self.heads:
                extra.append(self.heads[name](x))
        return (x, *extra) if extra else x


def loss_with_heads(outputs, labels, weight=0.3):
    if not isinstance(outputs, tuple):
        return F.cross_entropy(outputs, labels)
    loss = F.cross_entropy(outputs[0], labels)
    for output in outputs[1:]:
        loss = loss + weight * F.cross_entropy(output, labels)
    return loss
