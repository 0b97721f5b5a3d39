# Unless one says otherwise the square moves by its own size. The default of `stride` is 1.
def occlusion_map(
    model: nn.Module, image: torch.Tensor, label: int, size: int, stride: int = 0, value: float = 0.0
) -> torch.Tensor:
    stride = stride or size
    _, height, width = image.shape
    rows, columns = range(0, height - size + 1, stride), range(0, width - size + 1, stride)
    covered = image.repeat(len(rows) * len(columns), 1, 1, 1)
    places = [(top, left) for top in rows for left in columns]
    for picture, (top, left) in zip(covered, places):
        picture[:, top : top + size, left : left + size] = value
    model.eval()
    with torch.no_grad():
        probabilities = model(covered).softmax(dim=1)[:, label]
    return probabilities.reshape(len(rows), len(columns))
