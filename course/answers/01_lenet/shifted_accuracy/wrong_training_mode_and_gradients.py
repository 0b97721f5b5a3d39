# The model is neither in evaluation mode nor kept from computing gradients: model.eval() first, torch.no_grad() around the call.
def shifted_accuracy(model, images, labels, dx, dy, background=0.0):
    moved = F.pad(images, (dx, -dx, dy, -dy), value=background)
    return (model(moved).argmax(1) == labels).float().mean().item()
