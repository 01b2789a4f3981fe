"""The mixture of colour classes: its gradient, its limits, and what vividness means."""

from __future__ import annotations

from dataclasses import replace

import pytest
import torch

from ukiyo_widgets.engine.colour.evidence import DOUBTED, RISE, STRETCH, Evidence, Mixture
from ukiyo_widgets.engine.colour.paper import Paper, tint

HEIGHT, WIDTH = 9, 7
LIGHTNESS = torch.linspace(20, 90, HEIGHT * WIDTH, dtype=torch.float64).view(1, HEIGHT, WIDTH)
CENTRES = torch.tensor([[0.0, 0.0], [-4.0, -22.0], [25.0, 10.0]])


def make_evidence(*, sharpness=2.0, size=(HEIGHT, WIDTH), colourfulness=18.0):
    logits = sharpness * torch.randn(3, *size, generator=torch.Generator().manual_seed(4))
    log_p = torch.log_softmax(logits, dim=0)
    prior = log_p.exp().mean((1, 2)).log()
    return Evidence(log_p, prior, CENTRES, Paper(88.0, 2.0, 16.0), colourfulness)


def make_mixture(**changes):
    return Mixture.of(make_evidence(**changes), lightness=LIGHTNESS, vividness=0.5, trust=2.0)


@pytest.mark.parametrize("trust", [0.0, 0.7, 3.0])
def test_where_a_pixel_is_drawn_to_is_what_the_loss_says(trust):
    mixture = make_mixture()
    ab = 10 * torch.randn(2, HEIGHT, WIDTH, generator=torch.Generator().manual_seed(5), dtype=torch.float64)
    losses, towards = mixture.pull(ab, trust=trust)
    h = 1e-5
    for channel in (0, 1):
        step = torch.zeros_like(ab)
        step[channel] = h
        ahead, behind = (mixture.pull(ab + sign * step, trust=trust)[0] for sign in (1, -1))
        torch.testing.assert_close((ahead - behind) / (2 * h), (ab - towards)[channel], rtol=1e-6, atol=1e-6)
    assert (losses >= 0).all()


def test_without_trust_every_pixel_is_drawn_to_the_same_colour_beside_the_papers():
    mixture = make_mixture()
    towards = mixture.pull(mixture.base, trust=0.0)[1] - mixture.base
    assert towards.flatten(1).std(dim=1).max() < 1e-9
    assert (mixture.pull(mixture.base, trust=2.0)[1] - mixture.base).flatten(1).std(dim=1).min() > 1


def test_what_is_decided_is_where_nothing_is_drawn_any_further():
    mixture = make_mixture()
    decided = mixture.decided(trust=2.0)
    torch.testing.assert_close(mixture.pull(decided, trust=2.0)[1], decided, rtol=0, atol=0.3)


def test_vividness_is_how_colourful_the_decided_picture_is():
    evidence = make_evidence(sharpness=1.0, size=(40, 40))
    lightness = LIGHTNESS[:, :1, :1].expand(1, 40, 40)
    found = []
    for vividness in (0.0, 0.5, 1.0):
        mixture = Mixture.of(evidence, lightness=lightness, vividness=vividness, trust=1 + 2 * vividness)
        relative = mixture.decided(trust=1 + 2 * vividness) - tint(lightness, evidence.paper)
        found.append(relative.square().sum(0).mean().sqrt().item())
    mean = (torch.softmax(evidence.log_p, 0).flatten(1).T @ CENTRES).square().sum(1).mean().sqrt().item()
    assert found[0] == pytest.approx(mean, rel=0.05)
    assert found[1] == pytest.approx(mean + 0.5**RISE * (evidence.colourfulness - mean), rel=0.05)
    assert found[2] == pytest.approx(evidence.colourfulness, rel=0.05)


