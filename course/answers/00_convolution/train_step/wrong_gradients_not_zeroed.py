# The gradients are never zeroed. backward adds to what is there, so each step drags all earlier ones along: optimizer.zero_grad() belongs at the beginning.
def train_step(model, optimizer, images, labels):
    model.train()
    logits = model(images)
    loss = F.cross_entropy(logits, labels)
    loss.backward()
    optimizer.step()
    return loss.item()
