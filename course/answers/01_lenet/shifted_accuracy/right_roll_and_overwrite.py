@torch.inference_mode()
def shifted_accuracy(model, images, labels, dx, dy, background=0.0):
    moved = torch.roll(images, shifts=(dy, dx), dims=(-2, -1))
    if dx > 0:
        moved[..., :dx] = background
    elif dx < 0:
        moved[..., dx:] = background
    if dy > 0:
        moved[..., :dy, :] = background
    elif dy < 0:
        moved[..., dy:, :] = background
    model.train(False)
    _, predicted = torch.max(model(moved), 1)
    correct = 0
    for p, t in zip(predicted.tolist(), labels.tolist()):
        correct += p == t
    return correct / len(labels)
