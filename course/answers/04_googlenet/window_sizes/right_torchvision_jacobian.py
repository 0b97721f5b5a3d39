from torch import Tensor


def window_sizes(module: nn.Module, c_in: int) -> list[int]:
    was_training = module.training
    module = module.eval()
    torch.manual_seed(0)
    x = torch.randn(40, c_in, 13, 13)

    def middle(x: Tensor) -> Tensor:
        return module(x)[..., 6, 6].sum(0)

    jacobian = torch.autograd.functional.jacobian(middle, x)  # (channels, pictures, c_in, 13, 13)
    noticed = jacobian.ne(0).flatten(1, 2).any(dim=1).any(dim=1)
    module.train(was_training)
    return [int(n) for n in noticed.sum(dim=-1)]
