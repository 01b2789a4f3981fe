"""Looking up among what is alike: a weighted mean, wherever the alike lie."""

from __future__ import annotations

import pytest
import torch

from ukiyo_widgets.engine.colour.alike import PLANES, recalled, shared_within

INPUTS = PLANES + 4


def drawn(*shape, seed=0):
    return torch.randn(*shape, generator=torch.Generator().manual_seed(seed))


def test_what_is_recalled_is_the_weighted_mean_of_all_that_is_known():
    asked, known, values = drawn(700, INPUTS), drawn(30, INPUTS, seed=1), drawn(30, 5, seed=2)
    scales = torch.cat((torch.full((PLANES,), 2.0), torch.ones(INPUTS - PLANES)))
    weights = torch.exp(-torch.cdist(asked * scales, known * scales).square() / 2 / 9)
    expected = weights @ values / weights.sum(1, keepdim=True)
    torch.testing.assert_close(recalled(asked, known, values, scale=2.0, width=9.0), expected, rtol=1e-3, atol=1e-4)


def checkered():
    """Two kinds of pixels in squares all over the picture, and log p that tells them apart, with much noise."""
    kind = ((torch.arange(24)[:, None] // 4 + torch.arange(32) // 4) % 2).float()
    seen = (3 * kind - 1.5)[..., None].expand(24, 32, INPUTS).contiguous()
    told = torch.stack((kind, 1 - kind)) + 2 * drawn(2, 24, 32)
    return kind.bool(), seen, torch.log_softmax(told, dim=0)


def test_pixels_that_are_alike_come_to_agree_and_others_do_not():
    kind, seen, log_p = checkered()
    shared = shared_within(log_p, seen)

    def right(log):
        return ((log[0] > log[1]) == kind).float().mean().item()

    assert right(shared) > right(log_p) + 0.15
    assert shared[0, kind].std() < 0.5 * log_p[0, kind].std()
    assert shared[0, kind].mean() > shared[0, ~kind].mean() + 0.3


def test_what_all_agree_on_stays_and_probabilities_add_up_to_one():
    _, seen, log_p = checkered()
    same = torch.log_softmax(torch.tensor([1.0, 0.0, -2.0]), 0).view(3, 1, 1).expand(3, 24, 32)
    torch.testing.assert_close(shared_within(same, seen), same)
    torch.testing.assert_close(shared_within(log_p, seen).exp().sum(0), torch.ones(24, 32))


@pytest.mark.parametrize("size", [(1, 1), (1, 9), (2, 3)])
def test_the_smallest_pictures_pass(size):
    log_p = torch.log_softmax(drawn(3, 2 * size[0], 2 * size[1]), dim=0)
    assert shared_within(log_p, drawn(*size, INPUTS)).shape == log_p.shape
