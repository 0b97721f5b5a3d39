# About half of each window is missing: you look at a value at the border of the output, where the rest lies in the padding, or count from the middle to one side only.
def window_sizes(module, c_in):
    module.eval()
    x = torch.randn(48, c_in, 13, 13, requires_grad=True)
    y = module(x)
    sizes = []
    for k in range(y.shape[1]):
        gradient = torch.autograd.grad(y[:, k, 0, 0].sum(), x, retain_graph=True)[0]
        columns = (gradient != 0).flatten(0, 2).any(dim=0)
        sizes.append(int(columns.sum()))
    return sizes
