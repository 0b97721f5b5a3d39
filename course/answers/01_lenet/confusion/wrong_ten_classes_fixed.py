# Your matrix is always 10×10; its size is num_classes.
def confusion_matrix(labels, predictions, num_classes):
    return torch.bincount(labels * 10 + predictions, minlength=100).reshape(10, 10)


def most_confused(matrix):
    mistakes = matrix.clone()
    mistakes.fill_diagonal_(-1)
    return divmod(mistakes.argmax().item(), len(matrix))
