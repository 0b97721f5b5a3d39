# The pictures are moved the other way: a positive shift moves down and to the right.
def many_looks(net: nn.Module, images: torch.Tensor, shifts: tuple[int, ...] = (-2, 0, 2)) -> torch.Tensor:
    """Mean probabilities (B, K) over all shifts of images (B, C, H, W)."""
    net.eval()
    with torch.no_grad():
        looks = [net(torch.roll(images, (-dy, -dx), dims=(2, 3))).softmax(dim=1) for dy in shifts for dx in shifts]
    return torch.stack(looks).mean(dim=0)
