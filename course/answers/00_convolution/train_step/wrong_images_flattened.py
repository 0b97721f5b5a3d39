# The images are flattened before the model gets them. Give them to it as they are, (B, C, H, W): its convolutions need rows and columns.
def train_step(model, optimizer, images, labels):
    model.train()
    optimizer.zero_grad()
    logits = model(images.flatten(1))
    loss = F.cross_entropy(logits, labels)
    loss.backward()
    optimizer.step()
    return loss.item()
