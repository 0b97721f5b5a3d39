# The eigenvectors are as long as their eigenvalues. Each has length 1.
def colour_axes(images: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    pixels = images.transpose(0, 1).flatten(1)  # (3, all pixels)
    values, vectors = torch.linalg.eigh(torch.cov(pixels, correction=0))
    return values, vectors * values


def shift_colours(
    images: torch.Tensor, values: torch.Tensor, vectors: torch.Tensor, alphas: torch.Tensor
) -> torch.Tensor:
    shift = (alphas * values) @ vectors.T  # (N, 3)
    return images + shift[:, :, None, None]