@pytest.mark.parametrize(("vividness", "most"), [(0.0, 1.0), (0.5, 1.25), (1.0, 2.0)])
def test_few_areas_of_an_ink_do_not_glow_to_make_up_for_the_others(vividness, most):
    paper = torch.cat((torch.full((1, HEIGHT, WIDTH), 4.0), torch.zeros(2, HEIGHT, WIDTH)))
    paper[:, 0, 0] = torch.tensor([0.0, 6.0, 0.0])
    log_p = torch.log_softmax(paper, dim=0)
    evidence = replace(make_evidence(colourfulness=60.0), log_p=log_p, prior=log_p.exp().mean((1, 2)).log())
    mixture = Mixture.of(evidence, lightness=LIGHTNESS, vividness=vividness, trust=2.0)
    assert mixture.centres.norm() <= (most + 1e-6) * CENTRES.norm()
    if vividness:
        assert mixture.centres.norm() >= (most - 1e-6) * CENTRES.norm()


@pytest.mark.parametrize("belief", [1.0, 0.5, 0.1])
def test_inks_that_are_believed_less_are_paler_but_at_full_vividness(belief):
    evidence = make_evidence(sharpness=1.0, size=(40, 40))
    lightness = LIGHTNESS[:, :1, :1].expand(1, 40, 40)
    for vividness, share in ((0.0, belief), (0.5, belief), (0.75, belief**0.5), (1.0, 1.0)):
        whole, paler = (
            Mixture.of(each, lightness=lightness, vividness=vividness, trust=2.0)
            for each in (evidence, replace(evidence, belief=belief))
        )
        tones = [(each.decided(trust=2.0) - each.base).mean((1, 2)).norm() for each in (whole, paler)]
        assert (tones[1] / tones[0]).item() == pytest.approx(share, rel=0.2)


@pytest.mark.parametrize(
    ("changes", "factor"),
    [
        ({"prints": 1}, 1.0),
        ({"prints": 2}, 1 + STRETCH / 2),
        ({"prints": 1000}, 1 + STRETCH),
        ({"belief": 0.25}, 4**DOUBTED),
    ],
)
def test_a_mean_over_prints_and_what_is_doubted_are_stretched_about_the_tone_of_the_whole(changes, factor):
    evidence = replace(make_evidence(), **changes)
    mixture = Mixture.of(evidence, lightness=LIGHTNESS, vividness=0.5, trust=2.0)
    paper = tint(LIGHTNESS, evidence.paper)
    torch.testing.assert_close(mixture.base.mean((1, 2)), paper.mean((1, 2)))
    torch.testing.assert_close(mixture.base.std((1, 2)), factor * paper.std((1, 2)), rtol=1e-3, atol=0)


def test_inks_after_many_prints_are_as_much_further_apart():
    inks = make_evidence(colourfulness=0.0)  # of which a mean of one print is as colourful as it is to be
    plain, apart = (
        Mixture.of(replace(inks, prints=prints), lightness=LIGHTNESS, vividness=0.0, trust=2.0) for prints in (1, 1000)
    )
    of_inks = (apart.centres - apart.centres.mean(0)) / (plain.centres - plain.centres.mean(0))
    torch.testing.assert_close(of_inks, torch.full_like(of_inks, 1 + STRETCH), rtol=1e-3, atol=0)


def test_a_larger_picture_reads_between_in_bands_as_it_would_at_once():
    evidence = make_evidence(size=(5, 4))
    larger = torch.full((1, 700, 300), 60.0)
    mixture = Mixture.of(evidence, lightness=larger, vividness=0.5, trust=2.0)
    at_once = replace(mixture, log_p=evidence.resized(height=700, width=300).log_p)
    torch.testing.assert_close(
        mixture.pull(mixture.base, trust=2.0)[1], at_once.pull(at_once.base, trust=2.0)[1], rtol=1e-4, atol=1e-3
    )


def test_colours_changed_are_as_strong_as_before():
    evidence = replace(make_evidence(), prints=5)
    mixture = Mixture.of(evidence, lightness=LIGHTNESS, vividness=0.5, trust=2.0)
    changed = mixture.with_centres(CENTRES, CENTRES.flip(1))
    gain = (mixture.centres[1] - mixture.centres[0]) / (CENTRES[1] - CENTRES[0])  # of a shift and a factor
    torch.testing.assert_close(changed.centres - mixture.centres, gain * (CENTRES.flip(1) - CENTRES).double())
    assert torch.equal(mixture.with_centres(CENTRES, CENTRES).centres, mixture.centres)
