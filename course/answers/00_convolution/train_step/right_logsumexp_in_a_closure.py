def train_step(model, optimizer, images, labels):
    def forward():
        z = model.train()(images)
        right = z[torch.arange(z.size(0)), labels]
        return torch.mean(torch.logsumexp(z, dim=1) - right)

    for group in optimizer.param_groups:
        for p in group["params"]:
            p.grad = None
    (loss := forward()).backward()
    value = loss.tolist()
    optimizer.step()
    return value
