# The model is called twice for each batch, once for the accuracy and once for the loss. Keep its logits, and use them for both.
def evaluate(model, batches):
    before = model.training
    model.eval()
    correct, loss, pictures = 0, 0.0, 0
    with torch.no_grad():
        for images, labels in batches:
            correct += (model(images).argmax(1) == labels).sum().item()
            loss += F.cross_entropy(model(images), labels, reduction="sum").item()
            pictures += len(labels)
    model.train(before)
    return correct / pictures, loss / pictures
