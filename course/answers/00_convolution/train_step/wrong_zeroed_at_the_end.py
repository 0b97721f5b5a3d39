# The gradients are zeroed at the end only, so whatever was left behind before the first step counts. Zero them before backward.
def train_step(model, optimizer, images, labels):
    model.train()
    logits = model(images)
    loss = F.cross_entropy(logits, labels)
    loss.backward()
    optimizer.step()
    optimizer.zero_grad()
    return loss.item()
