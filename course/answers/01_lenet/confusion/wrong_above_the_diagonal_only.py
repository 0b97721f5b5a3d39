# You search above the diagonal only, so a 9 taken for a 4 is never found.
def confusion_matrix(labels, predictions, num_classes):
    return torch.bincount(labels * num_classes + predictions, minlength=num_classes ** 2).reshape(num_classes, num_classes)


def most_confused(matrix):
    return divmod(matrix.triu(1).argmax().item(), len(matrix))
