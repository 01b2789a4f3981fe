"""Coarse to fine: the first iterations on smaller pictures."""

from __future__ import annotations

import pytest

import ukiyo_widgets as uw
from tests.conftest import make_print
from ukiyo_widgets.engine.settings import Settings


@pytest.fixture
def run(weights):
    prints = make_print(height=40, width=64, seed=1), make_print(height=48, width=48, seed=2)
    return uw.colorize(*prints, size=64, coarse=2, coarse_iterations=2, iterations=6)


def test_the_size_doubles_after_so_many_iterations(run):
    sizes = [run.frame.unclipped.shape[2], *(frame.unclipped.shape[2] for frame in run)]
    assert sizes == [16, 16, 16, 32, 32, 64, 64]


def test_a_frame_always_has_the_runs_size(run):
    assert run.frame.image.size == run.size_px == (64, 40)
    assert run.advance(3).pixels.shape == (3, 40, 64)


def test_no_side_gets_too_small_for_the_network(weights):
    run = uw.colorize(make_print(height=20, width=64, seed=1), make_print(seed=2), size=64, coarse=2)
    assert run.frame.unclipped.shape == (3, 16, 16)


def test_the_enlarged_picture_is_the_small_ones(run):
    small = run.advance(2).pixels
    large = run.advance(1).pixels
    assert (small - large).abs().mean() < 0.05


@pytest.mark.parametrize(("iteration", "halvings"), [(0, 2), (1, 2), (10, 2), (11, 1), (20, 1), (21, 0), (500, 0)])
def test_halvings(iteration, halvings):
    assert Settings(coarse=2, coarse_iterations=10).halvings(iteration) == halvings
