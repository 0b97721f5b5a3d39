def jitter(image, low, high, size, draw):
    s = draw(low, high)
    _, h, w = image.shape
    if h < w:
        new_h, new_w = s, w * s // h
    else:
        new_h, new_w = h * s // w, s
    big = F.interpolate(image.unsqueeze(0), size=[new_h, new_w], mode="bilinear", antialias=True, align_corners=False).squeeze(0)
    places = [range(new_h - size + 1), range(new_w - size + 1)]
    top, left = [r[draw(0, len(r) - 1)] for r in places]
    return big.narrow(1, top, size).narrow(2, left, size)
