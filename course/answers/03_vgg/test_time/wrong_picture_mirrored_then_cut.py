# You mirror the whole picture and cut it at the same places. Where the steps do not divide, these are other pieces: mirror each piece.
def dense_scores(net: nn.Module, images: torch.Tensor) -> torch.Tensor:
    views = images, images.flip(-1)
    return sum(net(view).mean(dim=(2, 3)).softmax(dim=1) for view in views) / 2


def multi_crop_scores(net: nn.Module, images: torch.Tensor, size: int, grid: int) -> torch.Tensor:
    tops, lefts = ([i * (side - size) // (grid - 1) for i in range(grid)] for side in images.shape[2:])
    pieces = [images[:, :, top : top + size, left : left + size] for top in tops for left in lefts]
    mirrored = images.flip(-1)
    pieces += [mirrored[:, :, top : top + size, left : left + size] for top in tops for left in lefts]
    return torch.stack([net(piece).softmax(dim=1) for piece in pieces]).mean(dim=0)
