# You round the places of the pieces to the nearest whole number. `//` rounds down.
def dense_scores(net: nn.Module, images: torch.Tensor) -> torch.Tensor:
    views = images, images.flip(-1)
    return sum(net(view).mean(dim=(2, 3)).softmax(dim=1) for view in views) / 2


def multi_crop_scores(net: nn.Module, images: torch.Tensor, size: int, grid: int) -> torch.Tensor:
    tops, lefts = ([round(i * (side - size) / (grid - 1)) for i in range(grid)] for side in images.shape[2:])
    pieces = [images[:, :, top : top + size, left : left + size] for top in tops for left in lefts]
    pieces += [piece.flip(-1) for piece in pieces]
    return torch.stack([net(piece).softmax(dim=1) for piece in pieces]).mean(dim=0)
