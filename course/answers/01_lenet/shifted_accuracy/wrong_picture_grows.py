# The picture grows by the shift instead of being moved: crop on the other side what you added on this.
def shifted_accuracy(model, images, labels, dx, dy, background=0.0):
    moved = F.pad(images, (max(dx, 0), max(-dx, 0), max(dy, 0), max(-dy, 0)), value=background)
    model.eval()
    with torch.no_grad():
        return (model(moved).argmax(1) == labels).float().mean().item()
