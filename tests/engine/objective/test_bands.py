"""A picture judged band by band is judged as the whole."""

from __future__ import annotations

import weakref

import pytest
import torch

import ukiyo_widgets as uw
from tests.conftest import make_print, tiny_weights
from tests.engine.objective.test_objective import HALVES
from ukiyo_widgets.engine.layers import LAYERS
from ukiyo_widgets.engine.network.vgg import VGG19
from ukiyo_widgets.engine.objective.bands import HALO_PX, bands, features_in_bands
from ukiyo_widgets.engine.objective.objective import Objective
from ukiyo_widgets.engine.objective.passes import evaluate
from ukiyo_widgets.engine.objective.targets import measure_targets
from ukiyo_widgets.engine.settings import Settings
from ukiyo_widgets.images.colour import luma

HEIGHT, WIDTH = 330, 36  # neither can be halved four times


def make_objective(weights, *, band, **settings):
    chosen = Settings(band=band, colour_weight=0, chroma_smoothness=0, **settings)
    network = VGG19(weights, pooling=chosen.pooling, device=torch.device("cpu"), dtype=torch.float64)
    targets = measure_targets(
        network,
        content=luma(make_print(height=HEIGHT, width=WIDTH, seed=1, dtype=torch.float64)),
        references=[make_print(height=40, width=48, seed=seed, dtype=torch.float64) for seed in (2, 3)],
        reference_weights=(1.0, 2.0),
        content_layers=chosen.content_layers,
        style_layers=chosen.style_layers,
        regions=chosen.regions,
        band_px=chosen.band,
    )
    return Objective.from_settings(chosen, network=network, targets=targets)


SETTINGS = [
    {},
    {"loss_form": "mean", "total_variation": 1e-3},
    {"pooling": "average", "content_layers": "conv1_2=1,conv3_3=2", "style_layers": "conv2_2,conv5_1"},
    {"regions": HALVES},
    {"style_layers": "conv5_1=1", "content_weight": 0},
]


@pytest.mark.parametrize(
    ("weights", "settings", "rows"),
    [
        *(("tiny", settings, rows) for settings in SETTINGS for rows in (64, 128, 160)),
        *(("real", settings, 64) for settings in SETTINGS[1:4:2]),
    ],
    indirect=["weights"],
)
def test_losses_and_gradient_are_those_of_the_whole(weights, settings, rows):
    pixels = make_print(height=HEIGHT, width=WIDTH, seed=5, dtype=torch.float64)
    whole, banded = make_objective(weights, band=0, **settings), make_objective(weights, band=rows, **settings)
    expected = evaluate(whole, pixels, style_weight=30.0)
    found = evaluate(banded, pixels, style_weight=30.0)
    assert found.losses.keys() == expected.losses.keys()
    for name, loss in expected.losses.items():
        torch.testing.assert_close(found.losses[name], loss, rtol=1e-8, atol=1e-12)
    scale = expected.gradient.abs().max().item()
    torch.testing.assert_close(found.gradient, expected.gradient, rtol=0, atol=1e-8 * scale)


@pytest.mark.parametrize("height", [16, 63, 64, 100, 161, 1000])
@pytest.mark.parametrize("rows", [1, 64, 100, 5000])
def test_bands_make_up_the_picture_at_every_layer(height, rows):
    parts = bands(height, rows_px=rows)
    assert (parts[0].top, parts[-1].bottom) == (0, height)
    for layer in LAYERS:
        spans = [band.span(layer) for band in parts]
        assert sum(span.share for span in spans) == pytest.approx(1)
        assert [span.rows.start for span in spans[1:]] == [span.rows.stop for span in spans[:-1]]
        for band, span in zip(parts, spans, strict=True):
            inside = band.inside(layer)
            assert inside.stop - inside.start == span.rows.stop - span.rows.start
            assert inside.start >= 0


def test_the_halo_is_as_wide_as_conv5_1_sees(weights):
    network = VGG19(weights, pooling="average", device=torch.device("cpu"), dtype=torch.float64)
    pixels = make_print(height=2 * HALO_PX + 16, width=16, seed=1, dtype=torch.float64).requires_grad_()
    row = HALO_PX // 16
    network.features(pixels, ["conv5_1"])["conv5_1"][:, row].sum().backward()
    seen = pixels.grad.abs().sum((0, 2)).nonzero().flatten()
    assert seen.min() >= 16 * row - HALO_PX
    assert seen.max() < 16 * row + 16 + HALO_PX


def test_a_run_in_bands_goes_the_way_of_the_whole():
    prints = make_print(height=200, width=40, seed=1), make_print(height=40, width=48, seed=2)
    whole, banded = (
        uw.colorize(*prints, preset="paper", start="content", size=200, precision="float32", band=band).advance(4)
        for band in (0, 64)
    )
    assert banded.losses["total"] == pytest.approx(whole.losses["total"], rel=1e-3)


def test_bands_do_not_hold_on_to_the_memory_of_the_whole():
    network = VGG19(tiny_weights(), pooling="max", device=torch.device("cpu"), dtype=torch.float32)
    picture = make_print(height=400, width=32)
    with network.arena(picture[None]) as arena:
        whole = weakref.ref(arena)
    del arena
    for _ in features_in_bands(picture, network, ["conv1_1"], rows_px=16):
        pass
    assert whole() is None
