# The accuracy is right, but the loss is the average of the batches' averages: multiply each mean by its batch's size, and divide by the number of pictures.
def evaluate(model, batches):
    before = model.training
    model.eval()
    correct, loss, pictures, n = 0, 0.0, 0, 0
    with torch.no_grad():
        for images, labels in batches:
            logits = model(images)
            correct += (logits.argmax(1) == labels).sum().item()
            loss += F.cross_entropy(logits, labels).item()
            pictures += len(labels)
            n += 1
    model.train(before)
    return correct / pictures, loss / n
