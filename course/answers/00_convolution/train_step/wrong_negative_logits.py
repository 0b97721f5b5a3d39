# The step goes uphill: the gradient already points where the loss grows, and the optimizer goes the other way by itself. No minus sign.
def train_step(model, optimizer, images, labels):
    model.train()
    optimizer.zero_grad()
    logits = model(images)
    loss = F.cross_entropy(logits, labels)
    (-loss).backward()
    optimizer.step()
    return loss.item()
