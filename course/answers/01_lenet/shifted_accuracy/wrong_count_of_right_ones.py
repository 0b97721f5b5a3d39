# You return how many are right. Divide by the number of pictures.
def shifted_accuracy(model, images, labels, dx, dy, background=0.0):
    moved = F.pad(images, (dx, -dx, dy, -dy), value=background)
    model.eval()
    with torch.no_grad():
        return (model(moved).argmax(1) == labels).sum().item()
