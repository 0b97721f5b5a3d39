# The model gets flattened pictures. Give it the moved pictures in their own shape, (B, C, H, W).
def shifted_accuracy(model, images, labels, dx, dy, background=0.0):
    moved = F.pad(images, (dx, -dx, dy, -dy), value=background)
    model.eval()
    with torch.no_grad():
        return (model(moved.flatten(1)).argmax(1) == labels).float().mean().item()
