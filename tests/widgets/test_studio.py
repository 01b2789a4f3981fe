"""The Studio as a whole, without a browser."""

from __future__ import annotations

import contextlib
import dataclasses
import subprocess
import sys
import threading

import ipywidgets
import pytest
import torch

import ukiyo_widgets as uw
from tests.conftest import make_print
from tests.widgets.conftest import Page, eventually, tensors
from ukiyo_widgets.images.colour import rgb_to_lab
from ukiyo_widgets.images.reading import fetching
from ukiyo_widgets.images.resizing import resize
from ukiyo_widgets.widgets import beginning
from ukiyo_widgets.widgets.parts.part import Rhythm


def turn(page, name, value):
    page.tell("turn", name=name, value=value, done=True, number=1)


@pytest.fixture
def studio():
    made = uw.Studio(make_print(seed=1), make_print(seed=2), size=32, iterations=6)
    yield made
    made.close()


def test_it_prepares_a_run_by_itself_and_shows_its_start(studio):
    page = Page(studio.preview)
    page.tell("hello")
    page.wait_for("frame", lambda c: c["index"] == 0)
    assert studio.run.index == 0


def test_the_play_button_plays(studio):
    Page(studio.transport).tell("play")
    eventually(lambda: studio.player.shown is not None and studio.player.shown.run.index == 6)


def test_a_cell_may_go_on_with_the_run(studio):
    page = Page(studio.preview)
    for _frame in studio.run.steps(3):
        pass
    page.wait_for("frame", lambda c: c["index"] == 3)


def test_another_print_begins_another_run_and_the_played_one_stays(studio):
    studio.run.advance(1)
    studio.content_picker.choose("sample:wave")
    studio.player.wait(90)
    assert [take.run.index for take in studio.player.takes] == [1, 0]
    studio.content_picker.choose("sample:actor")
    studio.player.wait(90)
    assert len(studio.player.takes) == 2  # what was never played is replaced


def test_a_setting_for_a_new_start_waits_for_a_new_run(studio):
    studio.run.advance(2)
    page = Page(studio.controls)
    turn(page, "start", "palette")
    page.wait_for("standing", lambda it: "First picture" in it["waiting"])
    assert studio.run.index == 2
    Page(studio.transport).tell("reset")
    studio.player.wait(90)
    assert (studio.run.index, studio.run.settings.start) == (0, "palette")
    eventually(lambda: page.last("standing")[0]["waiting"] == "")


def test_a_new_run_is_begun_from_the_controls(studio):
    first = studio.run
    first.advance(2)
    page = Page(studio.controls)
    page.tell("hello")
    assert page.wait_for("controls")[0]["begins"]
    turn(page, "size", 48)
    page.tell("begin")
    studio.player.wait(90)
    assert (studio.run.index, studio.run.settings.size) == (0, 48)
    assert first in [take.run for take in studio.player.takes]


@pytest.mark.parametrize("played", [0, 1])
def test_a_preset_is_taken_up_as_one(studio, played):
    run = studio.run
    run.advance(played)
    expected = uw.Settings.from_preset("paper", size=32)
    turn(Page(studio.controls), "preset", "paper")
    studio.player.wait(90)
    if played:
        assert (studio.run, run.settings) == (run, uw.Settings(size=32, iterations=6))
        Page(studio.transport).tell("reset")
        studio.player.wait(90)
    assert studio.run.recipe.settings == expected
    assert not studio.run.recipe.changes


def test_what_is_turned_while_a_run_is_prepared_is_not_lost(studio, monkeypatch):
    studio.run.advance(1)
    page, begun = Page(studio.controls), []

    def colorize(*prints, **settings):
        begun.append(settings)
        if len(begun) == 1:
            turn(page, "fade", 0.04)
        return uw.colorize(*prints, **settings)

    monkeypatch.setattr(beginning, "colorize", colorize)
    turn(page, "size", 48)
    page.tell("begin")
    turn(page, "style_weight", 9.0)
    eventually(lambda: len(begun) >= 2 and studio.player.wait(0))
    assert studio.run.recipe.settings == uw.Settings(size=48, iterations=6, fade=0.04, style_weight=9.0)


