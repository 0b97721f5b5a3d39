"""What the environment and a misspelled name say."""

from pathlib import Path

import pytest
import torch

from convnets.base import device, settings
from convnets.base.names import UnknownName, unknown


def test_an_unknown_name_offers_the_nearest_and_the_command_that_lists_all():
    error = unknown("model", "LeNet-5", ["resnet18", "lenet5", "lenet5_original"], "convnets list models")
    assert isinstance(error, UnknownName) and isinstance(error, ValueError)
    assert str(error) == "no model called 'LeNet-5'. Nearest: 'lenet5', 'lenet5_original'. All of them: convnets list models"
    assert "Nearest" not in str(unknown("model", "zzz", ["lenet5"], "convnets list models"))
    assert "called 5." in str(unknown("model", 5, ["lenet5"], "convnets list models"))


@pytest.mark.parametrize(("cuda", "mps", "picked"), [(True, True, "cuda"), (False, True, "mps"), (False, False, "cpu")])
def test_the_device_is_cuda_then_mps_then_cpu(monkeypatch, cuda, mps, picked):
    monkeypatch.setattr(torch.cuda, "is_available", lambda: cuda)
    monkeypatch.setattr(torch.backends.mps, "is_available", lambda: mps)
    assert device.pick().type == picked


def test_the_cpu_is_described_with_its_threads(monkeypatch):
    monkeypatch.setattr(device, "pick", lambda: torch.device("cpu"))
    assert device.describe().startswith("CPU, ") and "thread" in device.describe()


def test_settings_follow_the_environment_as_it_changes(monkeypatch, tmp_path):
    monkeypatch.setenv("CONVNETS_HOME", str(tmp_path))
    assert settings.home() == tmp_path
    monkeypatch.delenv("CONVNETS_HOME")
    assert settings.home() == Path.home() / ".convnets"
    for value, on in (("1", True), ("yes", True), ("0", False), ("", False), ("false", False)):
        monkeypatch.setenv("CONVNETS_FAST", value)
        assert settings.fast() is on
