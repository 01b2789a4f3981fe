"""Runs that go on together: each as if it were alone."""

from __future__ import annotations

import dataclasses

import pytest
import torch

import ukiyo_widgets as uw
from tests.conftest import make_print
from ukiyo_widgets.engine import step
from ukiyo_widgets.errors import SettingsError
from ukiyo_widgets.runs import attempt
from ukiyo_widgets.runs.batch import sheet


@pytest.fixture
def run(weights):
    made = uw.colorize(make_print(seed=1), make_print(seed=2), size=32, iterations=5, history=3, precision="float32")
    made.advance(2)
    return made


def alike(frame, other):
    assert (frame.unclipped - other.unclipped).norm() < 2e-3 * other.unclipped.norm()
    assert dict(frame.losses) == pytest.approx(dict(other.losses), rel=1e-3)
    assert (frame.index, frame.style_weight, frame.note) == (other.index, other.style_weight, other.note)


VALUES = {"style_weight": [1.0, 50.0], "optimizer": ["lbfgs", "adam"], "fade": [0.0, 0.1]}


def test_each_member_is_what_it_would_be_alone(run):
    batch = uw.sweep(run, **VALUES)
    frames = batch.advance(3)
    for fork, frame in zip(batch.runs, frames, strict=True):
        alone = run.fork(**{name: getattr(fork.settings, name) for name in VALUES}).advance(3)
        alike(frame, alone)
    assert run.index == 2


def test_small_pictures_share_a_pass_through_the_network_and_large_ones_are_alone_to_the_bit(run, monkeypatch):
    network = run._workshop.tools(run.settings).objective.network
    for together, passes in ((2**16, 1), (2 * 32 * 21, 2), (0, 4)):
        monkeypatch.setitem(attempt.TOGETHER_PX, "cpu", together)
        batch = uw.sweep(run, fade=[0.0, 0.1, 0.2, 0.3])
        before = network.passes
        frames = batch.advance(1)
        assert network.passes - before == passes
    expected = [run.fork(fade=fade).advance(1) for fade in (0.0, 0.1, 0.2, 0.3)]
    assert all(torch.equal(a.unclipped, b.unclipped) for a, b in zip(frames, expected, strict=True))


def test_only_what_is_alike_goes_together(run):
    network = run._workshop.tools(run.settings).objective.network
    batch = uw.Batch([run.fork(), run.fork(style_layers="conv1_1=1"), run.fork(pooling="average"), run.fork(fade=0.1)])
    batch.advance(1)  # what is judged anew takes a pass of its own
    before = network.passes
    frames = batch.advance(1)
    assert network.passes - before == 2  # the third has a network of its own
    alike(frames[3], run.fork(fade=0.1).advance(2))


def test_other_prints_of_the_same_size_go_together_too(weights):
    def make(seed):
        prints = make_print(seed=seed), make_print(seed=seed + 1)
        return uw.colorize(*prints, size=32, history=3, precision="float32")

    batch = uw.Batch([make(1), make(5)])
    networks = [run._workshop.tools(run.settings).objective.network for run in batch.runs]
    batch.advance(1)  # the pictures of iteration 0 are judged one by one
    before = sum(network.passes for network in networks)
    frames = batch.advance(2)
    assert sum(network.passes for network in networks) - before == 2
    for seed, frame in zip((1, 5), frames, strict=True):
        alike(frame, make(seed).advance(3))


def test_a_member_that_has_finished_stays_as_it_is(run):
    batch = uw.sweep(run, iterations=[3, 5])
    assert [[frame.index for frame in frames] for frames in batch] == [[3, 3], [3, 4], [3, 5]]
    assert list(batch) == []


def test_an_interrupt_in_a_round_is_caught_up(run, monkeypatch):
    batch, expected = uw.sweep(run, style_weight=[1.0, 2.0, 3.0]), uw.sweep(run, style_weight=[1.0, 2.0, 3.0])
    middle, arrive = batch[1], batch[1]._arrive

    def interrupted(_position):
        monkeypatch.setattr(middle, "_arrive", arrive)
        raise KeyboardInterrupt

    monkeypatch.setattr(middle, "_arrive", interrupted)
    with pytest.raises(KeyboardInterrupt):
        batch.advance(1)
    assert [each.index for each in batch.runs] == [3, 2, 2]
    batch.advance(1)
    assert [each.index for each in batch.runs] == [3, 3, 3]
    for frame, other in zip(batch.advance(1), expected.advance(2), strict=True):
        alike(frame, other)


def test_a_rescue_of_one_does_not_reach_the_others(run, monkeypatch):
    batch = uw.sweep(run, lbfgs_step=[1.0, 0.9])
    expected = run.fork(lbfgs_step=1.0).advance(6)
    batch.advance(3)
    original = step.evaluate_together

    def accident(members):
        first, second = original(members)
        return [
            first,
            dataclasses.replace(second, losses={**second.losses, "total": second.losses["total"] * torch.nan}),
        ]

    monkeypatch.setattr(step, "evaluate_together", accident)
    frames = batch.advance(1)
    monkeypatch.setattr(step, "evaluate_together", original)
    assert [bool(frame.note) for frame in frames] == [False, True]
    alike(batch.advance(2)[0], expected)


def test_stop_ends_it_after_a_round(run):
    batch = uw.sweep(run, style_weight=[1.0, 2.0])
    for _frames in batch.steps(50):
        batch.stop()
    assert [each.index for each in batch.runs] == [3, 3]


def test_wrong_sweeps_are_refused(run):
    with pytest.raises(SettingsError, match="fad"):
        uw.sweep(run, fad=[1])
    with pytest.raises(ValueError, match="Nothing varies"):
        uw.sweep(run, fade=[])
    with pytest.raises(ValueError, match="no runs"):
        uw.Batch([])
    with pytest.raises(ValueError, match="1 labels for 2 runs"):
        uw.Batch([run, run], labels=["a"])


def test_the_sheet_holds_every_picture(run):
    batch = uw.sweep(run, style_weight=[1.0, 2.0, 3.0, 4.0, 5.0])
    assert batch.image.height > 2 * run.image.height  # two rows of four
    assert batch._repr_png_().startswith(b"\x89PNG")
    one, two = (
        sheet([run.image], [label]).height
        for label in ("short", "one setting of a long name, and another, and one more")
    )
    assert two > one  # a label is broken, not cut
