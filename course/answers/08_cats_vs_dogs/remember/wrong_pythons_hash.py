# The key is Python's own hash(), which is another in each start of Python: tomorrow nothing is found. Take hashlib's.
def remember(folder, net, images, view):
    parts = [repr(view), tuple(images.shape), images.contiguous().numpy().tobytes()]
    parts += [value.contiguous().numpy().tobytes() for value in net.state_dict().values()]
    path = Path(folder) / f"{hash(tuple(parts))}.pt"
    if not path.exists():
        net.eval()
        with torch.no_grad():
            torch.save(net(view.normalise(images)), path)
    return torch.load(path)
