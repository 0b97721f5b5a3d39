import numpy as np


def _hash(*parts):
    return hashlib.sha1(b"|".join(parts)).hexdigest()[:20]


def remember(folder, net, images, view):
    weights = _hash(*(t.detach().numpy().tobytes() for t in (*net.parameters(), *net.buffers())))
    pictures = _hash(str(tuple(images.shape)).encode(), np.ascontiguousarray(images.numpy()).tobytes())
    looks = _hash(f"{view.size} {view.crop} {view.mean} {view.std} {view.mirror}".encode())
    file = Path(folder).joinpath(f"{weights}-{pictures}-{looks}.npy")
    if file.is_file():
        return torch.from_numpy(np.load(file))
    was = net.training
    net.eval()
    with torch.no_grad():
        values = net(view.normalise(images))
    net.train(was)
    np.save(file, values.numpy())
    return values
