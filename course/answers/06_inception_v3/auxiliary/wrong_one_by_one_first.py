# The 1×1 comes before the pooling. The pooling is first.
def auxiliary_head(c_in: int, num_classes: int, r: int = 128, units: int = 768, pool: nn.Module | None = None) -> nn.Module:
    """(B, c_in, 17, 17) -> logits (B, num_classes) (Szegedy et al. 2015, Figure 8)."""
    return nn.Sequential(
        Conv(c_in, r, 1),
        nn.AvgPool2d(5, stride=3) if pool is None else pool,
        Conv(r, units, 5),
        nn.Flatten(),
        nn.Linear(units, num_classes),
    )
