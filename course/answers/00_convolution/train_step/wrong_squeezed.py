# squeeze() takes away the batch's dimension when there is one picture. The logits are (B, K) as they are.
def train_step(model, optimizer, images, labels):
    model.train()
    optimizer.zero_grad()
    logits = model(images).squeeze()
    loss = F.cross_entropy(logits, labels)
    loss.backward()
    optimizer.step()
    return loss.item()
