def follow(slow, net, keep=0.99):
    target = net.state_dict()
    for name, tensor in slow.state_dict().items():
        if tensor.dtype in (torch.float16, torch.bfloat16, torch.float32, torch.float64):
            tensor.data.mul_(keep).add_(target[name], alpha=1 - keep)
        else:
            tensor[...] = target[name]
