# nll_loss wants logarithms of probabilities and was given logits: use cross_entropy, or put a log_softmax in front.
def train_step(model, optimizer, images, labels):
    model.train()
    optimizer.zero_grad()
    logits = model(images)
    loss = F.nll_loss(logits, labels)
    loss.backward()
    optimizer.step()
    return loss.item()
