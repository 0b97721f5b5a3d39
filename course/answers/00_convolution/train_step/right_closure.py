def train_step(model, optimizer, images, labels):
    model.train()

    def closure():
        model.zero_grad()
        loss = F.nll_loss(F.log_softmax(model(images), dim=-1), labels)
        loss.backward()
        return loss

    return optimizer.step(closure).item()
