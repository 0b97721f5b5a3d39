# This is GoogLeNet's head: two linear layers, biases, no 5×5, no batch norm.
def auxiliary_head(c_in, num_classes, r=128, units=768, pool=None):
    pool = nn.AvgPool2d(5, stride=3) if pool is None else pool
    return nn.Sequential(
        pool, nn.Conv2d(c_in, r, 1), nn.ReLU(), nn.Flatten(), nn.Linear(25 * r, units), nn.ReLU(), nn.Linear(units, num_classes)
    )
