import numpy as np


def occlusion_map(model, image, label, size, stride=1, value=0.0):
    model = model.train(mode=False)
    rows = (image.size(1) - size) // stride + 1
    columns = (image.size(2) - size) // stride + 1
    heat = np.empty((rows, columns), dtype=np.float32)
    for r, c in np.ndindex(rows, columns):
        picture = image.numpy().copy()
        picture[:, r * stride : r * stride + size, c * stride : c * stride + size] = value
        with torch.set_grad_enabled(False):
            heat[r, c] = nn.Softmax(dim=1)(model(torch.from_numpy(picture).unsqueeze(0)))[0, label]
    return torch.from_numpy(heat)
