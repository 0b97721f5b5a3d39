# Only the channel with the largest weight is shown. All of them are added up.
def class_map(maps, weight, label, size):
    others = torch.cat([weight[:label], weight[label + 1 :]]).mean(dim=0)
    found = maps[(weight[label] - others).argmax()]
    return F.interpolate(found[None, None], size=size, mode="bilinear", align_corners=False)[0, 0]