def test_what_is_picked_as_another_pick_is_ready_is_not_lost(studio, tmp_path, monkeypatch):
    for name in ("first.png", "second.png"):
        uw.samples.wave.color(48).save(tmp_path / name)
    picker, may_go_on = studio.reference_picker, threading.Event()
    studio.player.wait(90)

    def colorize(*prints, **settings):
        assert may_go_on.wait(90)
        return uw.colorize(*prints, **settings)

    def say(kind, *rest):
        said(kind, *rest)
        if kind == "prints" and not may_go_on.is_set():  # the page is told what is new on offer
            may_go_on.set()
            eventually(lambda: studio.player.shown.sources.references == (tmp_path / "first.png",))
            eventually(lambda: picker.sources == [tmp_path / "first.png"])

    monkeypatch.setattr(beginning, "colorize", colorize)
    picker.choose(tmp_path / "first.png")
    said = picker.say
    monkeypatch.setattr(picker, "say", say)
    picker.choose(tmp_path / "second.png")
    studio.player.wait(90)
    assert studio.run.recipe.references[0].source == str(tmp_path / "second.png")
    eventually(lambda: picker.sources == [tmp_path / "second.png"])


@contextlib.contextmanager
def iteration_in_progress(studio):
    """Have the run on the screen play, and its engine stay in the middle of an iteration meanwhile."""
    reached, may_go_on = threading.Event(), threading.Event()

    def slowly(event, _run):
        if event == "frame":
            reached.set()
            assert may_go_on.wait(90)

    run = studio.run
    end = run.watch(slowly)
    studio.play()
    assert reached.wait(90)
    yield run
    end()
    may_go_on.set()
    studio.player.wait(90)


def test_play_is_for_what_was_picked_before_also_where_an_iteration_is_in_progress(studio):
    with iteration_in_progress(studio) as before:
        studio.reference_picker.choose("sample:actor")
        Page(studio.transport).tell("play")
    assert studio.run is not before
    assert (before.index, studio.run.index) == (1, 6)


@pytest.mark.parametrize("anew", ["reset", "another reference"])
def test_a_dab_just_before_a_new_run_is_in_it(studio, anew):
    with iteration_in_progress(studio) as before:
        Page(studio.preview).tell("dabs", dabs=[[0.5, 0.5, "#aa3322", 0.1]])
        if anew == "reset":
            Page(studio.transport).tell("reset")
        else:
            studio.reference_picker.choose("sample:actor")
    assert studio.run is not before
    assert len(studio.run.next_settings.hints) == 1


def test_what_is_turned_as_another_run_is_asked_for_is_for_that_one_alone(studio):
    with iteration_in_progress(studio) as before:
        studio.reference_picker.choose("sample:actor")
        turn(Page(studio.controls), "style_weight", 9.0)
    assert (before.index, before.recipe.changes) == (1, ())
    assert studio.run.recipe.settings.style_weight == 9


def test_what_is_turned_as_a_run_comes_on_the_screen_is_not_lost(studio, monkeypatch):
    studio.run.advance(1)
    turned, add = [], studio.player.add

    def turning(run, **about):
        if not turned:
            turned.append(run)
            turn(Page(studio.controls), "style_weight", 9.0)
        take = add(run, **about)
        studio.controls.refresh()  # which the screen's thread may do before the engine's goes on
        return take

    monkeypatch.setattr(Rhythm, "wait_s", lambda _self: 0.0)
    monkeypatch.setattr(studio.player, "add", turning)
    studio.reference_picker.choose("sample:actor")
    studio.player.wait(90)
    assert studio.run is not turned[0]
    assert studio.run.recipe.settings.style_weight == 9


def test_reset_keeps_what_the_sliders_say(studio):
    studio.run.advance(2)
    turn(Page(studio.controls), "style_weight", 50.0)
    studio.run.advance(1)
    Page(studio.transport).tell("reset")
    studio.player.wait(90)
    assert studio.run.index == 0
    assert studio.run.settings.style_weight == 50


def test_an_image_that_cannot_be_read_is_said_and_the_run_stays(studio, tmp_path):
    run = studio.run
    missing = tmp_path / "missing.png"
    studio.content_picker.choose(missing)
    studio.player.wait(90)
    assert "missing.png" in studio.player.error
    assert studio.run is run


def shown_in_pickers(studio):
    return studio.content_picker.sources + studio.reference_picker.sources


