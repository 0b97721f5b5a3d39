# Your fan-in is the number of input channels alone. A filter has as many weights as channels × rows × columns.
def he_(weight):
    fan_in = weight.shape[1]
    with torch.no_grad():
        weight.normal_(0, (2 / fan_in) ** 0.5)
    return weight
