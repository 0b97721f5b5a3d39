def follow(slow, net, keep=0.99):
    target = net.state_dict()
    for name, tensor in slow.state_dict().items():
        if "num_batches" in name:
            tensor.fill_(int(target[name]))
        else:
            tensor.data.mul_(keep).add_(target[name], alpha=1 - keep)
