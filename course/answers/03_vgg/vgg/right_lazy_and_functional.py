class VGG(nn.Module):
    def __init__(self, column, hidden=4096, num_classes=1000, size=224):
        super().__init__()
        self.words = column.split()
        self.fc8 = nn.LazyLinear(num_classes)
        self.fc7 = nn.LazyLinear(hidden)
        self.fc6 = nn.LazyLinear(hidden)
        convs = [w for w in self.words if w != "maxpool"]
        self.convs = nn.ModuleList(nn.LazyConv2d(int(w.split("-")[1]), int(w[4 : w.index("-")]), padding="same") for w in convs)

    def forward(self, x):
        convs = iter(self.convs)
        for word in self.words:
            x = F.max_pool2d(x, 2) if word == "maxpool" else torch.relu(next(convs)(x))
        x = torch.flatten(x, 1)
        x = F.dropout(torch.relu(self.fc6(x)), 0.5, self.training)
        x = F.dropout(torch.relu(self.fc7(x)), training=self.training)
        return self.fc8(x)
