# most_confused overwrites the diagonal of the matrix it was given. Work on a copy: matrix.clone().
def confusion_matrix(labels, predictions, num_classes):
    return torch.bincount(labels * num_classes + predictions, minlength=num_classes ** 2).reshape(num_classes, num_classes)


def most_confused(matrix):
    matrix.fill_diagonal_(-1)
    return divmod(matrix.argmax().item(), len(matrix))
