"""Watching a run: everything that happens to a family of runs is told, and being told changes nothing."""

from __future__ import annotations

import pytest
import torch

import ukiyo_widgets as uw
from tests.conftest import make_print


def make_run(**settings):
    return uw.colorize(make_print(seed=1), make_print(seed=2), size=32, **settings)


def test_iterations_changes_stops_and_forks_are_told_of_the_whole_family():
    run = make_run()
    events = []
    run.watch(lambda event, which: events.append((event, which, which.index)))
    run.advance(1)
    run.set(style_weight=2)
    fork = run.fork()
    fork.advance(1)
    fork.stop()
    assert events == [("frame", run, 1), ("change", run, 1), ("fork", fork, 1), ("frame", fork, 2), ("stop", fork, 2)]


def test_an_early_fork_is_told_once_and_not_its_way_there():
    run = make_run()
    run.advance(4)
    events = []
    run.watch(lambda event, which: events.append((event, which.index)))
    run.fork(at=3)
    assert events == [("fork", 3)]


def test_an_unwatched_run_tells_nobody():
    run, events = make_run(), []
    end = run.watch(lambda *event: events.append(event))
    end()
    end()
    run.advance(1)
    assert events == []


def test_a_watcher_that_raises_leaves_the_iteration_complete():
    straight = make_run()
    straight.advance(2)
    run = make_run()

    def broken(event, which):
        raise RuntimeError(event)

    end = run.watch(broken)
    with pytest.raises(RuntimeError, match="frame"):
        run.advance(1)
    end()
    assert run.index == 1
    run.advance(1)
    assert torch.equal(run.frame.unclipped, straight.frame.unclipped)
