# These are the numbers of the paper's figures. The second and the third cannot be: an addition needs as many channels as the map has.
def last_filters(stem, reduction_a, reduction_b):
    return [384, 1154, 2048]
