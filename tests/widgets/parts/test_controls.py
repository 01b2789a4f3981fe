"""The controls: every setting once, and what is turned reaches the run, as one where it must."""

from __future__ import annotations

import contextlib
import itertools
import threading

import pytest

import ukiyo_widgets as uw
from tests.widgets.conftest import Page, eventually
from ukiyo_widgets.engine.settings import knobs
from ukiyo_widgets.widgets.parts import fields
from ukiyo_widgets.widgets.parts.part import Rhythm
from ukiyo_widgets.widgets.playing.take import Aim


@contextlib.contextmanager
def being_made(run):
    """Hold a run as a thread does that makes an iteration."""
    begun, done = threading.Event(), threading.Event()

    def compute():
        with run._lock:
            begun.set()
            assert done.wait(90)

    thread = threading.Thread(target=compute)
    thread.start()
    assert begun.wait(90)
    yield
    done.set()
    thread.join()


class ControlsPage(Page):
    """What a page of controls does."""

    def __init__(self, controls):
        super().__init__(controls)
        self._numbers = itertools.count(1)

    def turn(self, name, value, *, done=True):
        self.tell("turn", name=name, value=value, done=done, number=next(self._numbers))

    def back(self, name):
        self.tell("back", name=name, number=next(self._numbers))

    def shows(self, condition):
        """Wait until the page is shown what meets a condition."""
        eventually(lambda: bool(self.heard("standing")) and condition(self.last("standing")[0]))
        return self.last("standing")[0]


@pytest.fixture
def controls(player):
    player.play(1)
    assert player.wait(90)
    made = uw.Controls(player)
    yield made
    made.close()


@pytest.fixture
def page(controls):
    return ControlsPage(controls)


@pytest.fixture
def alone():
    made = uw.Controls()
    yield made
    made.close()


def test_every_setting_has_one_control_with_its_help_or_is_elsewhere():
    described = fields.controls("en")
    names = [each["name"].partition("/")[0] for each in described]
    assert {*names, *fields.ELSEWHERE} == set(knobs())
    assert len({each["name"] for each in described}) == len(described)
    for each in described:
        assert len(each["help"]) > 20, each["name"]
        assert each["title"] != each["name"]


def test_the_plain_ones_come_first_and_stand_in_no_group():
    described = fields.controls("en")
    assert [each["name"] for each in described if not each["group"]] == list(fields.PLAIN)
    assert [each["name"] for each in described[: len(fields.PLAIN)]] == list(fields.PLAIN)


def test_every_setting_and_every_heading_speaks_japanese():
    english = {each["name"]: each for each in fields.controls("en")}
    for each in fields.controls("ja"):
        assert not each["help"].isascii(), each["name"]
        assert each["help"] != english[each["name"]]["help"]
        assert each["title"].partition(":")[0] in ("Adam β1", "Adam β2") or not each["title"].isascii()
        assert not each["group"].isascii() or not each["group"]


@pytest.mark.parametrize("preset", uw.presets)
def test_what_every_control_shows_of_a_preset_can_be_turned_to(preset):
    settings = uw.Settings.from_preset(preset)
    start = uw.Settings.from_preset("print" if preset != "print" else "paper", content_weight=settings.content_weight)
    for name, value in fields.plain_values(settings).items():
        setting = name.partition("/")[0]
        start = start.with_changes(**fields.change_of(name, value, start))
        assert fields.plain_values(start)[name] == value, setting
    assert start == settings


def test_a_page_that_opens_is_told_every_control_and_how_it_stands(alone):
    page = ControlsPage(alone)
    page.tell("hello")
    described, _ = page.wait_for("controls")
    assert not described["begins"]
    standing = page.shows(lambda it: True)
    assert {each["name"] for each in described["controls"]} == standing["values"].keys() == standing["preset"].keys()
    assert "memory" in standing["cost"]


def test_without_a_run_settings_are_collected(alone):
    ControlsPage(alone).turn("size", 64)
    assert alone.settings == uw.Settings(size=64)


