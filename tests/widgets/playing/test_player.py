"""The player: one thread, many requests, and plain runs underneath."""

from __future__ import annotations

import subprocess
import sys
import threading

import pytest
import torch

from tests.widgets.conftest import eventually
from ukiyo_widgets.runs.run import Run
from ukiyo_widgets.widgets.playing import reel as reels
from ukiyo_widgets.widgets.playing.player import Player
from ukiyo_widgets.widgets.playing.reel import Purse, Reel
from ukiyo_widgets.widgets.playing.take import Status, Take


def test_playing_makes_the_iterations_of_a_plain_loop(player, make_run):
    straight = make_run()
    straight.advance(6)
    player.play()
    assert player.wait(90)
    assert player.shown.status is Status.FINISHED
    assert torch.equal(player.shown.run.frame.unclipped, straight.frame.unclipped)


def test_playing_on_from_the_end_makes_as_many_again(player):
    for expected in (6, 12):
        player.play()
        player.wait(90)
        assert player.shown.run.index == expected


def test_play_ends_when_nothing_moves_any_more_and_goes_on_if_asked_again(player):
    run = player.shown.run
    run.set(settle=255, colour_rise=3, iterations=50)
    player.play()
    assert player.wait(90)
    settled = run.index
    assert 3 <= settled < 50
    assert run.frame.note == "Nothing moves any more: the picture is finished."
    assert player.shown.status is Status.FINISHED
    player.play()
    assert player.wait(90)
    assert run.index == 50


def test_steps_end_where_they_should_and_go_beyond_the_end(player):
    player.play(4)
    player.wait(90)
    player.play(4)
    player.wait(90)
    assert player.shown.run.index == 8


def test_what_is_asked_for_as_a_run_arrives_is_not_taken_for_done(player, monkeypatch):
    run, finished, asked = player.shown.run, Run.finished.fget, []

    def looked_at(self):  # by the engine's thread, as it makes sure that the run has arrived
        if self is run and run.index == 6 and player._engine.is_current and not asked:
            asked.append(run.index)
            player.play(3)
        return finished(self)

    monkeypatch.setattr(Run, "finished", property(looked_at))
    player.play()
    assert player.wait(90)
    assert (asked, run.index) == ([6], 9)


def test_each_step_that_is_asked_for_is_made_also_while_one_is_in_progress(player, monkeypatch):
    run = player.shown.run
    arrive, asked = run._arrive, []

    def asking(position):
        if position.state.index == 1 and not asked:
            asked.append(position)
            player.play(1)
            player.play(1)
        return arrive(position)

    monkeypatch.setattr(run, "_arrive", asking)
    player.play(1)
    assert player.wait(90)
    assert run.index == 3


def test_pause_ends_at_a_complete_iteration_and_play_goes_on_bit_for_bit(player, make_run):
    straight = make_run()
    straight.advance(200)
    player.shown.run.set(iterations=None)
    player.play(200)
    eventually(lambda: player.shown.run.index >= 3)
    player.pause()
    player.wait(90)
    stopped = player.shown.run.index
    assert 3 <= stopped < 200
    assert player.shown.status is Status.PAUSED
    player.play(200 - stopped)
    player.wait(60)
    assert torch.equal(player.shown.run.frame.unclipped, straight.frame.unclipped)


def test_stop_of_the_run_itself_stops_the_player(player):
    player.play(10_000)
    eventually(lambda: player.shown.run.index >= 2)
    player.shown.run.stop()
    assert player.wait(90)
    assert player.shown.run.index < 10_000


def test_what_a_cell_does_is_seen(player):
    run = player.shown.run
    run.advance(3)
    assert player.shown.status is Status.DRIVEN
    eventually(lambda: player.shown.status is Status.PAUSED)
    assert [point.index for point in player.shown.reel.points()] == [1, 2, 3]
    fork = run.fork(style_weight=5)
    assert player.shown.run is fork
    assert player.shown.parent.run is run
    fork.advance(1)
    assert [point.index for point in player.shown.reel.points()] == [1, 2, 3, 4]


def test_the_points_are_the_losses_with_their_weights(player):
    run = player.shown.run
    run.set(total_variation=0.5, colour_weight=0, chroma_smoothness=0)
    for frame in run.steps(3):
        point = player.shown.reel.points()[-1]
        assert point.index == frame.index
        assert point.total == pytest.approx(point.content + point.style + point.variation, rel=1e-5)
        assert point.style == pytest.approx(frame.style_weight * frame.losses["style"])
        assert point.variation == pytest.approx(0.5 * frame.losses["total_variation"], rel=1e-3)


