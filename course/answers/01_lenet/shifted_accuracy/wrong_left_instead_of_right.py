# The pictures move the other way: a positive dx means to the right, a positive dy down.
def shifted_accuracy(model, images, labels, dx, dy, background=0.0):
    moved = F.pad(images, (-dx, dx, -dy, dy), value=background)
    model.eval()
    with torch.no_grad():
        return (model(moved).argmax(1) == labels).float().mean().item()
