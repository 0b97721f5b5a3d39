# The running means follow, the running variances stay behind: all buffers of floating-point numbers follow.
def follow(slow, net, keep=0.99):
    with torch.no_grad():
        for (name, mean), now in zip(slow.state_dict().items(), net.state_dict().values()):
            if not mean.is_floating_point():
                mean.copy_(now)
            elif "running_var" not in name:
                mean.mul_(keep).add_((1 - keep) * now)
