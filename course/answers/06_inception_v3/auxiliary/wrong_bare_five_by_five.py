# The 5×5 is a bare convolution with a bias, without batch norm and ReLU. It is a `Conv` like the 1×1.
def auxiliary_head(c_in: int, num_classes: int, r: int = 128, units: int = 768, pool: nn.Module | None = None) -> nn.Module:
    """(B, c_in, 17, 17) -> logits (B, num_classes) (Szegedy et al. 2015, Figure 8)."""
    return nn.Sequential(
        nn.AvgPool2d(5, stride=3) if pool is None else pool,
        Conv(c_in, r, 1),
        nn.Conv2d(r, units, 5),
        nn.Flatten(),
        nn.Linear(units, num_classes),
    )
