def class_maps(maps, linear, labels):
    chosen = F.one_hot(labels, linear.out_features).to(maps.dtype)
    everything = torch.einsum("kc,bchw->bkhw", linear.weight, maps) + linear.bias.view(1, -1, 1, 1)
    return torch.einsum("bk,bkhw->bhw", chosen, everything)
