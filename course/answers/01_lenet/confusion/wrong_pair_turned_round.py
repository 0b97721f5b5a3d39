# most_confused returns (prediction, label). The label comes first: it is the row.
def confusion_matrix(labels, predictions, num_classes):
    return torch.bincount(labels * num_classes + predictions, minlength=num_classes ** 2).reshape(num_classes, num_classes)


def most_confused(matrix):
    mistakes = matrix.clone()
    mistakes.fill_diagonal_(-1)
    i, j = divmod(mistakes.argmax().item(), len(matrix))
    return j, i
