# The convolutions of the head have biases; batch norm takes them away again.
class Unit(nn.Sequential):
    def __init__(self, c_in, c_out, kernel, stride=1, padding=0):
        super().__init__(nn.Conv2d(c_in, c_out, kernel, stride, padding, bias=True), nn.BatchNorm2d(c_out, eps=1e-3), nn.ReLU())


def auxiliary_head(c_in: int, num_classes: int, r: int = 128, units: int = 768, pool: nn.Module | None = None) -> nn.Module:
    """(B, c_in, 17, 17) -> logits (B, num_classes) (Szegedy et al. 2015, Figure 8)."""
    return nn.Sequential(
        nn.AvgPool2d(5, stride=3) if pool is None else pool,
        Unit(c_in, r, 1),
        Unit(r, units, 5),
        nn.Flatten(),
        nn.Linear(units, num_classes),
    )
