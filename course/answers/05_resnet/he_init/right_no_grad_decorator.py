import math


@torch.no_grad()
def he_(weight: torch.Tensor) -> torch.Tensor:
    fan_in = math.prod(weight.shape) // weight.shape[0]
    weight.zero_().add_(torch.normal(0.0, math.sqrt(2.0 / fan_in), size=weight.shape))
    return weight
