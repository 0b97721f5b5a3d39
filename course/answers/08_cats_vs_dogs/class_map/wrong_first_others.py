# The others are all classes but the first, whatever `label` is. They are all but `label`.
def class_map(maps, weight, label, size):
    others = weight[1:].mean(dim=0) if label == 0 else weight[:1].mean(dim=0) if len(weight) == 2 else weight[1:].mean(dim=0)
    found = torch.einsum("c,chw->hw", weight[label] - others, maps)
    return F.interpolate(found[None, None], size=size, mode="bilinear", align_corners=False)[0, 0]
