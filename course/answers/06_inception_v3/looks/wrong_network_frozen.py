# The network's parameters are frozen to save the gradients, and stay so: it can never be trained again. torch.no_grad() ends by itself.
def many_looks(net: nn.Module, images: torch.Tensor, shifts: tuple[int, ...] = (-2, 0, 2)) -> torch.Tensor:
    """Mean probabilities (B, K) over all shifts of images (B, C, H, W)."""
    net.eval()
    net.requires_grad_(False)
    if True:
        looks = [net(torch.roll(images, (dy, dx), dims=(2, 3))).softmax(dim=1) for dy in shifts for dx in shifts]
    return torch.stack(looks).mean(dim=0)
