"""Recorded iterations, with a stand-in for the CUDA graph: fixed buffers, the same work, results where they were."""

from __future__ import annotations

import pytest
import torch

import ukiyo_widgets as uw
from tests.conftest import make_print
from ukiyo_widgets.engine import recording, replay, step
from ukiyo_widgets.engine.replay import EAGER_FIRST, MOST_COUNTED, MOST_KEPT, Replayer


class StandIn:
    """Records as CUDA does, as far as anybody can see: it knows the work and the buffers, and nothing else may reach it."""

    def __init__(self, *, failing=None, wrong=False, idle=False):
        self.recordings = self.replays = 0
        self.failing, self.wrong, self.idle = failing, wrong, idle

    def __call__(self, work):
        if self.failing:
            raise self.failing
        self.recordings += 1
        outputs = work()

        def again():
            self.replays += 1
            if self.idle:
                return
            for output, fresh in zip(outputs, work(), strict=True):
                output.copy_(fresh if not self.wrong or not fresh.is_floating_point() else 2 * fresh)

        return again, outputs


pytestmark = pytest.mark.usefixtures("tiny")


def make_run(stand_in=None, **settings):
    run = uw.colorize(
        make_print(seed=1),
        make_print(seed=2),
        **{"size": 32, "history": 3, "iterations": None, "precision": "float64", **settings},
    )
    run._workshop.replayer = Replayer(stand_in)
    return run


def alike(frame, other):
    torch.testing.assert_close(frame.unclipped, other.unclipped, rtol=1e-9, atol=1e-10)
    assert dict(frame.losses) == pytest.approx(dict(other.losses), rel=1e-9)
    assert frame.index == other.index
    assert frame.style_weight == other.style_weight


VARIANTS = [
    {},
    {"history": 30},
    {"precision": "float32"},
    {"precision": "bfloat16"},
    {"preset": "johnson2015", "start": "content"},
    {"preset": "gatys2015", "start": "content", "optimizer": "sgd", "sgd_step": 0.2},
    {"optimizer": "adam", "keep_ink": False},
]


@pytest.mark.parametrize("variant", VARIANTS)
def test_a_replayed_iteration_is_the_usual_one(variant):
    stand_in = StandIn()
    exact = "precision" not in variant
    for usual, replayed in zip(make_run(**variant).steps(12), make_run(stand_in, **variant).steps(12), strict=True):
        if exact:
            alike(usual, replayed)
        assert replayed.note == ""
    assert stand_in.recordings == 1
    # After the first move, and those without a recording, comes one to check it; then the rest.
    assert stand_in.replays >= 12 - 1 - EAGER_FIRST - 1


def test_moved_weights_need_no_new_recording():
    stand_in = StandIn()
    runs = make_run(), make_run(stand_in)
    for changes in ({}, {"style_weight": 30.0}, {"content_weight": 0.5}, {"fade": 0.1}):
        for run in runs:
            run.set(**changes)
        frames = [run.advance(10) for run in runs]
        alike(*frames)
    assert stand_in.recordings == 1


def test_what_a_recording_depends_on_makes_another_and_the_oldest_goes():
    stand_in = StandIn()
    run = make_run(stand_in, optimizer="adam")
    for total, changes in enumerate(({}, {"total_variation": 1e-3}, {"clip": False, "keep_ink": False}), start=1):
        run.set(**changes)
        run.advance(EAGER_FIRST + 2)
        assert stand_in.recordings == total
    assert len(run._workshop.replayer._recordings) == MOST_KEPT


def test_a_history_that_still_grows_is_recorded_already():
    stand_in = StandIn()
    run, usual = make_run(stand_in, history=50), make_run(history=50)
    run.advance(EAGER_FIRST + 2)
    replays = stand_in.replays
    for _ in range(6):
        alike(run.advance(1), usual.advance(1) if usual.index else usual.advance(EAGER_FIRST + 3))
    assert (stand_in.recordings, stand_in.replays) == (1, replays + 6)
    pairs = [run._position.state.memory.pairs for run in (run, usual)]
    assert len(pairs[0]) == len(pairs[1]) == 10


def test_a_run_that_goes_on_brings_no_pair_to_its_recording(monkeypatch):
    run = make_run(StandIn(), history=4)
    run.advance(10)
    fetched = []
    fetch = recording._Shelf._fetch
    monkeypatch.setattr(
        recording._Shelf, "_fetch", lambda self, pairs: fetched.append(len(pairs)) or fetch(self, pairs)
    )
    run.advance(7)
    assert fetched == []
    run.fork(at=13).advance(1)
    assert fetched == [3]  # one of the four makes room for the newest before it is looked at


@pytest.mark.parametrize("history", [1, 2, 5, 50])
def test_runs_that_take_turns_at_a_recording_are_what_they_would_be_alone(history):
    stand_in = StandIn()
    run, usual = make_run(stand_in, history=history), make_run(history=history)
    run.advance(12)
    usual.advance(12)
    forks = [run.fork(), run.fork(at=9), run.fork(at=11, fade=0.1)]
    expected = [usual.fork(), usual.fork(at=9), usual.fork(at=11, fade=0.1)]
    for _ in range(3):
        for fork, other in zip(forks, expected, strict=True):
            alike(fork.advance(1), other.advance(1))
    assert stand_in.recordings == 1


