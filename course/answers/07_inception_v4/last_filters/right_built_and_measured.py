def last_filters(stem, reduction_a, reduction_b):
    def joined(channels, ends):
        maps = [torch.empty(1, end, 1, 1) for end in ends]
        return torch.cat([torch.empty(1, channels, 1, 1), *maps], dim=1).shape[1]

    on_17 = joined(stem, reduction_a[-2:])
    return [stem, on_17, joined(on_17, [branch[-1] for branch in reduction_b])]
