# Negative shifts do nothing in your function; they should move the picture left and up.
def shifted_accuracy(model, images, labels, dx, dy, background=0.0):
    dx, dy = max(dx, 0), max(dy, 0)
    moved = F.pad(images, (dx, -dx, dy, -dy), value=background)
    model.eval()
    with torch.no_grad():
        return (model(moved).argmax(1) == labels).float().mean().item()
