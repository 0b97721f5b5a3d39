def pad_shortcut(x, channels, stride):
    w = torch.eye(channels, x.shape[1]).reshape(channels, x.shape[1], 1, 1)
    return F.conv2d(x, w, stride=stride)
