# Gradients are switched off for good: after torch.set_grad_enabled(False) nothing can be trained any more. `with torch.no_grad():` switches them on again.
def shifted_accuracy(model, images, labels, dx, dy, background=0.0):
    moved = F.pad(images, (dx, -dx, dy, -dy), value=background)
    model.eval()
    torch.set_grad_enabled(False)
    return (model(moved).argmax(1) == labels).float().mean().item()