def test_a_batch_is_recorded_as_one():
    stand_in = StandIn()
    run, usual = make_run(stand_in), make_run()
    batch, expected = (uw.sweep(each, style_weight=[1.0, 30.0], optimizer=["lbfgs", "adam"]) for each in (run, usual))
    for _ in range(3):
        for frame, other in zip(batch.advance(4), expected.advance(4), strict=True):
            alike(frame, other)
    assert stand_in.recordings == 1
    assert stand_in.replays >= 12 - 1 - EAGER_FIRST - 1


def test_forks_share_the_recording_and_leave_each_other_alone():
    stand_in = StandIn()
    run, plain = make_run(stand_in), make_run()
    run.advance(9)
    plain.advance(9)
    kept = run.frame.unclipped.clone()
    fork, plain_fork = run.fork(fade=0.2), plain.fork(fade=0.2)
    for _ in range(3):
        alike(fork.advance(1), plain_fork.advance(1))
    assert torch.equal(run.frame.unclipped, kept)
    alike(run.advance(2), plain.advance(2))
    assert stand_in.recordings == 1


def test_an_iteration_hands_on_the_pairs_it_was_given():
    run = make_run(StandIn())
    run.advance(10)
    before = run._position.state.memory.pairs
    run.advance(1)
    after = run._position.state.memory.pairs
    assert [s.data_ptr() for s, _ in after[:-1]] == [s.data_ptr() for s, _ in before[1:]]


@pytest.mark.parametrize(
    "stand_in",
    [
        StandIn(failing=RuntimeError("CUDA error: operation not permitted when stream is capturing\nmore")),
        StandIn(failing=torch.OutOfMemoryError("none left")),
        StandIn(failing=AssertionError()),
        StandIn(wrong=True),
        StandIn(idle=True),
    ],
)
def test_a_recording_that_fails_or_is_wrong_is_said_once_and_changes_no_bit(stand_in):
    notes = []
    for usual, frame in zip(make_run().steps(12), make_run(stand_in).steps(12), strict=True):
        assert torch.equal(usual.unclipped, frame.unclipped)
        notes += [frame.note] if frame.note else []
    assert len(notes) == 1
    assert "could not be recorded as a CUDA graph" in notes[0]
    assert "\n" not in notes[0]


def test_after_a_cuda_recording_that_was_abandoned_there_is_none_any_more(monkeypatch):
    calls = []

    def interrupted(_work):
        calls.append(None)
        raise KeyboardInterrupt

    monkeypatch.setattr(replay, "_record_cuda", interrupted)
    monkeypatch.setattr(replay, "_abandoned", [])
    with pytest.raises(KeyboardInterrupt):
        replay.record_cuda(list)
    with pytest.raises(RuntimeError, match="an earlier recording was abandoned: KeyboardInterrupt"):
        replay.record_cuda(list)
    assert len(calls) == 1


def test_only_the_latest_kinds_are_counted_since_each_holds_on_to_its_targets():
    run = make_run(StandIn(), optimizer="adam")
    for n in range(MOST_COUNTED + 3):
        run.set(content_layers=f"conv4_2={n + 1}")
        run.advance(1)
    assert len(run._workshop.replayer._seen) == MOST_COUNTED


def test_a_replay_that_fails_later_goes_on_the_usual_way():
    stand_in = StandIn()
    run, usual = make_run(stand_in), make_run()
    run.advance(9)
    usual.advance(9)

    def broken():
        raise RuntimeError("the device is gone")

    (recording,) = run._workshop.replayer._recordings.values()
    recording._again = broken
    frame = run.advance(1)
    assert "the device is gone" in frame.note
    alike(frame, usual.advance(1))
    assert run.advance(1).note == ""


def test_it_can_be_switched_off_and_nothing_is_recorded_on_a_cpu():
    stand_in = StandIn()
    make_run(stand_in, capture=False).advance(9)
    assert stand_in.recordings == 0
    assert replay.recorder_for(torch.device("cpu")) is None
    assert replay.recorder_for(torch.device("cuda")) is not None


def test_an_interrupted_replay_leaves_the_run_where_it_was():
    run, usual = make_run(StandIn()), make_run()
    run.advance(9)
    (recording,) = run._workshop.replayer._recordings.values()
    again = recording._again

    def interrupted():
        again()
        recording._again = again
        raise KeyboardInterrupt

    recording._again = interrupted
    with pytest.raises(KeyboardInterrupt):
        run.advance(1)
    assert run.index == 9
    alike(run.advance(1), usual.advance(10))


def test_a_states_tensors_make_the_state_again():
    run = make_run()
    run.advance(5)
    state = run._position.state
    again = step.with_tensors(state, step.tensors_of(state))
    assert step.tensors_of(again).keys() == step.tensors_of(state).keys()
    assert all(each is step.tensors_of(state)[name] for name, each in step.tensors_of(again).items())
