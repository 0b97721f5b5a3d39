# The width is taken for the height: it works for square pictures only.
def occlusion_map(model, image, label, size, stride=1, value=0.0):
    side = image.shape[-1]
    places = range(0, side - size + 1, stride)
    covered = image.repeat(len(places) ** 2, 1, 1, 1)
    for picture, (top, left) in zip(covered, [(t, l) for t in places for l in places]):
        picture[:, top : top + size, left : left + size] = value
    model.eval()
    with torch.no_grad():
        return model(covered).softmax(dim=1)[:, label].reshape(len(places), len(places))
