# The model is called a second time, for the loss that is returned. One forward pass gives the loss for both.
def train_step(model, optimizer, images, labels):
    model.train()
    optimizer.zero_grad()
    with torch.no_grad():
        before = F.cross_entropy(model(images), labels).item()
    logits = model(images)
    loss = F.cross_entropy(logits, labels)
    loss.backward()
    optimizer.step()
    return before
