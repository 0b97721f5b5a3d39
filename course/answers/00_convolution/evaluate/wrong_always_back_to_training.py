# The model is put into training mode afterwards, even if it was in evaluation mode before. Remember model.training, and set that back.
def evaluate(model, batches):
    model.eval()
    correct, loss, pictures = 0, 0.0, 0
    with torch.no_grad():
        for images, labels in batches:
            logits = model(images)
            correct += (logits.argmax(1) == labels).sum().item()
            loss += F.cross_entropy(logits, labels, reduction="sum").item()
            pictures += len(labels)
    model.train()
    return correct / pictures, loss / pictures
