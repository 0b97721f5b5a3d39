def class_maps(maps, linear, labels):
    found = []
    for picture, label in zip(maps, labels.tolist()):
        found.append(torch.tensordot(linear.weight[label], picture, dims=1) + linear.bias[label])
    return torch.stack(found)
