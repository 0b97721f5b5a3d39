from itertools import product


def many_looks(net, images, shifts=(-2, 0, 2)):
    was = net.training
    net.eval()
    moved = torch.cat([torch.roll(images, s, (-2, -1)) for s in product(shifts, repeat=2)])
    with torch.inference_mode():
        p = F.softmax(net(moved), dim=-1)
    net.train(was)
    return p.view(len(shifts) ** 2, len(images), -1).mean(0).clone()
