# You look for the gradient in the first channel of the input alone. A module need not read that one: look in all of them.
def window_sizes(module, c_in):
    module.eval()
    x = torch.randn(48, c_in, 13, 13, requires_grad=True)
    y = module(x)
    sizes = []
    for k in range(y.shape[1]):
        gradient = torch.autograd.grad(y[:, k, 6, 6].sum(), x, retain_graph=True)[0]
        columns = (gradient[:, 0] != 0).flatten(0, 1).any(dim=0)
        sizes.append(int(columns.sum()))
    return sizes
