from functools import partial


class ConvMlp(nn.Module):
    """The linear layers, written as timm has them: the first over the whole map."""

    def __init__(self, in_features, out_features, mlp_size, drop_rate=0.5, act_layer=nn.ReLU):
        super().__init__()
        self.fc1 = nn.Linear(in_features, mlp_size)
        self.act1 = act_layer(True)
        self.drop = nn.Dropout(drop_rate)
        self.fc2 = nn.Linear(mlp_size, mlp_size)
        self.act2 = act_layer(True)
        self.head = nn.Linear(mlp_size, out_features)

    def forward(self, x):
        x = self.drop(self.act1(self.fc1(x.reshape(x.shape[0], -1))))
        return self.head(self.drop(self.act2(self.fc2(x))))


class VGG(nn.Module):
    def __init__(self, column, hidden=4096, num_classes=1000, size=224):
        super().__init__()
        create_pool = partial(nn.MaxPool2d, kernel_size=2, stride=2)
        prev_chs, net_stride = 3, 1
        self.features = nn.Sequential()
        for idx, word in enumerate(column.split()):
            if word == "maxpool":
                self.features.add_module(f"pool{idx}", create_pool())
                net_stride *= 2
                continue
            kernel, _, chs = word.removeprefix("conv").partition("-")
            self.features.add_module(f"conv{idx}", nn.Conv2d(prev_chs, int(chs), int(kernel), padding="same"))
            self.features.add_module(f"act{idx}", nn.ReLU(True))
            prev_chs = int(chs)
        self.pre_logits = ConvMlp(prev_chs * (size // net_stride) ** 2, num_classes, hidden)

    def forward(self, x):
        return self.pre_logits(self.features(x))
