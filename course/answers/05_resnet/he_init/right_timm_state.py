def he_(tensor):
    fan_in = tensor.flatten(start_dim=1).size(1)
    new = torch.empty_like(tensor, requires_grad=False)
    for row in new:
        row.normal_(std=(fan_in / 2) ** -0.5)
    tensor.detach().copy_(new)
    return tensor
