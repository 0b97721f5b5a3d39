# Tensors come back in place of plain numbers: .item() turns a tensor of one value into a float.
def evaluate(model, batches):
    before = model.training
    model.eval()
    correct, loss, pictures = 0, 0.0, 0
    with torch.no_grad():
        for images, labels in batches:
            logits = model(images)
            correct = correct + (logits.argmax(1) == labels).sum()
            loss = loss + F.cross_entropy(logits, labels, reduction="sum")
            pictures += len(labels)
    model.train(before)
    return correct / pictures, loss / pictures
