"""The gradient against finite differences, and where the loss is zero."""

from __future__ import annotations

import pytest
import torch

from tests.conftest import make_print
from ukiyo_widgets.engine.colour.chroma import ChromaTargets, likeness_of_neighbours
from ukiyo_widgets.engine.layers import LayerWeights
from ukiyo_widgets.engine.network.vgg import VGG19
from ukiyo_widgets.engine.objective.objective import Objective
from ukiyo_widgets.engine.objective.passes import evaluate
from ukiyo_widgets.engine.objective.targets import (
    GRAM_BANDS,
    LEAST_GRAM_BAND,
    LEAST_GRAM_BANDS,
    mean_gram,
    measure_targets,
)
from ukiyo_widgets.engine.settings import Settings
from ukiyo_widgets.images import colour
from ukiyo_widgets.images.colour import luma

CONTENT = luma(make_print(height=24, width=20, seed=1, dtype=torch.float64))
REFERENCES = [make_print(height=20, width=32, seed=seed, dtype=torch.float64) for seed in (2, 3)]


LAB = colour.rgb_to_lab(make_print(height=24, width=20, seed=8, dtype=torch.float64))
STYLE_ALONE = {"content_weight": 0.0, "colour_weight": 0.0, "hint_weight": 0.0, "chroma_smoothness": 0.0}
HALVES = "0,0 0.5,0 0.5,1 0,1 > 0,0 1,0 1,0.6 0,0.6; 0.4,0 1,0 1,0.7 0.4,0.7 > 0,0 1,0 1,1 0,1 @ 2"


def make_objective(weights, *, references=REFERENCES, shares=(1.0, 3.0), dtype=torch.float64, **settings):
    chosen = Settings(**settings)
    network = VGG19(weights, pooling=chosen.pooling, device=torch.device("cpu"), dtype=dtype)
    targets = measure_targets(
        network,
        content=CONTENT.to(dtype),
        references=[each.to(dtype) for each in references],
        reference_weights=shares,
        content_layers=chosen.content_layers,
        style_layers=chosen.style_layers,
        regions=chosen.regions,
    )
    chroma = ChromaTargets(LAB[1:].to(dtype), LAB[0].to(dtype) / 100, likeness_of_neighbours(LAB[:1].to(dtype)))
    return Objective.from_settings(chosen, network=network, targets=targets, chroma=chroma)


@pytest.mark.parametrize(
    "settings",
    [
        {},
        {"loss_form": "mean", "total_variation": 1e-3, "content_weight": 5.0},
        {"regions": HALVES},
        {"regions": HALVES, "loss_form": "mean", "content_weight": 0.0},
        {"pooling": "average", "style_layers": "conv2_2=0.3,conv4_1=0.7", "content_layers": "conv1_2=2,conv3_3=1"},
    ],
)
def test_gradient_equals_finite_differences(weights, settings):
    objective = make_objective(weights, **settings)
    pixels = make_print(height=24, width=20, seed=5, dtype=torch.float64)
    gradient = evaluate(objective, pixels, style_weight=100.0).gradient
    direction = torch.randn(pixels.shape, generator=torch.Generator().manual_seed(6), dtype=torch.float64)
    h = 1e-7  # small against the kinks of ReLU and max pooling
    ahead, behind = (
        evaluate(objective, pixels + sign * h * direction, style_weight=100.0).losses["total"] for sign in (1, -1)
    )
    measured = ((ahead - behind) / (2 * h)).item()
    assert measured == pytest.approx((gradient * direction).sum().item(), rel=1e-5)


def test_total_is_the_weighted_sum_of_its_terms(weights):
    layers = LayerWeights("conv1_1=0.25,conv3_1=0.75")
    objective = make_objective(weights, style_layers=layers, content_weight=2.0, total_variation=0.5)
    losses = evaluate(objective, make_print(height=24, width=20, seed=5, dtype=torch.float64), style_weight=30.0).losses
    style = 0.25 * losses["style.conv1_1"] + 0.75 * losses["style.conv3_1"]
    torch.testing.assert_close(losses["style"], style)
    torch.testing.assert_close(losses["content"], losses["content.conv4_2"])
    total = 2 * losses["content"] + 30 * losses["style"] + 0.5 * losses["total_variation"]
    chosen = Settings()
    total = total + chosen.colour_weight * losses["colour"] + chosen.hint_weight * losses["hints"]
    total = total + chosen.chroma_smoothness * losses["chroma_smoothness"]
    torch.testing.assert_close(losses["total"], total)


