# Your normal numbers are cut off at two standard deviations, which makes them narrower. Draw them as they come.
def he_(weight):
    std = (2 / weight[0].numel()) ** 0.5
    with torch.no_grad():
        weight.normal_(0, std)
        while (weight.abs() > 2 * std).any():
            far = weight.abs() > 2 * std
            weight[far] = torch.randn(int(far.sum())) * std
    return weight
