# The module stays in training mode, where batch norm mixes all pictures and all positions: then everything depends on everything. Begin with module.eval().
def window_sizes(module, c_in):
    x = torch.randn(48, c_in, 13, 13, requires_grad=True)
    y = module(x)
    sizes = []
    for k in range(y.shape[1]):
        gradient = torch.autograd.grad(y[:, k, 6, 6].sum(), x, retain_graph=True)[0]
        columns = (gradient != 0).flatten(0, 2).any(dim=0)
        sizes.append(int(columns.sum()))
    return sizes
