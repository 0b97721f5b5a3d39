def window_sizes(module, c_in):
    """A nan spoils whatever depends on it."""
    module.eval()
    seen = 0
    with torch.no_grad():
        for column in range(15):
            x = torch.zeros(1, c_in, 15, 15)
            x[:, :, 7, column] = float("nan")
            seen = seen + module(x)[0, :, 7, 7].isnan().int()
    return seen.tolist()
