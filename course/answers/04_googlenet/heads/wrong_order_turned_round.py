# Your heads come in the dict's order turned round. The dict may have any order: follow the parts of the network.
class WithHeads(nn.Module):
    def __init__(self, net, heads):
        super().__init__()
        self.net = net
        self.heads = nn.ModuleDict(heads)

    def forward(self, x):
        kept = {}
        for name, part in self.net.named_children():
            x = kept[name] = part(x)
        if self.training:
            return (x, *(head(kept[name]) for name, head in reversed(self.heads.items())))
        return x


def loss_with_heads(outputs, labels, weight=0.3):
    if not isinstance(outputs, tuple):
        return F.cross_entropy(outputs, labels)
    loss = F.cross_entropy(outputs[0], labels)
    for output in outputs[1:]:
        loss = loss + weight * F.cross_entropy(output, labels)
    return loss
