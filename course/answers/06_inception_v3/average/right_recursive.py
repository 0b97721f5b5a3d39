def follow(slow, net, keep=0.99):
    """One module's own tensors, then those of its children."""
    with torch.inference_mode(False), torch.no_grad():
        for kind in ("_parameters", "_buffers"):
            mine, its = getattr(slow, kind), getattr(net, kind)
            for name in mine:
                if mine[name] is None:
                    continue
                if mine[name].dtype.is_floating_point:
                    mine[name][...] = keep * mine[name] + (1 - keep) * its[name]
                else:
                    mine[name][...] = its[name]
    for (_, below), (_, beside) in zip(slow.named_children(), net.named_children()):
        follow(below, beside, keep)
