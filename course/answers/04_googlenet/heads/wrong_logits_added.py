# You add up the logits and take one cross-entropy. Each head has a cross-entropy of its own; these are added.
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
        if self.training:
            return (x, *extra)
        return x


def loss_with_heads(outputs, labels, weight=0.3):
    if not isinstance(outputs, tuple):
        return F.cross_entropy(outputs, labels)
    return F.cross_entropy(outputs[0] + weight * sum(outputs[1:]), labels)
