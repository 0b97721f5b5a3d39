def colour_axes(images):
    pixels = torch.einsum("nchw->cnhw", images).reshape(3, -1).double()
    pixels = pixels - pixels.mean(1, keepdim=True)
    u, s, _ = torch.linalg.svd(pixels, full_matrices=False)
    return (s**2 / pixels.shape[1]).float(), u.float()


def shift_colours(images, values, vectors, alphas):
    return images + torch.einsum("ci,i,ni->nc", vectors, values, alphas)[..., None, None]
