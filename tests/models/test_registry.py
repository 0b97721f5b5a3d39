"""Networks by name: what is answered, and what every one of them must have."""

import pytest
import torch
from proof import on_meta

from convnets import measure, models
from convnets.base.names import UnknownName


@pytest.mark.parametrize("name", models.names())
def test_every_network_has_the_parameters_its_entry_names(name):
    assert measure.parameters(on_meta(name)) == models.info(name).parameters


def test_misspelled_models_and_options_are_answered():
    with pytest.raises(UnknownName, match=r"'lenet6'\. Nearest: 'lenet5'.*convnets list models"):
        models.create("lenet6")
    with pytest.raises(UnknownName, match=r"no option 'in_chanels'\. Did you mean 'in_channels'\? It takes: num_classes, in_channels"):
        models.create("lenet5", in_chanels=3)
    assert models.create("lenet5", in_channels=3)(torch.zeros(1, 3, 32, 32)).shape == (1, 10)
