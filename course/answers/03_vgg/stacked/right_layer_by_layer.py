def stack_weights(n, kernel, c_in, c_out):
    total, channels = 0, c_in
    for _ in range(n):
        total += kernel * kernel * channels * c_out
        channels = c_out
    return total

def single_weights(n, kernel, c_in, c_out):
    sees = kernel + (n - 1) * (kernel - 1)
    return sees * sees * c_in * c_out

saving = lambda *args: 1 - stack_weights(*args) / single_weights(*args)
