dense_parameters = lambda c, h, w, n: n * (c * h * w) + n
conv_parameters = lambda c_in, c_out, k: c_out * (k * k * c_in) + c_out
dense_instead_of_conv = lambda c_in, h, w, c_out, k: dense_parameters(c_in, h, w, c_out * (h - k + 1) * (w - k + 1))
