def shifted_accuracy(model, images, labels, dx, dy, background=0.0):
    H, W = images.shape[-2:]
    moved = torch.full_like(images, background)
    moved[:, :, max(dy, 0):H + min(dy, 0), max(dx, 0):W + min(dx, 0)] = images[:, :, max(-dy, 0):H - max(dy, 0), max(-dx, 0):W - max(dx, 0)]
    model.eval()
    with torch.no_grad():
        predictions = model(moved).argmax(dim=1)
    return (predictions == labels).sum().item() / len(labels)
