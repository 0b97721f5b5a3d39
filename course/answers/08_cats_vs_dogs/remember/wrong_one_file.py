# There is one file for everything: with new pictures the old features are overwritten, and going back costs again.
def remember(folder, net, images, view):
    digest = hashlib.sha256(f"{net} {view} {tuple(images.shape)}".encode())
    digest.update(images.contiguous().numpy().tobytes())
    for name, value in net.state_dict().items():
        digest.update(name.encode())
        digest.update(value.contiguous().numpy().tobytes())
    path, note = Path(folder) / "features.pt", Path(folder) / "key.txt"
    if not note.exists() or note.read_text() != digest.hexdigest():
        note.write_text(digest.hexdigest())
        net.eval()
        with torch.no_grad():
            torch.save(net(view.normalise(images)), path)
    return torch.load(path)
