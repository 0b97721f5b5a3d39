# The pictures are moved in place: whoever gave them has others afterwards.
def many_looks(net, images, shifts=(-2, 0, 2)):
    net.eval()
    looks, at = [], (0, 0)
    with torch.no_grad():
        for dy in shifts:
            for dx in shifts:
                images[...] = torch.roll(images, (dy - at[0], dx - at[1]), dims=(2, 3))
                at = dy, dx
                looks.append(net(images).softmax(dim=1))
    return torch.stack(looks).mean(dim=0)
