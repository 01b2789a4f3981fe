"""Every way to convolve against torch's in float64, forward and back, at sizes that fill tiles and bands and that do not."""

from __future__ import annotations

import pytest
import torch
import torch.nn.functional as F

from ukiyo_widgets.engine import convolution
from ukiyo_widgets.engine.convolution import Direct, Unfolded, Winograd

SIZES = [(1, 1), (3, 5), (4, 8), (9, 6), (17, 33)]


def new(*shape):
    return torch.full(shape, float("nan"))  # what is not written shows


@pytest.fixture(params=[Direct, Unfolded, Winograd])
def way(request):
    return request.param


@pytest.fixture(params=[2**10, 20 * 2**20], ids=["narrow bands", "one band"])
def _bands(request, monkeypatch):
    monkeypatch.setattr(convolution, "BAND_BYTES", request.param)


def examples(height, width, *, channels=5, filters=7):
    generator = torch.Generator().manual_seed(height * width)
    kernel = torch.randn(filters, channels, 3, 3, generator=generator, dtype=torch.float64)
    bias = torch.randn(filters, generator=generator, dtype=torch.float64)
    signal = torch.randn(height, width, channels, generator=generator, dtype=torch.float64)
    gradient = torch.randn(height, width, filters, generator=generator, dtype=torch.float64)
    return kernel, bias, signal, gradient


@pytest.mark.usefixtures("_bands")
@pytest.mark.parametrize(("height", "width"), SIZES)
def test_forward_is_the_convolution_and_its_relu(way, height, width):
    kernel, bias, signal, _ = examples(height, width)
    expected = F.conv2d(signal.permute(2, 0, 1)[None], kernel, bias, padding=1)[0].relu().permute(1, 2, 0)
    result = way(kernel.float(), bias.float()).forward(signal.float(), new=new)
    torch.testing.assert_close(result.double(), expected, rtol=1e-4, atol=1e-4)


@pytest.mark.usefixtures("_bands")
@pytest.mark.parametrize(("height", "width"), SIZES)
def test_backward_is_its_derivative(way, height, width):
    kernel, bias, signal, gradient = examples(height, width)
    variable = signal.permute(2, 0, 1)[None].requires_grad_()
    F.conv2d(variable, kernel, bias, padding=1).backward(gradient.permute(2, 0, 1)[None])
    result = way(kernel.float(), bias.float()).backward(gradient.float(), new=new)
    torch.testing.assert_close(result.double(), variable.grad[0].permute(1, 2, 0), rtol=1e-4, atol=1e-4)


def test_winograds_rounding_stays_small_where_it_is_used():
    kernel, bias, signal, _ = examples(32, 32, channels=256, filters=256)
    exact = Direct(kernel, bias).forward(signal, new=new)
    rounded = Winograd(kernel.float(), bias.float()).forward(signal.float(), new=new)
    assert (rounded - exact).abs().max() < 5e-5 * exact.abs().max()
