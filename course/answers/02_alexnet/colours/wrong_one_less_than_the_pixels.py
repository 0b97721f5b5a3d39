# The products are divided by the number of pixels less one, as `torch.cov` does unless it is told `correction=0`.
def colour_axes(images: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    pixels = images.transpose(0, 1).flatten(1)  # (3, all pixels)
    values, vectors = torch.linalg.eigh(torch.cov(pixels))
    return values, vectors


def shift_colours(
    images: torch.Tensor, values: torch.Tensor, vectors: torch.Tensor, alphas: torch.Tensor
) -> torch.Tensor:
    shift = (alphas * values) @ vectors.T  # (N, 3)
    return images + shift[:, :, None, None]
