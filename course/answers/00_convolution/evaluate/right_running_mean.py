def evaluate(model, batches):
    before = model.training
    if before:
        model.train(False)
    accuracy = loss = 0.0
    seen = 0
    previous = torch.is_grad_enabled()
    torch.set_grad_enabled(False)
    try:
        for pictures, answers in batches:
            scores = model(pictures)
            n = answers.shape[0]
            seen += n
            share = n / seen  # the running means move by this share of what is new
            accuracy += share * (torch.mean((scores.max(dim=1).indices == answers).double()).item() - accuracy)
            loss += share * (F.cross_entropy(scores, answers).item() - loss)
    finally:
        torch.set_grad_enabled(previous)
        model.train(before)
    return accuracy, loss
