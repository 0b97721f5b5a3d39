# `shift_colours` uses the rows of the matrix. The vectors are its columns.
def colour_axes(images):
    return torch.linalg.eigh(torch.cov(images.transpose(0, 1).flatten(1), correction=0))


def shift_colours(images, values, vectors, alphas):
    return images + ((alphas * values) @ vectors)[:, :, None, None]
