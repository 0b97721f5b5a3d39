def vgg_block(words):
    layers = []
    for word in words:
        kernel_size, out_channels = word.replace("conv", "").split("-")
        layers.append(nn.LazyConv2d(int(out_channels), kernel_size=int(kernel_size), padding=(int(kernel_size) - 1) // 2))
        layers.append(nn.ReLU())
    layers.append(nn.MaxPool2d(kernel_size=2, stride=2))
    return nn.Sequential(*layers)


class VGG(nn.Module):
    def __init__(self, column, hidden=4096, num_classes=1000, size=224):
        super().__init__()
        conv_blks = [vgg_block(words.split()) for words in column.split("maxpool") if words.strip()]
        self.net = nn.Sequential(
            *conv_blks, nn.Flatten(),
            nn.LazyLinear(hidden), nn.ReLU(), nn.Dropout(0.5),
            nn.LazyLinear(hidden), nn.ReLU(), nn.Dropout(0.5),
            nn.LazyLinear(num_classes),
        )

    def forward(self, X):
        return self.net(X)
