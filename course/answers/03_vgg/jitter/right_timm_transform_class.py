class ScaleJitter:
    def __init__(self, size, scale, draw):
        self.size, self.scale, self.draw = size, scale, draw

    def get_params(self, img):
        s = self.draw(*self.scale)
        h, w = img.shape[-2:]
        short, long = (h, w) if h < w else (w, h)
        new_short, new_long = s, (s * long) // short
        new_h, new_w = (new_short, new_long) if h < w else (new_long, new_short)
        i = self.draw(0, new_h - self.size)
        j = self.draw(0, new_w - self.size)
        return (new_h, new_w), i, j

    def __call__(self, img):
        shape, i, j = self.get_params(img)
        up = nn.functional.interpolate(torch.stack([img]), shape, mode="bilinear", antialias=True, align_corners=False)
        index_i, index_j = torch.arange(i, i + self.size), torch.arange(j, j + self.size)
        return up[0].index_select(1, index_i).index_select(2, index_j)


def jitter(image, low, high, size, draw):
    return ScaleJitter(size, (low, high), draw)(image)
