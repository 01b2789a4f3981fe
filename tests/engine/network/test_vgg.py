"""The network against plain torch, layer by layer."""

from __future__ import annotations

import weakref

import pytest
import torch
import torch.nn.functional as F

from tests.conftest import make_print, tiny_weights
from ukiyo_widgets.engine.layers import LAYERS
from ukiyo_widgets.engine.network.arena import Arena
from ukiyo_widgets.engine.network.pooling import POOLINGS
from ukiyo_widgets.engine.network.vgg import VGG19
from ukiyo_widgets.engine.network.weights import PREPROCESSINGS, Weights

CPU = torch.device("cpu")


def plain_features(pixels, weights, pool):
    """VGG-19 written out in Oxford's own terms: BGR, 0–255, minus the means, one layer after the other."""
    mean_bgr = torch.tensor([103.939, 116.779, 123.68], dtype=torch.float64).view(3, 1, 1)
    signal = (255 * pixels.double().flip(0) - mean_bgr)[None]
    features = {}
    for layer in LAYERS:
        kernel, bias = (tensor.double() for tensor in weights.convolutions[layer])
        if layer == "conv1_1":
            kernel = kernel.flip(1)  # back to BGR, as in the file
        elif layer.endswith("_1"):
            signal = pool(signal, 2)
        signal = F.conv2d(signal, kernel, bias, padding=1).clamp_min(0)
        features[layer] = signal[0]
    return features


@pytest.mark.parametrize(("pooling", "pool"), [("max", F.max_pool2d), ("average", F.avg_pool2d)])
def test_features_are_those_of_the_oxford_network(weights, pooling, pool):
    network = VGG19(weights, pooling=pooling, device=CPU, dtype=torch.float64)
    pixels = make_print(height=33, width=47, dtype=torch.float64)
    expected = plain_features(pixels, weights, pool)
    for layer, features in network.features(pixels, LAYERS).items():
        torch.testing.assert_close(features, expected[layer], rtol=1e-6, atol=1e-6)


def test_torchvisions_preprocessing():
    tiny = tiny_weights()
    oxford = VGG19(tiny, pooling="max", device=CPU, dtype=torch.float64)
    retrained = Weights(tiny.convolutions, PREPROCESSINGS["torchvision"], "", "")
    theirs = VGG19(retrained, pooling="max", device=CPU, dtype=torch.float64)
    pixels = make_print(dtype=torch.float64)
    mean = torch.tensor([0.485, 0.456, 0.406], dtype=torch.float64).view(3, 1, 1)
    std = torch.tensor([0.229, 0.224, 0.225], dtype=torch.float64).view(3, 1, 1)
    oxford_mean = torch.tensor([123.68, 116.779, 103.939], dtype=torch.float64).view(3, 1, 1)
    same_input = ((pixels - mean) / std + oxford_mean) / 255
    for layer in ("conv1_1", "conv3_2"):
        torch.testing.assert_close(theirs.features(pixels, [layer])[layer], oxford.features(same_input, [layer])[layer])


def test_the_pass_ends_at_the_deepest_layer_asked_for(weights):
    network = VGG19(weights, pooling="max", device=CPU, dtype=torch.float32)
    # 8 px is too small for conv5_1 (four poolings), but not for conv3_1 (two).
    assert set(network.features(make_print(height=8, width=8), ["conv3_1", "conv1_2"])) == {"conv1_2", "conv3_1"}
    assert network.passes == 1


def test_bfloat16_is_close_to_float32(weights):
    pixels = make_print(height=64, width=64)
    exact = VGG19(weights, pooling="max", device=CPU, dtype=torch.float32).features(pixels, ["conv4_2"])["conv4_2"]
    rounded = VGG19(weights, pooling="max", device=CPU, dtype=torch.bfloat16).features(pixels, ["conv4_2"])["conv4_2"]
    assert rounded.dtype == torch.bfloat16
    assert (rounded.float() - exact).norm() < 0.05 * exact.norm()


