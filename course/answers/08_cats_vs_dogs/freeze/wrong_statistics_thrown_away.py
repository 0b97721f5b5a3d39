# Without track_running_stats batch norm has no statistics of ImageNet any more: it always uses the batch.
def freeze(module):
    module.requires_grad_(False)
    for part in module.modules():
        part.eval()
        if isinstance(part, nn.BatchNorm2d):
            part.track_running_stats = False
            part.running_mean = part.running_var = part.num_batches_tracked = None
        part.train = lambda mode=True, part=part: part
    return module
