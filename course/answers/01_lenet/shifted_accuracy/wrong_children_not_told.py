# `model.training = False` tells the model alone. model.eval() tells every layer in it: the dropout is one of those.
def shifted_accuracy(model, images, labels, dx, dy, background=0.0):
    moved = F.pad(images, (dx, -dx, dy, -dy), value=background)
    model.training = False
    with torch.no_grad():
        return (model(moved).argmax(1) == labels).float().mean().item()
