# You write a file and read a dictionary: with the files in another folder, or in the next start of Python, nothing is found.
_known = {}


def remember(folder, net, images, view):
    digest = hashlib.sha256(f"{net} {view} {tuple(images.shape)}".encode())
    digest.update(images.contiguous().numpy().tobytes())
    for name, value in net.state_dict().items():
        digest.update(name.encode())
        digest.update(value.contiguous().numpy().tobytes())
    key = str(folder), digest.hexdigest()
    if key not in _known:
        net.eval()
        with torch.no_grad():
            _known[key] = net(view.normalise(images))
        torch.save(_known[key], Path(folder) / f"{key[1]}.pt")
    return _known[key]
