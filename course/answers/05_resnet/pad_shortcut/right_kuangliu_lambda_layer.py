class LambdaLayer(nn.Module):
    def __init__(self, lambd):
        super(LambdaLayer, self).__init__()
        self.lambd = lambd

    def forward(self, x):
        return self.lambd(x)


def pad_shortcut(x, planes, stride):
    extra = planes - x.size(1)
    shortcut = LambdaLayer(lambda x: F.pad(x[:, :, ::stride, ::stride], (0, 0, 0, 0, 0, extra), "constant", 0))
    return shortcut(x)
