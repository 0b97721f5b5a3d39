def occlusion_map(model, image, label, size, stride=1, value=0.0):
    was_training = model.training
    C, H, W = image.shape
    grid = (H - size) // stride + 1, (W - size) // stride + 1
    num = grid[0] * grid[1]
    used = (grid[0] - 1) * stride + size, (grid[1] - 1) * stride + size
    # one-hot windows folded back onto the picture
    windows = torch.eye(num)[:, None].expand(num, size * size, num)
    mask = F.fold(windows, used, kernel_size=size, stride=stride)
    mask = F.pad(mask, (0, W - used[1], 0, H - used[0])).bool()
    x = image.unsqueeze(0).masked_fill(mask, value)
    model.eval()
    with torch.inference_mode():
        out = F.log_softmax(model(x), dim=-1)[:, label].exp().view(*grid)
    model.train(was_training)
    return out.clone()
