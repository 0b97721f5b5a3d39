class Stem(nn.Module):
    def __init__(self, w=32):
        super().__init__()

        def box(c_in, c_out, k, stride=1, padding=0):
            return nn.Sequential(nn.Conv2d(c_in, c_out, k, stride, padding, bias=False), nn.BatchNorm2d(c_out, eps=0.001))

        self.b1, self.b2, self.b3 = box(3, w, 3, 2), box(w, w, 3), box(w, 2 * w, 3, 1, 1)
        self.b4 = box(2 * w, 3 * w, 3, 2)
        self.b5, self.b6 = box(5 * w, 2 * w, 1), box(2 * w, 3 * w, 3)
        self.b7, self.b8 = box(5 * w, 2 * w, 1), box(2 * w, 2 * w, (1, 7), 1, (0, 3))
        self.b9, self.b10 = box(2 * w, 2 * w, (7, 1), 1, (3, 0)), box(2 * w, 3 * w, 3)
        self.b11 = box(6 * w, 6 * w, 3, 2)

    def forward(self, x):
        for b in (self.b1, self.b2, self.b3):
            x = F.relu(b(x))
        x = torch.cat((F.max_pool2d(x, 3, 2), F.relu(self.b4(x))), 1)
        left = F.relu(self.b6(F.relu(self.b5(x))))
        y = x
        for b in (self.b7, self.b8, self.b9, self.b10):
            y = F.relu(b(y))
        x = torch.cat((left, y), 1)
        return torch.cat((F.relu(self.b11(x)), F.max_pool2d(x, 3, 2)), 1)
