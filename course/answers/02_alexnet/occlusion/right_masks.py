def occlusion_map(model, image, label, size, stride=1, value=0.0):
    c, h, w = image.shape
    n_rows, n_columns = (h - size) // stride + 1, (w - size) // stride + 1
    y, x = torch.arange(h)[None, :, None], torch.arange(w)[None, None]
    place = torch.arange(n_rows * n_columns)
    top, left = (place // n_columns * stride)[:, None, None], (place % n_columns * stride)[:, None, None]
    hidden = (y >= top) & (y < top + size) & (x >= left) & (x < left + size)
    pictures = torch.where(hidden[:, None], torch.full_like(image, value)[None], image[None])
    with torch.inference_mode():
        logits = model.train(False)(pictures)
    return (logits - logits.logsumexp(1, keepdim=True)).exp()[:, label].view(n_rows, n_columns)
