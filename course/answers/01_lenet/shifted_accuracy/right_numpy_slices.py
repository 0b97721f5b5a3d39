import numpy as np


def ends(size, by):
    """(where it goes, where it comes from) along one dimension."""
    return slice(max(by, 0), size + min(by, 0)), slice(max(-by, 0), size - max(by, 0))


def shifted_accuracy(model, images, labels, dx, dy, background=0.0):
    pictures = images.detach().numpy()
    moved = np.full_like(pictures, background)
    (to_row, from_row), (to_column, from_column) = (ends(n, by) for n, by in zip(pictures.shape[-2:], (dy, dx)))
    moved[..., to_row, to_column] = pictures[..., from_row, from_column]
    with torch.inference_mode():
        predictions = model.eval()(torch.from_numpy(moved)).numpy().argmax(-1)
    return float(np.mean(predictions == labels.numpy()))
