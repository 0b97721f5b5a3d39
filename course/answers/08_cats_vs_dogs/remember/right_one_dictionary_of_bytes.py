def remember(folder, net, images, view):
    import io

    buffer = io.BytesIO()
    for tensor in net.state_dict().values():
        buffer.write(repr((tensor.dtype, tuple(tensor.shape))).encode())
        buffer.write(tensor.numpy().tobytes())
    buffer.write(repr(images.shape).encode() + bytes(images.flatten().tolist()))
    buffer.write(repr(view).encode())
    path = Path(folder) / ("seen-" + hashlib.md5(buffer.getvalue()).hexdigest())
    try:
        return torch.load(path)
    except FileNotFoundError:
        net.eval()
        with torch.inference_mode():
            found = net(view.normalise(images)).clone()
        torch.save(found, path)
        return found
