"""Small runs side by side: as they come, interruptible, and one is gone on with."""

from __future__ import annotations

import pytest

import ukiyo_widgets as uw
from tests.widgets.conftest import Page, eventually
from ukiyo_widgets.widgets import beginning
from ukiyo_widgets.widgets.picking.trials import values_to_try


@pytest.fixture
def studio(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "broken.png").write_bytes(b"no picture")
    made = uw.Studio("sample:wave", "sample:actor", size=32, iterations=3)
    _ = made.run
    yield made
    made.close()


def test_every_reference_is_tried_and_one_is_gone_on_with(studio):
    page = Page(studio.trials)
    page.tell("hello")
    assert "style_weight" in [name for name, _title in page.last("tryable")[0]["settings"]]
    page.tell("try_all", what="references")
    labels = page.last("trials")[0]["labels"]
    assert uw.samples.wave.title not in labels
    eventually(lambda: sum(c["done"] for c, _ in page.heard("trial")) == len(labels))
    done = {c["number"]: (c, buffers) for c, buffers in page.heard("trial") if c["done"]}
    broken = labels.index("broken.png")
    assert "broken.png" in done.pop(broken)[0]["error"]
    assert all(len(buffers) == 1 and not c["error"] for c, buffers in done.values())
    assert len(studio.player.takes) == 1  # trials are no runs of the list
    page.tell("go_on_with", number=labels.index(uw.samples.red_mountain.title))
    studio.player.wait(90)
    assert [each.source for each in studio.run.recipe.references] == ["sample:red_mountain"]
    assert studio.run.settings.size == 32


def test_a_settings_values_are_tried_and_one_begins_a_run(studio):
    page = Page(studio.trials)
    page.tell("try_all", what="keep_ink")
    assert len(page.last("trials")[0]["labels"]) == 2
    eventually(lambda: sum(c["done"] for c, _ in page.heard("trial")) == 2)
    page.tell("go_on_with", number=1)
    studio.player.wait(90)
    assert studio.run.settings.keep_ink is False


def test_what_is_turned_while_a_trials_run_is_prepared_comes_on_top_of_it(studio, monkeypatch):
    page, turned = Page(studio.trials), []

    def colorize(*prints, **settings):
        if not turned:
            turned.append(settings)
            Page(studio.controls).tell("turn", name="style_weight", value=9.0, done=True, number=1)
        return uw.colorize(*prints, **settings)

    page.tell("try_all", what="keep_ink")
    eventually(lambda: sum(c["done"] for c, _ in page.heard("trial")) == 2)
    monkeypatch.setattr(beginning, "colorize", colorize)
    page.tell("go_on_with", number=1)
    studio.player.wait(90)
    assert (studio.run.settings.style_weight, studio.run.settings.keep_ink) == (9.0, False)


def test_trials_end_when_asked_and_a_run_plays_on_meanwhile(studio):
    page = Page(studio.trials)
    studio.play(10**6)
    page.tell("try_all", what="references")
    page.wait_for("trial")
    at = studio.run.index
    eventually(lambda: studio.run.index > at)
    page.tell("end")
    studio.pause()
    assert studio.player.wait(90)
    said = len(page.heard("trial"))
    studio.play(3)
    studio.player.wait(90)
    assert len(page.heard("trial")) == said


def test_what_cannot_be_tried_is_refused_in_words(studio):
    Page(studio.trials).tell("try_all", what="device")
    assert "'references' or one of" in studio.player.error


def test_values_differ_enough_and_hold_the_one_in_force():
    assert values_to_try("keep_ink", True) == [True, False]
    assert values_to_try("vividness", 0.5) == [0.0, 0.2, 0.4, 0.5, 0.6, 0.8, 1.0]
    weights = values_to_try("style_weight", 2.0)
    assert 2.0 in weights
    assert weights == sorted(weights)
    assert len(weights) >= 5
    assert "image" not in values_to_try("start", "gray")
