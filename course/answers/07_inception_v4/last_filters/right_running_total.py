def last_filters(stem, reduction_a, reduction_b):
    channels = [stem]
    channels.append(channels[-1] + sum(reduction_a[2:]))
    channels.append(channels[-1] + sum(b[len(b) - 1] for b in reduction_b))
    return channels