def test_a_faint_noise_reaches_the_network_in_bfloat16():
    # 0.001 gray levels around the mean: subtracted in bfloat16, it would vanish.
    network = VGG19(tiny_weights(), pooling="max", device=CPU, dtype=torch.bfloat16)
    mean = torch.tensor(PREPROCESSINGS["oxford"].mean).view(3, 1, 1)
    noise = 0.001 / 255 * torch.randn(3, 16, 16, generator=torch.Generator().manual_seed(0))
    assert network._prepare((mean + noise)[None]).float().std() == pytest.approx(0.001, rel=0.1)


@pytest.mark.parametrize(("pooling", "pool"), [("max", F.max_pool2d), ("average", F.avg_pool2d)])
@pytest.mark.parametrize("layers", [("conv1_1", "conv1_2", "conv3_4"), ("conv5_1",), ("conv4_2", "conv2_2")])
def test_the_way_back_is_that_of_autograd(pooling, pool, layers):
    tiny = tiny_weights()
    pixels = make_print(height=33, width=47, dtype=torch.float64)
    gradients = []
    for features in (
        lambda each: plain_features(each, tiny, pool),
        lambda each: VGG19(tiny, pooling=pooling, device=CPU, dtype=torch.float64).features(each, layers),
    ):
        variable = pixels.clone().requires_grad_()
        found = features(variable)
        sum((found[layer] * found[layer].detach().cos()).sum() for layer in layers).backward()
        gradients.append(variable.grad)
    torch.testing.assert_close(*gradients, rtol=1e-6, atol=1e-9)


def test_flat_paper_gives_its_gradient_to_one_of_equals():
    flat, arena = torch.full((1, 4, 6, 2), 0.9), Arena()
    pooled, memory = POOLINGS["max"].forward(flat, name="", arena=arena)
    gradient = torch.arange(1.0, 13.0).view(pooled.shape)
    theirs = flat.permute(0, 3, 1, 2).requires_grad_()
    F.max_pool2d(theirs, 2).backward(gradient.permute(0, 3, 1, 2))
    result = POOLINGS["max"].backward(gradient.clone(), memory, new=torch.empty)
    assert torch.equal(result, theirs.grad.permute(0, 2, 3, 1))


def test_features_stay_what_they_were():
    network = VGG19(tiny_weights(), pooling="max", device=CPU, dtype=torch.float32)
    first = network.features(make_print(seed=1), LAYERS)
    kept = {layer: each.clone() for layer, each in first.items()}
    other = make_print(seed=2)[None]
    with network.arena(other) as arena:
        network.forward(other, LAYERS, arena=arena)
    network.features(make_print(seed=3), LAYERS)
    assert all(torch.equal(first[layer], kept[layer]) for layer in LAYERS)


def test_passes_at_the_same_time_do_not_share_memory():
    network = VGG19(tiny_weights(), pooling="max", device=CPU, dtype=torch.float32)
    picture = make_print(seed=1)[None]
    with network.arena(picture) as one, network.arena(picture) as other:
        first = network.forward(picture, ["conv3_1"], arena=one).features["conv3_1"].clone()
        network.forward(make_print(seed=2)[None], ["conv3_1"], arena=other)
        again = network.forward(picture, ["conv3_1"], arena=one).features["conv3_1"]
        assert torch.equal(first, again)


def make_network(dtype=torch.float32):
    return VGG19(tiny_weights(), pooling="max", device=CPU, dtype=dtype)


def test_networks_that_compute_in_turn_share_memory_of_one_precision():
    one, other, exact = make_network(), make_network(), make_network(torch.float64)
    picture = make_print(seed=1)[None]
    with one.arena(picture) as first:
        pass
    with exact.arena(picture) as third:
        assert third is not first
    with other.arena(picture) as second:
        assert second is first
    with other.arena(picture[..., :16, :16]) as small:
        assert small is not first  # else it would keep the memory of a large run


def test_memory_is_free_when_no_network_is_left_that_used_it():
    one, other = make_network(), make_network()
    picture = make_print(seed=1)[None]
    for network in (one, other):
        with network.arena(picture) as arena:
            used = weakref.ref(arena)
    del arena, one, network
    assert used() is not None
    del other
    assert used() is None
