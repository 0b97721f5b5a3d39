# You repeat the edge of the picture where something comes in. It should be background.
def shifted_accuracy(model, images, labels, dx, dy, background=0.0):
    moved = data.shift(images, dx, dy)
    model.eval()
    with torch.no_grad():
        return (model(moved).argmax(1) == labels).float().mean().item()
