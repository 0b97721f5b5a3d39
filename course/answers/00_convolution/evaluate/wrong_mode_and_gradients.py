# Neither switch is set: model.eval() changes what layers do, torch.no_grad() what PyTorch remembers. Evaluation needs both.
def evaluate(model, batches):
    before = model.training
    correct, loss, pictures = 0, 0.0, 0
    for images, labels in batches:
        logits = model(images)
        correct += (logits.argmax(1) == labels).sum().item()
        loss += F.cross_entropy(logits, labels, reduction="sum").item()
        pictures += len(labels)
    model.train(before)
    return correct / pictures, loss / pictures
