# The gradients are zeroed between backward and step, so the step has nothing to go by: zero_grad comes before backward.
def train_step(model, optimizer, images, labels):
    model.train()
    logits = model(images)
    loss = F.cross_entropy(logits, labels)
    loss.backward()
    optimizer.zero_grad()
    optimizer.step()
    return loss.item()
