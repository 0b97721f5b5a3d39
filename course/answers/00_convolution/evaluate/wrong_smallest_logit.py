# The smallest logit is taken for the answer: the largest is the likeliest, argmax.
def evaluate(model, batches):
    before = model.training
    model.eval()
    correct, loss, pictures = 0, 0.0, 0
    with torch.no_grad():
        for images, labels in batches:
            logits = model(images)
            correct += (logits.argmin(1) == labels).sum().item()
            loss += F.cross_entropy(logits, labels, reduction="sum").item()
            pictures += len(labels)
    model.train(before)
    return correct / pictures, loss / pictures