def test_several_runs_play_at_once(player, make_run):
    first = player.shown
    second = player.add(make_run(style_weight=3))
    player.play(20, take=first)
    player.play(20, take=second)
    player.wait(60)
    assert (first.run.index, second.run.index) == (20, 20)


def test_an_error_stops_its_run_alone_and_is_told(player, make_run, monkeypatch):
    broken, fine = player.shown, player.add(make_run())
    monkeypatch.setattr(broken.run, "_step", lambda: (_ for _ in ()).throw(RuntimeError("the plug was pulled")))
    player.play(5, take=broken)
    player.play(5, take=fine)
    player.wait(90)
    assert player.error == "the plug was pulled"
    assert fine.run.index == 5
    assert broken.status is not Status.PLAYING


def test_a_reel_keeps_few_pictures_of_many_iterations_and_the_first(player):
    player.play(300)
    player.wait(120)
    pictures = player.shown.reel.pictures()
    assert pictures[0] == 0
    assert 20 <= len(pictures) <= 121
    assert len(player.shown.reel.points()) == 301
    assert player.shown.reel.picture(151)[0] in pictures


def test_every_picture_of_a_slow_run_is_kept_and_what_was_shown_is_encoded_once(make_run, monkeypatch):
    run, reel, encoded = make_run(), Reel(), []
    monkeypatch.setattr(reels, "jpeg", lambda image: encoded.append(image) or b"picture")
    monkeypatch.setattr(Purse, "allows", lambda _self: True)
    frames = [run.frame, *run.steps(5)]
    for frame in frames:
        reel.offer(frame)
        reel.jpeg(frame)
    assert reel.pictures() == [0, 1, 2, 3, 4, 5]
    assert len(encoded) == 6


def test_where_time_is_short_the_pictures_shown_are_those_kept(make_run, monkeypatch):
    run, reel = make_run(), Reel()
    monkeypatch.setattr(Purse, "allows", lambda _self: False)
    reel.offer(run.frame)
    for frame in run.steps(9):
        reel.offer(frame)
        reel.jpeg(frame) if frame.index % 3 == 0 else None
    assert reel.pictures() == [0, 3, 6, 9]
    assert [point.index for point in reel.points(since=7)] == [8, 9]


def test_removing_a_run_keeps_its_forks(player):
    parent = player.shown
    parent.run.advance(2)
    parent.run.fork()
    child = player.shown
    player.remove(parent)
    assert player.takes == [child]
    assert child.parent is None


def test_a_run_that_comes_while_another_is_removed_is_not_lost(player, make_run):
    first, coming = player.shown, make_run()

    class Watched(Take):
        @property
        def parent(self):  # looked at while the list is made anew
            if all(take.run is not coming for take in player.takes):
                other = threading.Thread(target=player.add, args=(coming,))
                other.start()
                eventually(lambda: player.shown.run is coming)
                other.join(90)
            return None

        @parent.setter
        def parent(self, parent):
            pass

    second = player.add(make_run())
    second.__class__ = Watched
    player.remove(first)
    assert [take.run for take in player.takes] == [second.run, coming]


def test_close_ends_the_threads_in_the_middle_of_playing(make_run):
    player = Player(make_run())
    player.play(100_000)
    run = player.shown.run
    eventually(lambda: run.index >= 2)
    player.close()
    stopped = run.index
    assert not [each for each in threading.enumerate() if each.name in ("ukiyo_widgets engine", "ukiyo_widgets screen")]
    assert run.index == stopped
    run.advance(1)  # the run itself lives on


def test_a_process_may_end_in_the_middle_of_playing():
    code = (
        "import ukiyo_widgets as uw; from ukiyo_widgets.widgets.playing.player import Player\n"
        "player = Player(uw.colorize('sample:wave', 'sample:actor', size=64)); player.play(10_000)\n"
        "while player.shown.run.index < 2: player.wait(0.01)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=120, check=False)
    assert (done.returncode, done.stderr) == (0, "")


def test_refreshing_is_done_by_one_thread_and_survives_a_part_that_fails(player):
    names = set()

    def broken():
        raise RuntimeError("of one part")

    player.listen(broken)
    player.listen(lambda: names.add(threading.current_thread().name))
    player.play(3)
    player.wait(90)
    eventually(lambda: names)
    assert names == {"ukiyo_widgets screen"}
