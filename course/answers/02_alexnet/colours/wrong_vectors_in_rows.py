# `colour_axes` gives the eigenvectors in rows. They are wanted in columns, as torch.linalg.eigh gives them.
def colour_axes(images):
    values, vectors = torch.linalg.eigh(torch.cov(images.transpose(0, 1).flatten(1), correction=0))
    return values, vectors.T


def shift_colours(images, values, vectors, alphas):
    return images + ((alphas * values) @ vectors.T)[:, :, None, None]
