# `colour_axes` takes the mean off the pictures that came in, with `-=`. They are to stay as they were.
def colour_axes(images: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    images -= images.mean(dim=(0, 2, 3), keepdim=True)
    pixels = images.transpose(0, 1).flatten(1)  # (3, all pixels)
    values, vectors = torch.linalg.eigh(torch.cov(pixels, correction=0))
    return values, vectors


def shift_colours(
    images: torch.Tensor, values: torch.Tensor, vectors: torch.Tensor, alphas: torch.Tensor
) -> torch.Tensor:
    shift = (alphas * values) @ vectors.T  # (N, 3)
    return images + shift[:, :, None, None]
