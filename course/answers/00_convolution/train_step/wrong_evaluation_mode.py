# The model is put into evaluation mode. While it learns it belongs in training mode: model.train().
def train_step(model, optimizer, images, labels):
    model.eval()
    optimizer.zero_grad()
    logits = model(images)
    loss = F.cross_entropy(logits, labels)
    loss.backward()
    optimizer.step()
    return loss.item()
