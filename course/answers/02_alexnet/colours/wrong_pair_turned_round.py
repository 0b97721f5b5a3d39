# Values and vectors are returned in the wrong order: first the values.
def colour_axes(images):
    values, vectors = torch.linalg.eigh(torch.cov(images.transpose(0, 1).flatten(1), correction=0))
    return vectors, values


def shift_colours(images, values, vectors, alphas):
    return images + ((alphas * values) @ vectors.T)[:, :, None, None]
