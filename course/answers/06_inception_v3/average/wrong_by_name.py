# What is averaged is told by its name: other buffers than batch norm's stay behind. Every floating-point number follows, and everything else is copied.
@torch.no_grad()
def follow(slow, net, keep=0.99):
    now = net.state_dict()
    for name, mean in slow.state_dict().items():
        if name.endswith(("weight", "bias", "running_mean", "running_var")):
            mean.mul_(keep).add_((1 - keep) * now[name])
        elif name.endswith("num_batches_tracked"):
            mean.copy_(now[name])
