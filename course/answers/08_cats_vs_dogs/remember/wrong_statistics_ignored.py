# The key holds the parameters and not batch norm's statistics. Those are buffers: take state_dict().
def remember(folder, net, images, view):
    digest = hashlib.sha256(f"{net} {view} {tuple(images.shape)}".encode())
    digest.update(images.contiguous().numpy().tobytes())
    for name, value in net.named_parameters():
        digest.update(name.encode())
        digest.update(value.detach().contiguous().numpy().tobytes())
    path = Path(folder) / f"{digest.hexdigest()}.pt"
    if not path.exists():
        net.eval()
        with torch.no_grad():
            torch.save(net(view.normalise(images)), path)
    return torch.load(path)