def test_the_pickers_follow_the_run_on_the_screen_and_reset_keeps_its_prints():
    studio = uw.Studio("sample:wave", "sample:actor", size=32, iterations=6)
    studio.run.advance(1)
    first = studio.player.shown
    studio.run.set(regions=[("0.1,0.1 0.9,0.1 0.5,0.9", "0.1,0.1 0.9,0.1 0.5,0.9", 1)])
    studio.reference_picker.choose("sample:red_mountain", "sample:snowy_night")
    studio.player.wait(90)
    second = studio.player.shown
    assert second is not first
    assert not second.run.settings.regions  # they were drawn on another reference
    second.run.advance(1)
    Page(studio.runs).tell("show", key=first.key)
    eventually(lambda: shown_in_pickers(studio) == ["sample:wave", "sample:actor"])
    eventually(lambda: studio.controls.settings.regions == first.run.settings.regions)
    turn(Page(studio.controls), "size", 48)  # a new start, with Reset
    Page(studio.transport).tell("reset")
    studio.player.wait(90)
    third = studio.player.shown
    assert third.run.settings.size == 48
    assert [each.source for each in third.run.recipe.references] == ["sample:actor"]
    assert third.run.settings.regions == first.run.settings.regions
    Page(studio.runs).tell("show", key=second.key)
    eventually(lambda: shown_in_pickers(studio) == ["sample:wave", "sample:red_mountain", "sample:snowy_night"])
    studio.content_picker.choose("sample:rain_bridge")
    studio.player.wait(90)
    recipe = studio.player.shown.run.recipe
    assert [each.source for each in recipe.references] == ["sample:red_mountain", "sample:snowy_night"]
    studio.close()


def test_a_pick_that_cannot_be_read_leaves_the_pickers_with_the_run_on_the_screen(studio, tmp_path):
    studio.run.advance(1)
    before = shown_in_pickers(studio)
    studio.reference_picker.choose(tmp_path / "missing.png")
    studio.player.wait(90)
    eventually(lambda: [a is b for a, b in zip(shown_in_pickers(studio), before, strict=True)] == [True, True])


def test_prints_that_were_in_memory_alone_are_taken_again(studio):
    _ = studio.run  # its own run is prepared: it does not take the screen later
    run = uw.colorize(make_print(seed=3), make_print(seed=4), size=32).fork()
    run.advance(1)
    studio.player.add(run)
    turn(Page(studio.controls), "seed", "5")
    turn(Page(studio.controls), "start", "noise")
    studio.player.show(studio.player.shown)
    Page(studio.transport).tell("reset")
    studio.player.wait(90)
    assert torch.equal(studio.run.prints.references[0], run.prints.references[0])


def test_it_shows_a_run_that_exists():
    run = uw.colorize(make_print(seed=1), make_print(seed=2), size=32)
    run.advance(2)
    studio = uw.Studio(run)
    assert studio.run is run
    assert studio.controls.settings == run.settings
    studio.close()


def test_a_run_that_has_computed_nothing_leaves_its_gray_print_in_the_notebook():
    run = uw.colorize(make_print(seed=1), make_print(seed=2), size=32)
    studio = uw.Studio(run)
    assert max(studio._first_still().size) == 32
    assert not run.started
    studio.close()


def test_closing_frees_the_tensors():
    def use():
        studio = uw.Studio(make_print(seed=1), make_print(seed=2), size=32, iterations=3)
        studio.play()
        eventually(lambda: studio.player.shown is not None and studio.player.shown.run.index == 3)
        studio.close()

    use()
    before = tensors()
    for _ in range(2):
        use()
    assert tensors() <= before + 5


def test_importing_the_package_needs_no_jupyter():
    code = "import sys; import ukiyo_widgets; print({'torch', 'ipywidgets', 'anywidget', 'IPython'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60)
    assert done.stdout.strip() == "set()"


def test_a_run_is_the_same_in_the_studio_as_in_a_loop(studio):
    straight = uw.colorize(make_print(seed=1), make_print(seed=2), size=32, iterations=6)
    straight.advance(6)
    _ = studio.run
    studio.play()
    eventually(lambda: studio.player.shown.run.index == 6)
    assert torch.equal(studio.run.frame.unclipped, straight.frame.unclipped)


@pytest.mark.parametrize("played", [0, 2])
def test_a_precision_that_only_a_new_run_can_have_begins_one_or_waits_for_reset(studio, played):
    first = studio.run
    first.advance(played)
    eventually(lambda: studio.controls._seen == (studio.player.shown.key, first.settings))
    turn(Page(studio.controls), "precision", "float64")
    studio.player.wait(90)
    if played:
        assert studio.run is first
        assert studio.controls.waiting == {"precision": "float64"}
        Page(studio.transport).tell("reset")
        studio.player.wait(90)
    assert studio.run is not first
    assert studio.run.settings.precision == "float64"
    assert not studio.player.error


