# The colour is added to one pixel of each picture. It is added to every pixel.
def colour_axes(images: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    pixels = images.transpose(0, 1).flatten(1)  # (3, all pixels)
    values, vectors = torch.linalg.eigh(torch.cov(pixels, correction=0))
    return values, vectors


def shift_colours(
    images: torch.Tensor, values: torch.Tensor, vectors: torch.Tensor, alphas: torch.Tensor
) -> torch.Tensor:
    shift = (alphas * values) @ vectors.T  # (N, 3)
    images = images.clone()
    images[:, :, 0, 0] += shift
    return images
