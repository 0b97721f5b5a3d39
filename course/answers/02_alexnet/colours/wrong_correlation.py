# This is the correlation, in which every colour counts the same. The covariance keeps how much each of them varies.
def colour_axes(images):
    return torch.linalg.eigh(torch.corrcoef(images.transpose(0, 1).flatten(1)))


def shift_colours(images, values, vectors, alphas):
    return images + ((alphas * values) @ vectors.T)[:, :, None, None]
