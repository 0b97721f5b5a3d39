@torch.no_grad()
def occlusion_map(model, image, label, size, stride=1, value=0.0):
    model.eval()
    _, height, width = image.shape
    rows = []
    for top in range(0, height - size + 1, stride):
        row = []
        for left in range(0, width - size + 1, stride):
            covered = image.clone()
            covered[:, top : top + size, left : left + size] = value
            row.append(F.softmax(model(covered[None])[0], dim=0)[label].item())
        rows.append(row)
    return torch.tensor(rows)
