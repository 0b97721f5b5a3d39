def colour_axes(images):
    X = images.permute(1, 0, 2, 3).reshape(3, -1)
    mu = X.mean(dim=1, keepdim=True)
    cov = torch.einsum("ip,jp->ij", X - mu, X - mu) / X.shape[1]
    out = torch.linalg.eigh(cov)
    return out.eigenvalues.flip(0), out.eigenvectors.flip(1)


def shift_colours(images, values, vectors, alphas):
    return images + torch.einsum("ij,nj->ni", vectors, alphas * values).reshape(-1, 3, 1, 1)
