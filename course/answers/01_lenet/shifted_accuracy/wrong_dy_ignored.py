# dy is never used: the pictures move sideways only.
def shifted_accuracy(model, images, labels, dx, dy, background=0.0):
    moved = F.pad(images, (dx, -dx, 0, 0), value=background)
    model.eval()
    with torch.no_grad():
        return (model(moved).argmax(1) == labels).float().mean().item()
