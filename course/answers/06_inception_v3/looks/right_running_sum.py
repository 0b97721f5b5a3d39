@torch.no_grad()
def many_looks(net, images, shifts=(-2, 0, 2)):
    net.eval()
    total = 0
    for dy in shifts:
        for dx in shifts:
            moved = images.roll(dy, 2).roll(dx, 3)
            total = total + torch.softmax(net(moved), 1)
    return total / len(shifts) ** 2
