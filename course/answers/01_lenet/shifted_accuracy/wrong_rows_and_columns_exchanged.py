# Rows and columns are exchanged: the last dimension is the column, and dx belongs to it.
def shifted_accuracy(model, images, labels, dx, dy, background=0.0):
    moved = F.pad(images, (dy, -dy, dx, -dx), value=background)
    model.eval()
    with torch.no_grad():
        return (model(moved).argmax(1) == labels).float().mean().item()