def test_a_value_does_not_jump_back_while_it_is_on_the_way(controls, page, player, monkeypatch):
    run = player.shown.run
    monkeypatch.setattr(Rhythm, "wait_s", lambda _self: 0.0)
    player.forget(controls.refresh)
    run.set(fade=0.01)
    with being_made(run):
        player.shown.aim = Aim(100)
        page.turn("style_weight", 5.0)
        controls.refresh()
        assert (controls.settings.fade, controls.settings.style_weight) == (0.01, 5.0)
        player.shown.aim = None  # it was paused meanwhile
        controls.refresh()
        assert controls.settings.style_weight == 5.0
    assert run.settings.style_weight != 5.0
    controls.refresh()
    assert controls.settings == run.next_settings
    assert page.last("standing")[0]["hint"] == "Press Play to see what it does."


def test_a_run_at_rest_shows_where_a_slider_was_let_go_by_one_iteration_and_the_recipe_says_so(page, player):
    run = player.shown.run
    for value in (2.0, 3.0):
        page.turn("style_weight", value, done=False)
    page.turn("style_weight", 5.0)
    assert player.wait(90)
    assert (run.index, run.settings.style_weight) == (2, 5)
    assert run.frame.style_weight == pytest.approx(5 * (1 - run.settings.fade))
    assert run.recipe.changes[-1].settings["style_weight"] == 5
    assert len(run.recipe.changes) == 1
    assert "Play shows more" in page.shows(lambda it: it["hint"])["hint"]
    player.play(1)
    page.shows(lambda it: not it["hint"])


def test_a_second_turn_while_the_first_one_is_being_shown_is_shown_too(page, player, monkeypatch):
    run = player.shown.run
    begun, go_on = threading.Event(), threading.Event()
    arrive = run._arrive

    def held(position):
        begun.set()
        assert go_on.wait(90)
        return arrive(position)

    monkeypatch.setattr(run, "_arrive", held)
    page.turn("style_weight", 3.0)
    assert begun.wait(90)
    page.turn("style_weight", 5.0)
    go_on.set()
    assert player.wait(90)
    assert run.index == 3
    assert run.frame.style_weight == pytest.approx(5 * (1 - run.settings.fade))


def test_while_it_plays_a_slider_acts_as_it_is_dragged(page, player):
    run = player.shown.run
    player.play(1000)
    page.turn("fade", 0.03, done=False)
    eventually(lambda: run.settings.fade == 0.03)
    player.pause()
    assert player.wait(90)


@pytest.mark.parametrize(("name", "value"), [("iterations", 9), ("snapshot_memory_mb", 1.0), ("size", 64)])
def test_what_an_iteration_would_not_show_makes_none(page, player, name, value):
    page.turn(name, value)
    assert player.wait(90)
    assert player.shown.run.index == 1


def test_at_the_start_of_a_run_it_is_said_what_to_press(player):
    controls = uw.Controls(player)
    page = ControlsPage(controls)
    page.turn("style_weight", 3.0)
    assert "Play" in page.shows(lambda it: it["hint"])["hint"]
    assert player.wait(90)
    assert player.shown.run.index == 0
    player.play(2)
    page.shows(lambda it: not it["hint"] and it["values"]["style_weight"] == 3)
    controls.close()


def test_what_a_cell_sets_is_shown_and_not_sent_back(page, player):
    player.shown.run.set(style_weight=100.0, fade=0.01)
    page.shows(lambda it: it["values"]["fade"] == 0.01 and it["values"]["style_weight"] == 100)
    assert len(player.shown.run.recipe.changes) == 1
    assert player.shown.run.index == 1


def test_a_page_knows_up_to_which_of_its_messages_values_are_new(page):
    page.tell("turn", name="fade", value=0.01, done=True, number=7)
    page.tell("turn", name="fade", value=0.02, done=True, number=5)  # of another page, on its way for longer
    assert page.shows(lambda it: it["heard"])["heard"] == 7


def test_a_wrong_value_is_refused_in_words_at_its_own_place(controls, page, player):
    page.turn("content_layers", "conv9_9=1")
    page.turn("size", 3)
    page.turn("total_variation", 0.5)
    wrong = page.shows(lambda it: len(it["wrong"]) == 2)["wrong"]
    assert "conv9_9" in wrong["content_layers"]
    assert "16 to 8192" in wrong["size"]
    page.turn("content_layers", "conv4_2=1")
    page.shows(lambda it: list(it["wrong"]) == ["size"])
    assert controls.settings == player.shown.run.next_settings


