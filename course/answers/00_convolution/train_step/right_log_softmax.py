def train_step(model, optimizer, images, labels):
    model.train(True)
    for p in model.parameters():
        p.grad = None
    log_p = torch.log_softmax(model(images), dim=1)
    loss = -log_p[torch.arange(len(labels)), labels].mean()
    loss.backward()
    optimizer.step()
    return loss.detach().cpu().numpy().item()