def test_the_gray_print_has_no_content_loss_and_the_reference_no_style_loss(weights):
    objective = make_objective(weights, references=REFERENCES[:1], shares=(1.0,))
    at_content = evaluate(objective, CONTENT, style_weight=1.0).losses
    assert at_content["content"] == 0
    assert at_content["style"] > 0
    colourless = {"colour_weight": 0.0, "hint_weight": 0.0}
    objective = make_objective(weights, references=[CONTENT], shares=(1.0,), **colourless)
    at_reference = evaluate(objective, CONTENT, style_weight=1.0)
    assert at_reference.losses["style"].item() == pytest.approx(0, abs=1e-18)
    assert at_reference.gradient.abs().max().item() == pytest.approx(0, abs=1e-5)


def test_blended_references_have_the_gradient_of_the_blended_losses(weights):
    pixels = make_print(height=24, width=20, seed=5, dtype=torch.float64)
    blended = evaluate(make_objective(weights, shares=(1.0, 3.0), **STYLE_ALONE), pixels, style_weight=1.0).gradient
    each = [
        evaluate(
            make_objective(weights, references=[reference], shares=(1.0,), **STYLE_ALONE), pixels, style_weight=1.0
        ).gradient
        for reference in REFERENCES
    ]
    torch.testing.assert_close(blended, 0.25 * each[0] + 0.75 * each[1], rtol=1e-8, atol=1e-6)


def test_one_pass_through_the_network_per_evaluation(weights):
    objective = make_objective(weights)
    before = objective.network.passes
    evaluate(objective, CONTENT, style_weight=1.0)
    assert objective.network.passes == before + 1


def test_bfloat16_losses_are_close_to_float32(weights):
    pixels = make_print(height=24, width=20, seed=5)
    exact, rounded = (
        evaluate(make_objective(weights, dtype=dtype), pixels, style_weight=1e3).losses
        for dtype in (torch.float32, torch.bfloat16)
    )
    for name in ("content", "style"):
        assert rounded[name].dtype == torch.float32
        assert rounded[name].item() == pytest.approx(exact[name].item(), rel=0.05)


def test_a_region_of_everything_is_the_plain_style_loss(weights):
    everything = "0,0 1,0 1,1 0,1"
    pixels = make_print(height=24, width=20, seed=5, dtype=torch.float64)
    plain, guided = (
        evaluate(
            make_objective(weights, references=REFERENCES[:1], shares=(1.0,), regions=regions),
            pixels,
            style_weight=50.0,
        )
        for regions in ("", f"{everything} > {everything}")
    )
    torch.testing.assert_close(guided.losses["style"], plain.losses["style"])
    torch.testing.assert_close(guided.gradient, plain.gradient)


def test_what_lies_outside_a_region_pulls_nothing_inside_it(weights):
    """With content and colour off, and style at conv1_1 alone, a pixel feels its own part of the reference only."""
    half = "0,0 1,0 1,0.5 0,0.5"
    pixels = make_print(height=24, width=20, seed=5, dtype=torch.float64)
    gradients = [
        evaluate(
            make_objective(
                weights,
                references=[REFERENCES[0], other],
                style_layers="conv1_1=1",
                regions=f"{half} > {half}",
                **STYLE_ALONE,
            ),
            pixels,
            style_weight=1.0,
        ).gradient
        for other in REFERENCES
    ]
    torch.testing.assert_close(gradients[0][:, :11], gradients[1][:, :11])
    assert (gradients[0] - gradients[1])[:, 13:].abs().max() > 0


@pytest.mark.parametrize(
    "positions", [LEAST_GRAM_BANDS * LEAST_GRAM_BAND, GRAM_BANDS * 1000 + 17, 20 * LEAST_GRAM_BAND + 77, 300]
)
def test_gram_matrices_of_bfloat16_features_are_summed_in_float32(positions):
    features = torch.randn(positions, 8, generator=torch.Generator().manual_seed(0)).relu().bfloat16().T[:, None]
    exact = mean_gram(features.double())
    rounded = mean_gram(features)
    assert rounded.dtype == torch.float32
    assert (rounded - exact).norm() < 5e-4 * exact.norm()
