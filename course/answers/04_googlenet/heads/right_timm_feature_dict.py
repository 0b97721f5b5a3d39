class WithHeads(nn.Module):
    def __init__(self, net, heads):
        super().__init__()
        self.body, self.aux_heads = net, nn.ModuleDict(heads)
        self.order = tuple(filter(heads.__contains__, dict(net.named_children())))

    def forward_features(self, x):
        feats = {}
        for name, stage in self.body.named_children():
            x = stage(x)
            feats[name] = x
        return x, feats

    def forward(self, x):
        logits, feats = self.forward_features(x)
        if self.training:
            return tuple([logits] + [self.aux_heads[name](feats[name]) for name in self.order])
        return logits


def loss_with_heads(outputs, labels, weight=0.3):
    head, aux = (outputs[0], outputs[1:]) if isinstance(outputs, (tuple, list)) else (outputs, ())
    one_hot = F.one_hot(labels, head.shape[-1]).to(head.dtype)

    def soft_target(x):
        return -(one_hot * x.log_softmax(-1)).sum(-1).mean()

    return soft_target(head) + weight * sum(map(soft_target, aux))
