# Without pictures there is still a matrix, of zeros: num_classes × num_classes.
def confusion_matrix(labels, predictions, num_classes):
    if len(labels) == 0:
        return []
    cells = labels * num_classes + predictions
    return torch.bincount(cells, minlength=num_classes**2).reshape(num_classes, num_classes)


def most_confused(matrix):
    mistakes = matrix.clone().fill_diagonal_(-1)
    return divmod(int(mistakes.argmax()), len(matrix))
