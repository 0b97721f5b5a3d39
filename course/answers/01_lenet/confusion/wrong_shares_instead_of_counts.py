# You return shares. The matrix holds whole numbers: how many pictures.
def confusion_matrix(labels, predictions, num_classes):
    matrix = torch.bincount(labels * num_classes + predictions, minlength=num_classes ** 2).reshape(num_classes, num_classes)
    return matrix / matrix.sum(1, keepdim=True).clamp(min=1)


def most_confused(matrix):
    mistakes = matrix.clone()
    mistakes.fill_diagonal_(-1)
    return divmod(mistakes.argmax().item(), len(matrix))
