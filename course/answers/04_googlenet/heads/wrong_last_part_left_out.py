# A head on the last part of the network is never run. It may hang anywhere, there too.
class WithHeads(nn.Module):
    def __init__(self, net, heads):
        super().__init__()
        self.net = net
        self.heads = nn.ModuleDict(heads)

    def forward(self, x):
        extra, (*parts, (_, last)) = [], self.net.named_children()
        for name, part in parts:
            x = part(x)
            if self.training and name in self.heads:
                extra.append(self.heads[name](x))
        x = last(x)
        return (x, *extra) if self.training else x


def loss_with_heads(outputs, labels, weight=0.3):
    if not isinstance(outputs, tuple):
        return F.cross_entropy(outputs, labels)
    loss = F.cross_entropy(outputs[0], labels)
    for output in outputs[1:]:
        loss = loss + weight * F.cross_entropy(output, labels)
    return loss
