# The loss that comes back was computed again after the update. Return the one from before, which you have already.
def train_step(model, optimizer, images, labels):
    model.train()
    optimizer.zero_grad()
    logits = model(images)
    loss = F.cross_entropy(logits, labels)
    loss.backward()
    optimizer.step()
    return F.cross_entropy(model(images), labels).item()
