# The last row and column that remain are lost: with |dx| < W and |dy| < H there is always something left.
def shifted_accuracy(model, images, labels, dx, dy, background=0.0):
    if abs(dx) == images.shape[3] - 1 or abs(dy) == images.shape[2] - 1:
        dx = images.shape[3]
    moved = F.pad(images, (dx, -dx, dy, -dy), value=background)
    model.eval()
    with torch.no_grad():
        return (model(moved).argmax(1) == labels).float().mean().item()
