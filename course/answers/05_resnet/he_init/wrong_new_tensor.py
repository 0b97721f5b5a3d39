# You return new numbers and leave the layer's own as they were. The underscore promises: in place.
def he_(weight):
    return torch.randn(weight.shape) * (2 / weight[0].numel()) ** 0.5
