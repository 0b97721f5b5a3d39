class WithHeads(nn.Module):
    def __init__(self, net, heads, **kwargs):
        super(WithHeads, self).__init__(**kwargs)
        self.blks = net
        # one head or nothing for each block
        self.aux = nn.ModuleList([heads.get(name, nn.Identity()) for name, _ in net.named_children()])

    def forward(self, X):
        if not self.training:
            return self.blks(X)
        Ys = []
        for blk, head in zip(self.blks, self.aux):
            X = blk(X)
            if not isinstance(head, nn.Identity):
                Ys.append(head(X))
        return X, *Ys


def loss_with_heads(outputs, labels, weight=0.3):
    if torch.is_tensor(outputs):
        outputs = [outputs]
    l = 0.0
    for i, y_hat in enumerate(outputs):
        l = l + (weight if i else 1) * F.nll_loss(F.log_softmax(y_hat, dim=-1), labels)
    return l
