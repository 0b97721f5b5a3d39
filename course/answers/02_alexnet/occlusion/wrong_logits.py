# These are logits. A probability is what softmax makes of them.
def occlusion_map(model, image, label, size, stride=1, value=0.0):
    _, height, width = image.shape
    rows, columns = range(0, height - size + 1, stride), range(0, width - size + 1, stride)
    covered = image.repeat(len(rows) * len(columns), 1, 1, 1)
    for picture, (top, left) in zip(covered, [(t, l) for t in rows for l in columns]):
        picture[:, top : top + size, left : left + size] = value
    model.eval()
    with torch.no_grad():
        return model(covered)[:, label].reshape(len(rows), len(columns))