@pytest.mark.parametrize("name", [*fields.ELSEWHERE, "explode"])
def test_what_has_no_control_cannot_be_turned(page, name):
    page.turn(name, "0.5,0.5=#cc2211")
    assert name in page.shows(lambda it: it["wrong"])["wrong"][name]


def test_a_setting_goes_back_to_what_it_is_in_the_preset(controls, page):
    for name, value in (("fade", 0.03), ("style_layers/conv5_1", 0.0), ("style_weight", 9.0), ("size", 64)):
        page.turn(name, value)
        assert controls.settings != uw.Settings(size=32, iterations=6)
        page.back(name)
        expected = uw.Settings().size if name == "size" else 32
        assert controls.settings.with_changes(size=32) == uw.Settings(size=32, iterations=6), name
        assert controls.settings.size == expected
    page.shows(lambda it: it["values"] == {**it["preset"], "iterations": 6})


class TestAPreset:
    """Walk through what a preset does: it changes as one."""

    def test_changes_everything_but_what_is_not_its_business(self, alone):
        page = ControlsPage(alone)
        page.turn("size", 64)
        page.turn("preset", "johnson2015")
        assert alone.settings == uw.Settings.from_preset("johnson2015", size=64)

    def test_waits_as_a_whole_and_the_run_goes_on_as_it_was(self, controls, page, player):
        run = player.shown.run
        before = run.settings
        page.turn("preset", "paper")
        assert controls.settings == uw.Settings.from_preset("paper", size=32)
        assert page.shows(lambda it: it["waiting"])["waiting"] == "Takes effect with a new run: Preset"
        player.play(2)
        assert player.wait(90)
        assert run.settings == before
        assert not run.recipe.changes

    def test_that_waits_has_what_is_turned_after_it_wait_too(self, controls, page, player):
        run = player.shown.run
        page.turn("preset", "paper")
        page.turn("style_weight", 500.0)
        assert not run.recipe.changes
        expected = uw.Settings.from_preset("paper", size=32, style_weight=500.0)
        assert controls.settings == uw.Settings().with_changes(**controls.waiting, size=32) == expected

    def test_that_waits_is_not_taken_apart_by_a_cell(self, controls, page, player):
        page.turn("preset", "gatys2015")
        player.shown.run.set(fade=0.0, colour_weight=7.0)
        eventually(lambda: controls._seen is not None and controls._seen[1].colour_weight == 7)
        assert controls.settings == uw.Settings.from_preset("gatys2015", size=32)

    def test_chosen_back_is_taken_up_as_one(self, controls, page, player):
        run = player.shown.run
        run.set(style_weight=50.0, pooling="average", iterations=40)
        page.turn("preset", "paper")
        page.turn("preset", "print")
        assert controls.waiting == {}
        assert run.next_settings == controls.settings == uw.Settings(size=32)
        page.shows(lambda it: not it["waiting"])

    def test_that_waits_can_be_left(self, controls, page, player):
        before = player.shown.run.settings
        page.turn("preset", "paper")
        page.shows(lambda it: it["waiting"])
        page.tell("keep")
        page.shows(lambda it: not it["waiting"] and it["values"]["preset"] == "print")
        assert (controls.settings, controls.waiting) == (before, {})


def test_a_choice_for_the_next_start_outlives_a_slider(controls, page, player):
    page.turn("size", 64)
    page.turn("style_weight", 7.0)
    page.shows(lambda it: it["values"]["style_weight"] == 7 and player.wait(0))
    assert controls.settings.size == 64
    assert page.shows(lambda it: it["waiting"])["waiting"].endswith("Size")


def test_the_layers_are_five_sliders(page, player):
    page.turn("style_layers/conv5_1", 0.0)
    player.shown.run.advance(1)
    assert "conv5_1" not in dict(player.shown.run.settings.style_layers)


def test_another_run_on_the_screen_is_what_they_show(controls, page, player, make_run):
    page.turn("size", 64)
    player.add(make_run(fade=0.02))
    page.shows(lambda it: it["values"]["fade"] == 0.02 and it["values"]["size"] == 32)
    assert controls.waiting == {}


def test_they_are_told_nothing_new_while_nothing_is(page, player):
    page.tell("hello")
    page.shows(lambda it: True)
    player.play(3)
    assert player.wait(90)
    told = [content for content, _ in page.heard("standing")]
    assert all(one != next_ for one, next_ in itertools.pairwise(told))
