cfg = [(96, None, False, "N"), (256, 5, True, "N"), (384, 3, False, ""), (384, 3, True, ""), (256, 3, True, "M")]


def lrn(x):
    sq = F.pad((x * x).unsqueeze(1), (0, 0, 0, 0, 2, 2))
    return x / (2.0 + 1e-4 * 5 * F.avg_pool3d(sq, (5, 1, 1), stride=1).squeeze(1)) ** 0.75


class AlexNet(nn.Module):
    def __init__(self, num_classes=1000, divide=1, groups=1, first=(11, 4, 0), side=6):
        super(AlexNet, self).__init__()
        self.convs = nn.ModuleList()
        in_planes = 3
        for planes, k, split, _ in cfg:
            planes = planes // divide
            if k is None:
                conv = nn.Conv2d(in_planes, planes, kernel_size=first[0], stride=first[1], padding=first[2])
            else:
                conv = nn.Conv2d(in_planes, planes, kernel_size=k, padding=k // 2, groups=groups if split else 1)
            self.convs.append(conv)
            in_planes = planes
        self.linear1 = nn.Linear(in_planes * side * side, 4096 // divide)
        self.linear2 = nn.Linear(4096 // divide, 4096 // divide)
        self.linear3 = nn.Linear(4096 // divide, num_classes)

    def forward(self, x):
        out = x
        for conv, (_, _, _, then) in zip(self.convs, cfg):
            out = F.relu(conv(out))
            if then == "N":
                out = lrn(out)
            if then:
                out = F.max_pool2d(out, 3, stride=2)
        out = out.view(out.size(0), -1)
        out = F.dropout(F.relu(self.linear1(out)), 0.5, self.training)
        out = F.dropout(F.relu(self.linear2(out)), 0.5, self.training)
        return self.linear3(out)
