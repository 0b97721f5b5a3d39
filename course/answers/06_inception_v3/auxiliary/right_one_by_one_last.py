def auxiliary_head(c_in, num_classes, r=128, units=768, pool=None):
    layers = [pool if pool is not None else nn.AvgPool2d(5, 3)]
    for a, b, k in ((c_in, r, 1), (r, units, 5)):
        layers += [nn.Conv2d(a, b, k, bias=False), nn.BatchNorm2d(b, eps=0.001), nn.ReLU(inplace=True)]
    layers += [nn.Flatten(start_dim=1), nn.Linear(units, num_classes)]
    return nn.Sequential(*layers)
