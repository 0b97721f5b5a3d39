# The pictures are multiplied with the colour. It is to be added.
def colour_axes(images):
    return torch.linalg.eigh(torch.cov(images.transpose(0, 1).flatten(1), correction=0))


def shift_colours(images, values, vectors, alphas):
    return images * (1 + ((alphas * values) @ vectors.T)[:, :, None, None])
