# most_confused returns how often the mistake was made. Wanted is which: (label, prediction).
def confusion_matrix(labels, predictions, num_classes):
    return torch.bincount(labels * num_classes + predictions, minlength=num_classes ** 2).reshape(num_classes, num_classes)


def most_confused(matrix):
    mistakes = matrix.clone()
    mistakes.fill_diagonal_(-1)
    return mistakes.max().item()
