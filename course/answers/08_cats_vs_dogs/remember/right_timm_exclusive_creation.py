import json


class FeatureStore:
    def __init__(self, root):
        self.root = Path(root)

    def path(self, *parts):
        h = hashlib.blake2b(digest_size=16)
        for part in parts:
            h.update(len(part).to_bytes(8, "big") + part)
        return self.root / h.hexdigest()

    def get(self, path, make):
        if not path.exists():
            values = make()
            path.write_text(json.dumps({"shape": list(values.shape), "values": values.flatten().tolist()}))
        kept = json.loads(path.read_text())
        return torch.tensor(kept["values"], dtype=torch.float32).reshape(kept["shape"])


def remember(folder, net, images, view):
    store = FeatureStore(folder)
    state = [t.numpy().tobytes() for t in net.state_dict().values()]

    def make():
        with torch.no_grad():
            return net.eval()(view.normalise(images))

    return store.get(store.path(str(view).encode(), str(images.shape).encode(), images.numpy().tobytes(), *state), make)
