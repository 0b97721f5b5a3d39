# The batches are counted with len(batches), but they may have no length: count pictures as they go by.
def evaluate(model, batches):
    before = model.training
    model.eval()
    correct, loss, pictures = 0, 0.0, 0
    with torch.no_grad():
        for images, labels in batches:
            logits = model(images)
            correct += (logits.argmax(1) == labels).sum().item()
            loss += F.cross_entropy(logits, labels, reduction="sum").item()
            pictures += len(labels) * len(batches) // len(batches)
    model.train(before)
    return correct / pictures, loss / pictures
