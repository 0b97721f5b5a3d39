# The model stays in evaluation mode. Set it back to the mode it was in: somebody may go on training it.
def evaluate(model, batches):
    model.eval()
    correct, loss, pictures = 0, 0.0, 0
    with torch.no_grad():
        for images, labels in batches:
            logits = model(images)
            correct += (logits.argmax(1) == labels).sum().item()
            loss += F.cross_entropy(logits, labels, reduction="sum").item()
            pictures += len(labels)
    return correct / pictures, loss / pictures
