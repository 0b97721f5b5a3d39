# 128 and 768 are fixed. They are what r and units are unless other numbers are given.
def auxiliary_head(c_in: int, num_classes: int, r: int = 128, units: int = 768, pool: nn.Module | None = None) -> nn.Module:
    """(B, c_in, 17, 17) -> logits (B, num_classes) (Szegedy et al. 2015, Figure 8)."""
    return nn.Sequential(
        nn.AvgPool2d(5, stride=3) if pool is None else pool,
        Conv(c_in, 128, 1),
        Conv(128, 768, 5),
        nn.Flatten(),
        nn.Linear(768, num_classes),
    )
