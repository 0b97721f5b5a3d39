# A loop goes over the places of the output. F.unfold cuts out all windows at once, and one product does all the sums.
def conv2d_unfold(x, weight, bias, stride=1, padding=0):
    kh, kw = weight.shape[2:]
    x = F.pad(x, [padding] * 4)
    rows = []
    for top in range(0, x.shape[2] - kh + 1, stride):
        row = []
        for left in range(0, x.shape[3] - kw + 1, stride):
            window = x[:, :, top : top + kh, left : left + kw].flatten(1)
            row.append(window @ weight.flatten(1).T + bias)
        rows.append(torch.stack(row, dim=2))
    return torch.stack(rows, dim=2)
