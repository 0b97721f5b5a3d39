# The mean is over all classes, this one as well. Take the mean of the others.
def class_map(maps, weight, label, size):
    others = weight.mean(dim=0)
    found = torch.einsum("c,chw->hw", weight[label] - others, maps)
    return F.interpolate(found[None, None], size=size, mode="bilinear", align_corners=False)[0, 0]
