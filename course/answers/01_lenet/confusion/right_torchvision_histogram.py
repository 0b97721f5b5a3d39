from typing import NamedTuple

from torch import Tensor


class Confused(NamedTuple):
    label: int
    prediction: int


def confusion_matrix(labels: Tensor, predictions: Tensor, num_classes: int) -> Tensor:
    cells = torch.stack([labels, predictions])
    ones = torch.ones(cells.shape[1], dtype=torch.int64)
    return torch.sparse_coo_tensor(cells, ones, (num_classes, num_classes)).to_dense()


def most_confused(matrix: Tensor) -> Confused:
    off_diagonal = ~torch.eye(len(matrix), dtype=torch.bool)
    places = off_diagonal.nonzero()
    return Confused(*places[matrix[off_diagonal].argmax()].tolist())
