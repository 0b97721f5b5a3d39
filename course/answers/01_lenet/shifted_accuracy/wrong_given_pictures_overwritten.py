# Your function overwrites the pictures it was given. Work on a new tensor: images.clone(), or F.pad, which makes one.
def shifted_accuracy(model, images, labels, dx, dy, background=0.0):
    images[:] = F.pad(images, (dx, -dx, dy, -dy), value=background)
    moved = images
    model.eval()
    with torch.no_grad():
        return (model(moved).argmax(1) == labels).float().mean().item()
