def _contrast(weight: torch.Tensor, label: int) -> torch.Tensor:
    mask = torch.arange(weight.size(0)) != label
    return weight[label].sub(weight[mask].mean(dim=0))


def class_map(maps: torch.Tensor, weight: torch.Tensor, label: int, size: tuple[int, int]) -> torch.Tensor:
    c, h, w = maps.shape
    heat = torch.mv(maps.view(c, h * w).t(), _contrast(weight, label)).view(1, 1, h, w)
    return torch.nn.functional.interpolate(heat, size=list(size), mode="bilinear")[0, 0]
