def follow(slow, net, keep=0.99):
    now = net.state_dict()
    mixed = {k: keep * v + (1 - keep) * now[k] if v.is_floating_point() else now[k].clone() for k, v in slow.state_dict().items()}
    slow.load_state_dict(mixed)
