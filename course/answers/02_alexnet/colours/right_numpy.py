import numpy as np


def colour_axes(images):
    red, green, blue = (images[:, c].reshape(-1).numpy().astype("float64") for c in range(3))
    values, vectors = np.linalg.eig(np.cov([red, green, blue], bias=True))
    return torch.tensor(values, dtype=torch.float32), torch.tensor(vectors, dtype=torch.float32)


def shift_colours(images, values, vectors, alphas):
    result = images.clone()
    for n in range(len(images)):
        for i in range(3):
            for c in range(3):
                result[n, c] += alphas[n, i] * values[i] * vectors[c, i]
    return result
