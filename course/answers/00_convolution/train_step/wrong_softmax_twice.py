# There is a softmax before the cross-entropy, which applies softmax itself: hand it the logits as they are.
def train_step(model, optimizer, images, labels):
    model.train()
    optimizer.zero_grad()
    logits = model(images)
    loss = F.cross_entropy(logits.softmax(dim=1), labels)
    loss.backward()
    optimizer.step()
    return loss.item()
