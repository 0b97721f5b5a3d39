def MLPConv(c_in, filters, kernel):
    sides = [kernel] + [1] * (len(filters) - 1)
    inputs = [c_in, *filters]
    return nn.Sequential(*[nn.Sequential(nn.Conv2d(i, o, k, padding="same"), nn.ReLU()) for i, o, k in zip(inputs, filters, sides)])
