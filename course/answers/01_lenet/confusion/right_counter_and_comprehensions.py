from collections import Counter


def confusion_matrix(labels, predictions, num_classes):
    seen = Counter(zip(labels.tolist(), predictions.tolist()))
    return [[seen[i, j] for j in range(num_classes)] for i in range(num_classes)]


def most_confused(matrix):
    pairs = ((i, j) for i in range(len(matrix)) for j in range(len(matrix)) if i != j)
    return max(pairs, key=lambda pair: matrix[pair].item())
