"""Closed forms of the paper's equations."""

from __future__ import annotations

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from ukiyo_widgets.engine.losses import LossForm, content_loss, gram_matrix, style_loss, total_variation


def test_gram_of_disjoint_filters_counts_positions():
    # Filter i fires with strength i + 1 in row i alone: no two fire together.
    features = torch.diag(torch.tensor([1.0, 2.0, 3.0]))[:, :, None].expand(3, 3, 4)
    assert torch.equal(gram_matrix(features), torch.diag(torch.tensor([4.0, 16.0, 36.0])))


def test_gram_of_constant_features_is_the_outer_product_times_positions():
    levels = torch.tensor([1.0, -2.0, 0.5])
    features = levels[:, None, None].expand(3, 5, 7)
    torch.testing.assert_close(gram_matrix(features), 35 * torch.outer(levels, levels))


@settings(deadline=None, max_examples=25)
@given(st.integers(0, 2**32 - 1), st.integers(1, 6), st.integers(1, 5), st.integers(1, 5))
def test_gram_is_symmetric_positive_and_blind_to_place(seed, filters, height, width):
    generator = torch.Generator().manual_seed(seed)
    features = torch.randn(filters, height, width, generator=generator, dtype=torch.float64)
    gram = gram_matrix(features)
    torch.testing.assert_close(gram, gram.T)  # not to the bit: on some processors the product's order differs
    assert torch.linalg.eigvalsh(gram).min() > -1e-9
    shuffled = features.flatten(1)[:, torch.randperm(height * width, generator=generator)].view_as(features)
    torch.testing.assert_close(gram_matrix(shuffled), gram)


def test_content_loss_of_a_constant_difference():
    features = torch.full((4, 3, 5), 2.5)
    target = torch.full((4, 3, 5), 1.0)
    assert content_loss(features, target).item() == pytest.approx(0.5 * 60 * 1.5**2)
    assert content_loss(features, target, form=LossForm.MEAN).item() == pytest.approx(1.5**2)


def test_style_loss_of_constant_features():
    # N filters at level c have G / M = c² everywhere; against black features, E = N² c⁴ / (4 N²).
    gram = gram_matrix(torch.full((6, 4, 4), 3.0)) / 16
    black = torch.zeros(6, 6)
    assert style_loss(gram, black).item() == pytest.approx(3.0**4 / 4)
    assert style_loss(gram, black, form=LossForm.MEAN).item() == pytest.approx(3.0**4 / 6**2)


def test_style_loss_is_the_papers_for_prints_of_one_size():
    generator = torch.Generator().manual_seed(3)
    ours, theirs = (torch.randn(5, 4, 6, generator=generator, dtype=torch.float64) for _ in range(2))
    n, m = 5, 24
    difference = gram_matrix(theirs) - gram_matrix(ours)
    paper = difference.square().sum() / (4 * n**2 * m**2)
    torch.testing.assert_close(style_loss(gram_matrix(ours) / m, gram_matrix(theirs) / m), paper)


def test_style_loss_does_not_depend_on_the_size_of_the_reference():
    tile = torch.randn(3, 4, 4, generator=torch.Generator().manual_seed(4), dtype=torch.float64)
    tiled = tile.repeat(1, 2, 3)
    loss = style_loss(gram_matrix(tile) / 16, gram_matrix(tiled) / 96)
    assert loss.item() == pytest.approx(0, abs=1e-20)


def test_johnsons_form_is_mean_squared_error_of_his_gram_matrices():
    generator = torch.Generator().manual_seed(5)
    ours, theirs = (torch.randn(4, 6, 5, generator=generator, dtype=torch.float64) for _ in range(2))
    his = torch.nn.functional.mse_loss(gram_matrix(ours) / ours.numel(), gram_matrix(theirs) / theirs.numel())
    torch.testing.assert_close(style_loss(gram_matrix(ours) / 30, gram_matrix(theirs) / 30, form=LossForm.MEAN), his)


@pytest.mark.parametrize(("height", "width"), [(1, 1), (1, 4), (5, 3)])
def test_total_variation_of_a_checkerboard_counts_its_neighbours(height, width):
    board = ((torch.arange(height)[:, None] + torch.arange(width)) % 2).float().expand(3, height, width)
    pairs = height * (width - 1) + (height - 1) * width
    assert total_variation(7 * board).item() == pytest.approx(3 * 49 * pairs / 2)


def test_gradient_of_total_variation_is_minus_the_laplacian():
    ramp = (torch.arange(5.0) ** 2).expand(1, 4, 5).clone().requires_grad_()
    total_variation(ramp).backward()
    assert torch.equal(ramp.grad[0, :, 1:-1], torch.full((4, 3), -2.0))  # second difference of i²
