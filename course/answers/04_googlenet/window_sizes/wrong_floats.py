# Your sizes have decimal points: the root of an area is a float. Pixels are counted; asked for are whole numbers.
def window_sizes(module, c_in):
    module.eval()
    x = torch.randn(48, c_in, 13, 13, requires_grad=True)
    y = module(x)
    sizes = []
    for k in range(y.shape[1]):
        gradient = torch.autograd.grad(y[:, k, 6, 6].sum(), x, retain_graph=True)[0]
        sizes.append(float((gradient != 0).any(0).any(0).sum() ** 0.5))
    return sizes
