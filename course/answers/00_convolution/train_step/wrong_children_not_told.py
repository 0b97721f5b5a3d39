# `model.training = True` tells the model alone. model.train() tells every layer in it: the dropout is one of those.
def train_step(model, optimizer, images, labels):
    model.training = True
    optimizer.zero_grad()
    logits = model(images)
    loss = F.cross_entropy(logits, labels)
    loss.backward()
    optimizer.step()
    return loss.item()
