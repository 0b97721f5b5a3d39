# layers.index(layer) finds the first layer of this kind, so a layer that occurs again gets the distance of the first. Count with enumerate.
import math

def receptive_field(layers):
    field = 1
    for layer in layers:
        before = layers[: layers.index(layer)]
        field += (layer[0] - 1) * math.prod(s for _, s in before)
    return field
