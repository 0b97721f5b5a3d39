# The key ignores the view: with another normalisation you return yesterday's features.
def remember(folder, net, images, view):
    digest = hashlib.sha256(f"{net} {tuple(images.shape)}".encode())
    digest.update(images.contiguous().numpy().tobytes())
    for name, value in net.state_dict().items():
        digest.update(name.encode())
        digest.update(value.contiguous().numpy().tobytes())
    path = Path(folder) / f"{digest.hexdigest()}.pt"
    if not path.exists():
        net.eval()
        with torch.no_grad():
            torch.save(net(view.normalise(images)), path)
    return torch.load(path)
