# What comes back is the sum over the batch, loss times its size. Return the mean that you went back from.
def train_step(model, optimizer, images, labels):
    model.train()
    optimizer.zero_grad()
    logits = model(images)
    loss = F.cross_entropy(logits, labels)
    loss.backward()
    optimizer.step()
    return loss.item() * len(labels)
