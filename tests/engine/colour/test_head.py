"""The regression from what is seen to classes: it goes down to the one lowest place, and learns what no line can divide."""

from __future__ import annotations

import torch

from ukiyo_widgets.engine.colour.head import fit_head, nearness


def make_samples(count=400):
    """Two classes in the quarters of a square, crosswise; the third input says nothing."""
    inputs = torch.rand(count, 3, generator=torch.Generator().manual_seed(1)) * 2 - 1
    first = (inputs[:, 0] * inputs[:, 1] > 0).float()
    return inputs, torch.stack((first, 1 - first), dim=1)


def fitted(*, scale=1.0, restraint=0.001, rounds=40):
    inputs, shares = make_samples()
    return fit_head(inputs, shares, scales=torch.full((3,), scale), restraint=restraint, rounds=rounds)


def rightly_told(head):
    inputs, shares = make_samples()
    return (head.log_p(inputs).argmax(1) == shares.argmax(1)).float().mean()


def test_what_no_line_divides_is_learnt_by_what_is_near():
    assert rightly_told(fitted()) > 0.95
    assert rightly_told(fitted(scale=0.0)) < 0.7  # where all is equally near, lines are left


def test_probabilities_add_up_to_one():
    assert fitted().log_p(make_samples()[0]).exp().sum(1).sub(1).abs().max() < 1e-5


def test_it_ends_where_the_loss_is_least():
    """There each input's mean with the error that is left is what the restraint holds: the gradient is 0."""
    restraint = 0.1
    head = fitted(restraint=restraint, rounds=300)
    inputs, shares = make_samples()
    error = head.log_p(inputs).exp() - shares
    samples = (inputs - head.mean) / head.deviation
    torch.testing.assert_close(samples.T @ error / len(inputs), -restraint * head.along, rtol=1e-3, atol=1e-5)


def test_the_more_restrained_the_less_is_told_and_what_is_usual_remains():
    inputs, shares = make_samples()
    free, held, tight = (fitted(restraint=each).log_p(inputs).std(0).mean() for each in (0.001, 0.1, 1e5))
    assert free > held > tight
    usual = shares.mean(0).log().expand(len(inputs), -1)
    torch.testing.assert_close(fitted(restraint=1e5).log_p(inputs), usual, rtol=0, atol=0.01)


def test_fewer_samples_than_landmarks_and_all_the_same_are_learnt_from():
    inputs, shares = torch.ones(5, 3), torch.tensor([[0.25, 0.75]]).expand(5, 2)
    head = fit_head(inputs, shares, scales=torch.ones(3), restraint=0.01, rounds=10)
    torch.testing.assert_close(head.log_p(inputs).exp(), shares, rtol=0, atol=1e-3)


def test_nearness_is_one_at_the_landmark_and_falls_with_the_distance():
    near = nearness(
        torch.tensor([[1.0, 0.0], [2.0, 0.0], [1.0, 2.0]]), torch.tensor([[1.0, 0.0]]), scales=torch.ones(2)
    )
    torch.testing.assert_close(near[:, 0], torch.exp(torch.tensor([0.0, -0.5, -2.0])))
