# Half of your filters are the other half with the sign turned round. Each is to be drawn by itself.
def he_(weight):
    with torch.no_grad():
        weight.normal_(0, (2 / weight[0].numel()) ** 0.5)
        half = len(weight) // 2
        weight[half : 2 * half] = -weight[:half]
    return weight
