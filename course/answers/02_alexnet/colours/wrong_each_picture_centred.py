# The mean of each picture is taken off. All pixels of all pictures are one cloud, with one mean.
def colour_axes(images):
    images = images - images.mean(dim=(2, 3), keepdim=True)
    pixels = images.transpose(0, 1).flatten(1)
    return torch.linalg.eigh(pixels @ pixels.T / pixels.shape[1])


def shift_colours(images, values, vectors, alphas):
    return images + ((alphas * values) @ vectors.T)[:, :, None, None]
