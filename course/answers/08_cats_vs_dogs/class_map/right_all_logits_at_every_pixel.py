def class_map(maps, weight, label, size):
    each = torch.tensordot(weight, maps, dims=1)  # (K, h, w)
    mask = torch.arange(len(weight)) != label
    heat = each[label] - each[mask].mean(dim=0)
    return F.interpolate(heat.reshape(1, 1, *heat.shape), size=tuple(size), mode="bilinear", align_corners=False).reshape(size)
