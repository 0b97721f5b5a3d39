def pad_shortcut(x, channels, stride):
    rows = torch.arange(0, x.shape[2], stride)
    columns = torch.arange(0, x.shape[3], stride)
    y = x.new_zeros(x.shape[0], channels, len(rows), len(columns))
    y[:, : x.shape[1]] = x.index_select(2, rows).index_select(3, columns)
    return y
