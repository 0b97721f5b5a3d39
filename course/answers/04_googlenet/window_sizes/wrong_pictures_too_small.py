# Your pictures are 9 pixels wide. A window may be 11 wide, and then part of it lies outside.
def window_sizes(module, c_in):
    module.eval()
    x = torch.randn(48, c_in, 9, 9, requires_grad=True)
    y = module(x)
    sizes = []
    for k in range(y.shape[1]):
        gradient = torch.autograd.grad(y[:, k, 4, 4].sum(), x, retain_graph=True)[0]
        columns = (gradient != 0).flatten(0, 2).any(dim=0)
        sizes.append(int(columns.sum()))
    return sizes
