# The background comes in in the first channel only, and 0 in the others. It comes in in every channel.
def shifted_accuracy(model, images, labels, dx, dy, background=0.0):
    moved = F.pad(images, (dx, -dx, dy, -dy), value=background)
    empty = F.pad(torch.zeros_like(images), (dx, -dx, dy, -dy), value=1.0) == 1
    empty[:, 0] = False
    moved = moved.masked_fill(empty, 0.0)
    model.eval()
    with torch.no_grad():
        return (model(moved).argmax(1) == labels).float().mean().item()
