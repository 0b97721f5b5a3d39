from functools import wraps


def kept_on_disk(function):
    """A decorator: what was asked before is read."""

    @wraps(function)
    def inner(folder, net, images, view):
        key = hashlib.sha512()
        for tensor in [images, *net.state_dict().values()]:
            key.update(bytes(str((tensor.shape, tensor.dtype)), "utf-8"))
            key.update(memoryview(tensor.contiguous().numpy().reshape(-1)).tobytes())
        key.update(bytes(repr(view), "utf-8"))
        file = Path(folder) / key.hexdigest()[:100]
        try:
            return torch.load(file)
        except FileNotFoundError:
            result = function(net, images, view)
            torch.save(result, file)
            return result

    return inner


@kept_on_disk
@torch.no_grad()
def remember(net, images, view):
    net.train(False)
    return net(view.normalise(images))
