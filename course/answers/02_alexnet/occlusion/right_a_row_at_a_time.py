def occlusion_map(model, image, label, size, stride=1, value=0.0):
    model.eval()
    height, width = image.shape[-2:]
    lefts = list(range(0, width - size + 1, stride))
    with torch.no_grad():
        found = []
        top = 0
        while top + size <= height:
            batch = image.unsqueeze(0).repeat(len(lefts), 1, 1, 1)
            for i, left in enumerate(lefts):
                batch[i, :, top : top + size, left : left + size].fill_(value)
            found.append(torch.softmax(model(batch), -1)[:, label])
            top += stride
    return torch.stack(found)
