# Everything *but* the square is covered. It is the other way round.
def occlusion_map(model, image, label, size, stride=1, value=0.0):
    _, height, width = image.shape
    rows, columns = range(0, height - size + 1, stride), range(0, width - size + 1, stride)
    covered = torch.full((len(rows) * len(columns), *image.shape), float(value))
    for picture, (top, left) in zip(covered, [(t, l) for t in rows for l in columns]):
        picture[:, top : top + size, left : left + size] = image[:, top : top + size, left : left + size]
    model.eval()
    with torch.no_grad():
        return model(covered).softmax(dim=1)[:, label].reshape(len(rows), len(columns))
