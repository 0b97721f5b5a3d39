@torch.no_grad()
def fold(conv, bn):
    """Batch norm as a diagonal matrix on the filters, written as rows."""
    sigma = torch.sqrt(bn.running_var + bn.eps)
    w_bn = torch.diag(bn.weight / sigma)
    w = (w_bn @ conv.weight.flatten(1)).view_as(conv.weight)
    b_conv = conv.bias if conv.bias is not None else bn.running_mean.new_zeros(bn.num_features)
    b = w_bn @ (b_conv - bn.running_mean) + bn.bias
    m = nn.Conv2d(w.size(1) * conv.groups, w.size(0), w.shape[2:], stride=conv.stride, padding=conv.padding, groups=conv.groups)
    m.weight.data.copy_(w)
    m.bias.data.copy_(b)
    return m
