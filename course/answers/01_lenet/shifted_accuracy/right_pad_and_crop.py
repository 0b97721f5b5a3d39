def shifted_accuracy(model, images, labels, dx, dy, background=0.0):
    a, b = abs(dx), abs(dy)
    h, w = images.shape[2:]
    padded = F.pad(images, (a, a, b, b), "constant", background)
    moved = padded[:, :, b - dy : b - dy + h, a - dx : a - dx + w]
    model.eval()
    with torch.no_grad():
        return float((model(moved).argmax(-1) == labels).double().mean())
