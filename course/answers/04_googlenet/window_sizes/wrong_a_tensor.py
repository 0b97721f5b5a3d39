# You return a tensor. A list of whole numbers is asked for: .tolist() makes one of it.
def window_sizes(module, c_in):
    module.eval()
    x = torch.randn(48, c_in, 13, 13, requires_grad=True)
    y = module(x)
    sizes = []
    for k in range(y.shape[1]):
        gradient = torch.autograd.grad(y[:, k, 6, 6].sum(), x, retain_graph=True)[0]
        sizes.append((gradient != 0).flatten(0, 2).any(dim=0).sum())
    return torch.stack(sizes)
