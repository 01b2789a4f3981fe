"""Whatever interrupts an iteration, wherever: the run stands at a complete one and goes on as if nothing had been."""

from __future__ import annotations

import contextlib
import functools
import queue
import threading

import pytest
import torch

import ukiyo_widgets as uw
from tests import interrupting
from tests.conftest import make_print
from ukiyo_widgets.engine import step as steps
from ukiyo_widgets.locks import Worker

pytestmark = pytest.mark.usefixtures("tiny")


def make_run(**settings):
    return uw.colorize(
        make_print(seed=1), make_print(seed=2), **{"size": 48, "history": 3, "keep_ink": False, **settings}
    )


EVERYWHERE = {"package": True, "files": {contextlib.__file__, threading.__file__, queue.__file__}}
interrupted = functools.partial(interrupting.interrupted, **EVERYWHERE)
points = functools.partial(interrupting.points, **EVERYWHERE)


def test_an_interrupt_at_any_line_of_an_iteration_loses_nothing():
    reference = make_run()
    expected = {frame.index: frame.unclipped for frame in reference.steps(7)}

    def begun():
        run = make_run()
        run.advance(3)
        run.set(style_weight=reference.settings.style_weight * 0.9975**3)  # the very value: changes no bit
        return run

    first = begun()
    for n in points(lambda: first.advance(1), 40):
        run = begun()
        interrupted(lambda run=run: run.advance(1), n)
        assert run.index in (3, 4)
        assert torch.equal(run.frame.unclipped, expected[run.index])
        assert torch.equal(run.advance(7 - run.index).unclipped, expected[7])
    assert n > 350


def test_an_interrupt_at_any_line_of_a_fork_leaves_the_parent_alone():
    parent = make_run(snapshot_memory_mb=0.0)
    parent.advance(4)
    kept = parent.frame.unclipped
    for n in points(lambda: parent.fork(at=2, fade=0.5), 60):
        interrupted(lambda: parent.fork(at=2, fade=0.5), n)
        assert torch.equal(parent.frame.unclipped, kept)
        assert parent.recipe.changes == ()
    assert n > 200


def usable_from_another_thread(run):
    worker = Worker(lambda: (run.set(fade=0.25), run.advance(1), run.fork()), name="another")
    return worker.ended.wait(60) and run.settings.fade == 0.25


USES = {
    "set": lambda run, _: run.set(style_weight=3.0, fade=0.125),
    "advance": lambda run, _: run.advance(1),
    "fork": lambda run, _: run.fork(),
    "save": lambda run, folder: run.save(folder / "run"),
    "batch": lambda run, _: uw.Batch([run, run.fork()]).advance(1),
}


@pytest.mark.filterwarnings("ignore::ResourceWarning")  # a file whose with was just about to close it
@pytest.mark.parametrize("name", USES)
def test_an_interrupt_at_any_line_leaves_no_lock_taken(name, tmp_path):
    begun = make_run()
    begun.advance(2)
    first = begun.fork()
    lines = points(lambda: USES[name](first, tmp_path), 40)
    for n in lines:
        run = begun.fork()
        interrupted(lambda run=run: USES[name](run, tmp_path), n)
        run.set(fade=0.0)
        assert usable_from_another_thread(run)
        assert Worker(run.close, name="closing").ended.wait(60)
    assert len(lines) >= 40


def test_stop_is_heard_though_another_thread_begins_at_once():
    run = make_run(iterations=None)
    heard = 0

    def loop():
        nonlocal heard
        begun.set()
        for _frame in run:
            going.set()
        heard += 1

    for _ in range(10):
        begun, going = threading.Event(), threading.Event()
        thread = threading.Thread(target=loop)
        thread.start()
        assert going.wait(90)
        run.stop()
        run.advance(1)  # which once made the loop forget that it was stopped
        thread.join(30)
        assert not thread.is_alive()
    assert heard == 10


def test_out_of_memory_is_a_sentence_and_the_run_goes_on(monkeypatch):
    run = make_run()
    run.advance(2)
    expected = make_run().advance(3).unclipped

    def exhausted(*_args, **_kwargs):
        raise torch.OutOfMemoryError("CUDA out of memory. Tried to allocate 20.00 GiB")

    with monkeypatch.context() as patch:
        patch.setattr(steps, "evaluate", exhausted)
        with pytest.raises(MemoryError, match=r"not enough memory for an iteration at 48×32 px.*intact at iteration 2"):
            run.advance(1)
    assert torch.equal(run.advance(1).unclipped, expected)


def test_stop_from_another_thread_ends_the_loop_at_a_complete_iteration():
    run = make_run(iterations=None)
    seen = threading.Event()

    def loop():
        for _frame in run:
            seen.set()

    thread = threading.Thread(target=loop)
    thread.start()
    assert seen.wait(90)
    run.stop()
    thread.join(30)
    assert not thread.is_alive()
    index = run.index
    assert torch.equal(run.frame.unclipped, make_run(iterations=None).advance(index).unclipped)
    assert run.advance(1).index == index + 1  # stop() does not outlast the loop


def test_settings_changed_from_another_thread_are_replayed_exactly():
    run = make_run(iterations=None)
    go_on = threading.Event()

    def change():
        for i in range(20):
            run.set(style_weight=100.0 * (i + 1))
        go_on.set()

    thread = threading.Thread(target=change)
    for frame in run:
        if frame.index == 1:
            thread.start()
        if go_on.is_set() and frame.index > 5:
            break
    thread.join(30)
    last = run.advance(2)
    assert run.settings.style_weight == 2000.0
    again = uw.replay(run.recipe, content=make_print(seed=1), reference=make_print(seed=2))
    assert torch.equal(again.advance(last.index).unclipped, last.unclipped)


def test_two_threads_share_one_run_without_losing_an_iteration():
    run = make_run()
    threads = [threading.Thread(target=lambda: run.advance(5)) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert run.index == 10
    assert torch.equal(run.frame.unclipped, make_run().advance(10).unclipped)