def test_going_on_larger_begins_from_the_picture_that_is_shown(studio):
    studio.run.advance(3)
    found = studio.run
    Page(studio.transport).tell("enlarge", side_px=48)
    eventually(lambda: len(studio.player.takes) == 2 and studio.player.takes[1].parent is not None)
    larger = studio.player.shown
    assert max(larger.run.size_px) == 48
    assert (larger.parent.run, larger.forked_at, larger.run.index) == (found, 3, 0)
    small = resize(larger.run.frame.pixels, height=found.size_px[1], width=found.size_px[0])
    assert (rgb_to_lab(small) - rgb_to_lab(found.frame.pixels))[1:].abs().mean() < 2
    assert larger.run.settings.changes_to(found.settings) == {"size": 48, "start": "image"}


def test_a_picture_looked_back_at_goes_on_larger_and_a_wrong_size_is_said(studio):
    studio.run.advance(2)
    page = Page(studio.transport)
    eventually(lambda: studio.player.shown.reel.pictures()[-1] == 2)
    page.tell("seek", index=1)
    page.tell("enlarge", side_px=48)
    eventually(lambda: len(studio.player.takes) == 2 and studio.player.takes[1].forked_at == 1)
    page.tell("enlarge", side_px=1)
    eventually(lambda: "size is 1" in studio.player.error)
    assert len(studio.player.takes) == 2


def test_after_the_end_was_moved_on_a_stop_is_a_pause(studio):
    _ = studio.run
    take = studio.player.shown
    studio.play()
    eventually(lambda: take.status == "finished")
    assert take.end == 6
    studio.play()
    eventually(lambda: take.run.index > 6)
    studio.pause()
    eventually(lambda: take.status in ("paused", "finished"))
    assert (take.status, take.end) == ("finished" if take.run.index == 12 else "paused", 12)
    studio.play()
    eventually(lambda: take.status == "finished")
    assert take.run.index in (12, 24)


def test_a_run_that_has_settled_is_finished_and_goes_on_if_asked_to():
    studio = uw.Studio(make_print(seed=1), make_print(seed=2), size=32, iterations=60, settle=255)
    _ = studio.run
    take = studio.player.shown
    studio.play()
    eventually(lambda: take.status == "finished")
    settled = take.run.index
    assert settled == take.end < 60
    studio.play()
    eventually(lambda: take.status == "finished" and take.run.index > settled)
    assert take.run.index == 60
    studio.close()


def test_closing_leaves_no_model_of_any_kind():
    before = set(ipywidgets.widgets.widget._instances)
    for _ in range(2):
        uw.Studio(make_print(seed=1), make_print(seed=2), size=32).close()
        uw.Preview(uw.colorize(make_print(seed=1), make_print(seed=2), size=32)).close()
    assert set(ipywidgets.widgets.widget._instances) - before == set()


def test_nothing_is_fetched_because_an_opened_run_names_an_address(monkeypatch, tmp_path):
    monkeypatch.setattr(fetching, "fetch", lambda url, **_: pytest.fail(f"{url} was fetched"))
    run = uw.colorize(make_print(seed=1), make_print(seed=2), size=32, iterations=6)
    run.advance(1)
    recipe = run.recipe
    named = [
        dataclasses.replace(each, source=f"https://me:secret@example.org/{i}.png?key=secret")
        for i, each in enumerate((recipe.content, *recipe.references))
    ]
    run._recipe = dataclasses.replace(recipe, content=named[0], references=tuple(named[1:]))
    studio = uw.Studio(uw.load(run.save(tmp_path / "theirs")))
    page = Page(studio.content_picker)
    eventually(lambda: studio.content_picker.chosen and studio.reference_picker.chosen)
    page.tell("hello")
    key = studio.content_picker.chosen[0].key
    content, buffers = page.wait_for("thumbnail", lambda content: content["key"] == key)
    assert buffers
    assert not content["error"]
    names = [each.name for picker in (studio.content_picker, studio.reference_picker) for each in picker.chosen]
    assert names == ["0.png", "1.png"]
    Page(studio.reference_picker).tell("suggest")
    studio.reference_picker.choose("sample:wave")  # another reference for that print, and then larger
    studio.player.wait(90)
    assert len(studio.player.takes) == 2
    studio._beginning.larger(48)
    studio.player.wait(90)
    assert len(studio.player.takes) == 3
    assert studio.player.error == ""
    studio.close()
