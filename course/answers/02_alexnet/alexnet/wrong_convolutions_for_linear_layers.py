# fc6, fc7 and fc8 are convolutions. They compute the same; here linear layers are wanted.
class AlexNet(nn.Module):

    def __init__(
        self,
        num_classes: int = 1000,
        divide: int = 1,
        groups: int = 1,
        first: tuple[int, int, int] = (11, 4, 0),
        side: int = 6,
    ) -> None:
        super().__init__()
        c1, c2, c3, c4, c5, hidden = (n // divide for n in (96, 256, 384, 384, 256, 4096))
        kernel, stride, padding = first
        self.conv1 = nn.Conv2d(3, c1, kernel, stride, padding)
        self.conv2 = nn.Conv2d(c1, c2, 5, padding=2, groups=groups)
        self.conv3 = nn.Conv2d(c2, c3, 3, padding=1)
        self.conv4 = nn.Conv2d(c3, c4, 3, padding=1, groups=groups)
        self.conv5 = nn.Conv2d(c4, c5, 3, padding=1, groups=groups)
        self.fc6 = nn.Conv2d(c5, hidden, side)
        self.fc7 = nn.Conv2d(hidden, hidden, 1)
        self.fc8 = nn.Conv2d(hidden, num_classes, 1)
        self.norm = nn.LocalResponseNorm(5, alpha=5e-4, beta=0.75, k=2.0)
        self.dropout = nn.Dropout(0.5)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        x = F.max_pool2d(self.norm(F.relu(self.conv1(x))), 3, 2)  # 27 x 27 from 227
        x = F.max_pool2d(self.norm(F.relu(self.conv2(x))), 3, 2)  # 13 x 13
        x = F.relu(self.conv3(x))
        x = F.relu(self.conv4(x))
        x = F.max_pool2d(F.relu(self.conv5(x)), 3, 2)  # 6 x 6
        x = self.dropout(F.relu(self.fc6(x)))
        x = self.dropout(F.relu(self.fc7(x)))
        return self.fc8(x).flatten(1)
