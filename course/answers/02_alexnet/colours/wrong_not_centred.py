# The mean colour is not taken off. Covariance is the mean product of the *deviations* from the mean.
def colour_axes(images):
    pixels = images.transpose(0, 1).flatten(1)
    return torch.linalg.eigh(pixels @ pixels.T / pixels.shape[1])


def shift_colours(images, values, vectors, alphas):
    return images + ((alphas * values) @ vectors.T)[:, :, None, None]
