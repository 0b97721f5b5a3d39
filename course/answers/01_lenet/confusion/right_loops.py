def confusion_matrix(labels, predictions, num_classes):
    matrix = [[0] * num_classes for _ in range(num_classes)]
    for t, p in zip(labels.tolist(), predictions.tolist()):
        matrix[t][p] += 1
    return matrix


def most_confused(matrix):
    best, pair = -1, None
    for i in range(len(matrix)):
        for j in range(len(matrix)):
            if i != j and matrix[i][j] > best:
                best, pair = matrix[i][j], (i, j)
    return pair
