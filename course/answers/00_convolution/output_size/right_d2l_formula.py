def output_size(size, kernel, stride=1, padding=0):
    n_h, k_h, p_h, s_h = size, kernel, 2 * padding, stride  # as d2l writes it, with the padding of both ends in one number
    return (n_h - k_h + p_h + s_h) // s_h
