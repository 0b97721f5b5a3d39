def dead_share(maps):
    """A channel is alive as soon as its largest value is not 0."""
    tops = [X.transpose(0, 1).flatten(start_dim=1).max(dim=1).values for X in maps]
    tops = torch.cat(tops)
    return ((tops == 0).sum() / tops.numel()).item()
