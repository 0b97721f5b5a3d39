# Gradients are computed on the way, for nothing. Put torch.no_grad() around the call.
def shifted_accuracy(model, images, labels, dx, dy, background=0.0):
    moved = F.pad(images, (dx, -dx, dy, -dy), value=background)
    model.eval()
    return (model(moved).argmax(1) == labels).float().mean().item()
