from collections import OrderedDict


def resnet(block, repeats, num_classes=1000, width=64, small=False):
    plan = [(width << s, 1 + (s > 0 and k == 0)) for s, n in enumerate(repeats) for k in range(n)]
    outs = [width] + [c * block.expansion for c, _ in plan]
    body = nn.Sequential(*(block(a, c, s) for a, (c, s) in zip(outs, plan)))
    k = 3 if small else 7
    stem = nn.Sequential(nn.Conv2d(3, width, k, 2, (k - 1) // 2, bias=False), nn.BatchNorm2d(width), nn.ReLU(inplace=True))
    pool = nn.Identity() if small else nn.MaxPool2d(kernel_size=3, stride=2, padding=1)
    return nn.Sequential(
        OrderedDict(stem=stem, pool=pool, body=body, mean=nn.AdaptiveAvgPool2d((1, 1)), flat=nn.Flatten(1), fc=nn.Linear(outs[-1], num_classes))
    )
