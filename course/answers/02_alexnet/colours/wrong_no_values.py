# The eigenvalues are not used: each axis has its own length.
def colour_axes(images):
    return torch.linalg.eigh(torch.cov(images.transpose(0, 1).flatten(1), correction=0))


def shift_colours(images, values, vectors, alphas):
    return images + (alphas @ vectors.T)[:, :, None, None]
