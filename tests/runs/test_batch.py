"""Runs that go on together: each as if it were alone."""

from __future__ import annotations

import pytest
import torch

import ukiyo_widgets as uw
from tests.conftest import make_print
from ukiyo_widgets.engine.knobs import SettingsError
from ukiyo_widgets.runs.batch import sheet


@pytest.fixture
def run(weights):
    made = uw.colorize(make_print(seed=1), make_print(seed=2), size=32, iterations=5, history=3)
    made.advance(2)
    return made


def test_each_member_is_what_it_would_be_alone(run):
    batch = uw.sweep(run, style_weight=[1.0, 50.0], optimizer=["lbfgs", "adam"])
    frames = batch.advance(3)
    for fork, frame in zip(batch.runs, frames, strict=True):
        alone = run.fork(style_weight=fork.settings.style_weight, optimizer=fork.settings.optimizer).advance(3)
        assert torch.equal(alone.unclipped, frame.unclipped)
    assert run.index == 2


def test_a_member_that_has_finished_stays_as_it_is(run):
    batch = uw.sweep(run, iterations=[3, 5])
    assert [[frame.index for frame in frames] for frames in batch] == [[3, 3], [3, 4], [3, 5]]
    assert list(batch) == []


def test_an_interrupt_in_a_round_is_caught_up(run, monkeypatch):
    batch = uw.sweep(run, style_weight=[1.0, 2.0, 3.0])
    middle, advance = batch[1], batch[1].advance

    def interrupted(n):
        monkeypatch.setattr(middle, "advance", advance)
        raise KeyboardInterrupt

    monkeypatch.setattr(middle, "advance", interrupted)
    with pytest.raises(KeyboardInterrupt):
        batch.advance(1)
    assert [each.index for each in batch.runs] == [3, 2, 2]
    batch.advance(1)
    assert [each.index for each in batch.runs] == [3, 3, 3]


def test_a_rescue_of_one_does_not_reach_the_others(run):
    batch = uw.sweep(run, lbfgs_step=[1.0, 10.0])
    expected = run.fork(lbfgs_step=1.0).advance(6)
    assert torch.equal(batch.advance(6)[0].unclipped, expected.unclipped)


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
