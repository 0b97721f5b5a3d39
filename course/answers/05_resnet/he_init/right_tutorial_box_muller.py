import math


@torch.no_grad()
def he_(weight):
    """Normal numbers out of uniform ones (Box and Muller)."""
    u, angle = torch.rand(weight.shape, dtype=torch.double), 2 * math.pi * torch.rand(weight.shape)
    radius = (-2 * torch.log1p(-u)).sqrt()
    weight.copy_(radius * torch.cos(angle))
    weight *= (2 / weight[0].numel()) ** 0.5
    return weight
