# The values are standard deviations, the roots of the eigenvalues. The paper takes the eigenvalues themselves.
def colour_axes(images):
    values, vectors = torch.linalg.eigh(torch.cov(images.transpose(0, 1).flatten(1), correction=0))
    return values.sqrt(), vectors


def shift_colours(images, values, vectors, alphas):
    return images + ((alphas * values) @ vectors.T)[:, :, None, None]
