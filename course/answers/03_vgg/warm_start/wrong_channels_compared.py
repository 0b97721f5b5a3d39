# You compare the numbers of channels. A 1×1 convolution may have the same: compare the shapes of the weights.
def warm_start(deep: nn.Module, shallow: nn.Module) -> None:
    given = [layer for layer in shallow.modules() if isinstance(layer, nn.Conv2d)][:4]
    places = (layer for layer in deep.modules() if isinstance(layer, nn.Conv2d))
    for layer in given:
        place = next(place for place in places if (place.in_channels, place.out_channels) == (layer.in_channels, layer.out_channels))
        place.weight.data, place.bias.data = layer.weight.data.clone(), layer.bias.data.clone()
    linear = ([layer for layer in net.modules() if isinstance(layer, nn.Linear)] for net in (deep, shallow))
    for place, layer in zip(*linear, strict=True):
        place.load_state_dict(layer.state_dict())
