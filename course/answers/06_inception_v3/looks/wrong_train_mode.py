# The network is asked in training mode, where dropout drops: call net.eval() first.
def many_looks(net: nn.Module, images: torch.Tensor, shifts: tuple[int, ...] = (-2, 0, 2)) -> torch.Tensor:
    """Mean probabilities (B, K) over all shifts of images (B, C, H, W)."""
    with torch.no_grad():
        looks = [net(torch.roll(images, (dy, dx), dims=(2, 3))).softmax(dim=1) for dy in shifts for dx in shifts]
    return torch.stack(looks).mean(dim=0)
