def evaluate(model, batches):
    before = model.training
    try:
        model.train(False)
        hits, surprises = [], []
        with torch.inference_mode():
            for images, labels in batches:
                log_p = model(images).log_softmax(-1)
                hits += (log_p.argmax(-1) == labels).tolist()
                surprises += (-log_p.gather(1, labels[:, None])).flatten().tolist()
        return sum(hits) / len(hits), sum(surprises) / len(surprises)
    finally:
        model.train(before)
