"""Every way to convolve against torch's in float64, forward and back, at sizes that fill tiles and bands and that do not."""

from __future__ import annotations

import pytest
import torch
import torch.nn.functional as F

from ukiyo_widgets.engine.network import convolution
from ukiyo_widgets.engine.network.convolution import Direct, Unfolded, Winograd

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
    signal = torch.randn(2, height, width, channels, generator=generator, dtype=torch.float64)
    gradient = torch.randn(2, height, width, filters, generator=generator, dtype=torch.float64)
    return kernel, bias, signal, gradient


@pytest.mark.usefixtures("_bands")
@pytest.mark.parametrize(("height", "width"), SIZES)
def test_forward_is_the_convolution_and_its_relu(way, height, width):
    kernel, bias, signal, _ = examples(height, width)
    expected = F.conv2d(signal.permute(0, 3, 1, 2), kernel, bias, padding=1).relu().permute(0, 2, 3, 1)
    result = way(kernel, bias, dtype=torch.float32).forward(signal.float(), new=new)
    torch.testing.assert_close(result.double(), expected, rtol=1e-4, atol=1e-4)


@pytest.mark.usefixtures("_bands")
@pytest.mark.parametrize(("height", "width"), SIZES)
def test_backward_is_its_derivative(way, height, width):
    kernel, bias, signal, gradient = examples(height, width)
    variable = signal.permute(0, 3, 1, 2).requires_grad_()
    F.conv2d(variable, kernel, bias, padding=1).backward(gradient.permute(0, 3, 1, 2))
    result = way(kernel, bias, dtype=torch.float32).backward(gradient.float(), new=new)
    torch.testing.assert_close(result.double(), variable.grad.permute(0, 2, 3, 1), rtol=1e-4, atol=1e-4)


@pytest.mark.parametrize(("dtype", "most"), [(torch.float32, 3e-6), (torch.bfloat16, 0.025)])
def test_winograds_rounding_stays_small_where_it_is_used(dtype, most):
    kernel, bias, signal, gradient = examples(32, 32, channels=256, filters=256)
    exact, rounded = Direct(kernel, bias, dtype=torch.float64), Winograd(kernel, bias, dtype=dtype)
    for each in (signal.relu(), gradient):
        for way in ("forward", "backward"):
            expected = getattr(exact, way)(each, new=new)
            result = getattr(rounded, way)(each.to(dtype), new=lambda *shape: new(*shape).to(dtype))
            assert (result - expected).norm() < most * expected.norm()


def test_bfloat16_holds_winograds_transforms_exactly():
    kernel, bias, _, _ = examples(1, 1)
    rounded, exact = (vars(Winograd(kernel, bias, dtype=dtype)) for dtype in (torch.bfloat16, torch.float64))
    for name in ("_into", "_out", "_back_into", "_back_out"):
        assert torch.equal(rounded[name].double(), exact[name])
