# size / kernel counts windows side by side: that holds for pooling with stride = kernel. Windows overlap when the stride is smaller.
def output_size(size, kernel, stride=1, padding=0):
    return (size + 2 * padding) // kernel
