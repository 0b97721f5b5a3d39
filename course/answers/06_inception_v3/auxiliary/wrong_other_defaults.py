# r and units have other values than 128 and 768 where none are given.
def auxiliary_head(c_in: int, num_classes: int, r: int = 64, units: int = 512, pool: nn.Module | None = None) -> nn.Module:
    """(B, c_in, 17, 17) -> logits (B, num_classes) (Szegedy et al. 2015, Figure 8)."""
    return nn.Sequential(
        nn.AvgPool2d(5, stride=3) if pool is None else pool,
        Conv(c_in, r, 1),
        Conv(r, units, 5),
        nn.Flatten(),
        nn.Linear(units, num_classes),
    )
