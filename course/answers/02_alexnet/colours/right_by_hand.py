def colour_axes(images):
    pixels = images.permute(0, 2, 3, 1).reshape(-1, 3)
    centred = pixels - pixels.mean(dim=0)
    covariance = centred.T @ centred / len(centred)
    return torch.linalg.eigh(covariance)


def shift_colours(images, values, vectors, alphas):
    pictures = []
    for image, alpha in zip(images, alphas):
        colour = vectors @ (alpha * values)
        pictures.append(image + colour.view(3, 1, 1))
    return torch.stack(pictures)
