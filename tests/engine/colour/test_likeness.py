"""How like two prints are: the laws of the four measures."""

from __future__ import annotations

import dataclasses

import pytest
import torch

from tests.conftest import make_print, tiny_weights
from ukiyo_widgets.engine.colour.likeness import Traits, likeness, traits
from ukiyo_widgets.engine.colour.study import Study
from ukiyo_widgets.engine.network.vgg import VGG19
from ukiyo_widgets.images.colour import luma


@pytest.fixture
def network() -> VGG19:
    return VGG19(tiny_weights(), pooling="max", device=torch.device("cpu"), dtype=torch.float32)


def seen_in(print_: torch.Tensor, network: VGG19) -> Traits:
    return traits(Study.of(print_, network))


def test_a_print_is_like_itself_in_everything(network, content):
    own = seen_in(content, network)
    assert dataclasses.astuple(likeness(own, own)) == pytest.approx((1, 1, 1, 1, 1), abs=1e-5)
    assert likeness(own, own).score == pytest.approx(1, abs=1e-5)


def test_every_measure_is_a_share_and_nothing_is_liker_than_itself(network, content):
    own = seen_in(content, network)
    for seed in range(3, 8):
        alike = likeness(own, seen_in(make_print(height=40, width=56, seed=seed), network))
        assert all(0 <= share <= 1 for share in dataclasses.astuple(alike))
        assert 0 < alike.score < likeness(own, own).score


def test_colours_of_the_reference_count_only_as_being_there(network, content, reference):
    """What is compared are gray prints; a reference without colour is worth nothing."""
    own, colours, gray = (seen_in(each, network) for each in (content, reference, luma(reference)))
    assert likeness(own, gray).score == pytest.approx(0, abs=1e-5)
    assert dataclasses.replace(likeness(own, gray), colour=1) == dataclasses.replace(likeness(own, colours), colour=1)


def test_darker_paper_is_told(network, content):
    own = seen_in(content, network)
    steps = [likeness(own, seen_in(content * share, network)).paper for share in (1, 0.95, 0.8, 0.5)]
    assert steps == sorted(steps, reverse=True)
    assert steps[0] == 1
    assert steps[-1] < 0.05
