def pad_shortcut(X, num_channels, strides):
    def subsample(M):
        return torch.stack([row[::strides] for row in M[::strides]])

    Y = [torch.stack([subsample(M) for M in picture]) for picture in X]
    return torch.stack([torch.cat([maps, maps.new_zeros(num_channels - len(maps), *maps.shape[1:])]) for maps in Y])
