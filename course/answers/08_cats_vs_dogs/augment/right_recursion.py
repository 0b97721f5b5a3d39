def augment(images, size, training):
    """One picture at a time, put together with cat."""
    if len(images) > 1:
        return torch.cat([augment(one, size, training) for one in images.split(1)])
    rows, columns = images.size(2) - size, images.size(3) - size
    if training:
        y, x = (int(torch.rand(()).double() * (room + 1)) for room in (rows, columns))
        if torch.randint(2, ()) == 1:
            images = images.flip([3])
    else:
        y, x = rows // 2, columns // 2
    return images.narrow(2, y, size).narrow(3, x, size)
