# The key holds the first layer's weights only.
def remember(folder, net, images, view):
    digest = hashlib.sha256(f"{net} {view} {tuple(images.shape)}".encode())
    digest.update(images.contiguous().numpy().tobytes())
    for name, value in list(net.state_dict().items())[:1]:
        digest.update(name.encode())
        digest.update(value.contiguous().numpy().tobytes())
    path = Path(folder) / f"{digest.hexdigest()}.pt"
    if not path.exists():
        net.eval()
        with torch.no_grad():
            torch.save(net(view.normalise(images)), path)
    return torch.load(path)
