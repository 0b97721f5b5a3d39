# You search from the first convolution of `deep` each time, so that a later layer overwrites an earlier one of the same shape.
def warm_start(deep: nn.Module, shallow: nn.Module) -> None:
    given = [layer for layer in shallow.modules() if isinstance(layer, nn.Conv2d)][:4]
    places = [layer for layer in deep.modules() if isinstance(layer, nn.Conv2d)]
    for layer in given:
        place = next(place for place in places if place.weight.shape == layer.weight.shape)
        place.load_state_dict(layer.state_dict())
    linear = ([layer for layer in net.modules() if isinstance(layer, nn.Linear)] for net in (deep, shallow))
    for place, layer in zip(*linear, strict=True):
        place.load_state_dict(layer.state_dict())
