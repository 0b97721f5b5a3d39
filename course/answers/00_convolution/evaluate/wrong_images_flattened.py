# The images are flattened before the model gets them. Give them to it as they are, (B, C, H, W).
def evaluate(model, batches):
    before = model.training
    model.eval()
    correct, loss, pictures = 0, 0.0, 0
    with torch.no_grad():
        for images, labels in batches:
            logits = model(images.flatten(1))
            correct += (logits.argmax(1) == labels).sum().item()
            loss += F.cross_entropy(logits, labels, reduction="sum").item()
            pictures += len(labels)
    model.train(before)
    return correct / pictures, loss / pictures
