# The gradients are tracked: model.eval() does not switch them off. Put torch.no_grad() around the loop.
def evaluate(model, batches):
    before = model.training
    model.eval()
    correct, loss, pictures = 0, 0.0, 0
    for images, labels in batches:
        logits = model(images)
        correct += (logits.argmax(1) == labels).sum().item()
        loss += F.cross_entropy(logits, labels, reduction="sum").item()
        pictures += len(labels)
    model.train(before)
    return correct / pictures, loss / pictures
