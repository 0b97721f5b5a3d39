# pop takes the layers out of the list that you were given, and the next one to use it finds it empty. Go over it with a for loop.
def receptive_field(layers):
    field, distance = 1, 1
    while layers:
        kernel, stride = layers.pop(0)
        field += (kernel - 1) * distance
        distance *= stride
    return field
