# The model is never put in evaluation mode, so dropout would disturb the measurement. Call model.eval() first.
def shifted_accuracy(model, images, labels, dx, dy, background=0.0):
    moved = F.pad(images, (dx, -dx, dy, -dy), value=background)
    with torch.no_grad():
        return (model(moved).argmax(1) == labels).float().mean().item()
