# The products are added up and not divided by the number of pixels.
def colour_axes(images):
    pixels = images.transpose(0, 1).flatten(1)
    pixels = pixels - pixels.mean(dim=1, keepdim=True)
    return torch.linalg.eigh(pixels @ pixels.T)


def shift_colours(images, values, vectors, alphas):
    return images + ((alphas * values) @ vectors.T)[:, :, None, None]
