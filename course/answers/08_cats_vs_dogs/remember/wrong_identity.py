# The key holds the id of the objects: a copy with the same numbers is computed again, and a changed one may not be.
def remember(folder, net, images, view):
    digest = hashlib.sha256(f"{net} {view} {tuple(images.shape)}".encode())
    digest.update(str(id(images)).encode())
    digest.update(str(id(net)).encode())
    path = Path(folder) / f"{digest.hexdigest()}.pt"
    if not path.exists():
        net.eval()
        with torch.no_grad():
            torch.save(net(view.normalise(images)), path)
    return torch.load(path)
