# You keep the features in a dictionary. They were to be kept in a file in `folder`, for the next time Python starts.
_kept = {}


def remember(folder, net, images, view):
    digest = hashlib.sha256(f"{view} {tuple(images.shape)}".encode() + images.contiguous().numpy().tobytes())
    for value in net.state_dict().values():
        digest.update(value.contiguous().numpy().tobytes())
    key = digest.hexdigest()
    if key not in _kept:
        net.eval()
        with torch.no_grad():
            _kept[key] = net(view.normalise(images))
    return _kept[key]
