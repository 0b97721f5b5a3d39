# Gradients are switched off for good: after torch.set_grad_enabled(False) nothing can be trained any more. `with torch.no_grad():` switches them on again.
def evaluate(model, batches):
    before = model.training
    model.eval()
    correct, loss, pictures = 0, 0.0, 0
    torch.set_grad_enabled(False)
    for images, labels in batches:
        logits = model(images)
        correct += (logits.argmax(1) == labels).sum().item()
        loss += F.cross_entropy(logits, labels, reduction="sum").item()
        pictures += len(labels)
    model.train(before)
    return correct / pictures, loss / pictures
