"""What a run says and refuses."""

from __future__ import annotations

import json

import numpy as np
import PIL.Image
import pytest
import torch

import ukiyo_widgets as uw
from tests.conftest import make_print
from ukiyo_widgets.engine.network import networks
from ukiyo_widgets.errors import ImageError, RunClosedError, SettingsError
from ukiyo_widgets.images.writing.metadata import read_metadata

pytestmark = pytest.mark.usefixtures("tiny")


def make_run(**settings):
    return uw.colorize(make_print(seed=1), make_print(seed=2), **{"size": 48, **settings})


def test_nothing_is_computed_before_it_is_asked_for(monkeypatch):
    monkeypatch.setattr(networks, "load_weights", lambda *_a, **_k: pytest.fail("the network was read"))
    run = make_run()
    assert (run.index, run.started, run.size_px) == (0, False, (48, 32))
    assert "Nothing is computed yet" in run._repr_mimebundle_()["text/html"]


def test_iterating_ends_at_the_iterations_set_and_steps_goes_beyond():
    run = make_run(iterations=3)
    assert [frame.index for frame in run] == [1, 2, 3]
    assert list(run) == []
    assert [frame.index for frame in run.steps(2)] == [4, 5]
    run.set(iterations=7)
    assert [frame.index for frame in run] == [6, 7]
    endless = make_run(iterations=None, settle=0)
    for frame in endless:
        if frame.index == 50:
            break
    assert endless.index == 50


def test_frame_zero_is_the_start():
    run = make_run(preset="paper", start="content")
    frame = run.frame
    assert frame.index == 0
    assert np.ptp(np.asarray(frame.image), axis=2).max() == 0
    assert frame.losses["content"] == 0
    assert frame.style_weight == 1000


def test_a_start_picture_is_stretched_to_the_content():
    start = make_print(height=64, width=64, seed=9)
    run = uw.colorize(make_print(seed=1), make_print(seed=2), start=start, preset="paper", size=48)
    assert run.settings.start == "image"
    assert run.frame.pixels.shape == (3, 32, 48)
    again = uw.replay(run.recipe, content=make_print(seed=1), reference=make_print(seed=2), start=start)
    assert torch.equal(again.frame.pixels, run.frame.pixels)


def test_a_frame_owns_its_picture():
    run = make_run()
    frame = run.advance(2)
    kept = frame.pixels
    frame.pixels.zero_()
    frame.unclipped.zero_()
    run.advance(2)
    assert torch.equal(frame.pixels, kept)
    assert kept.dtype == torch.float32
    assert 0 <= kept.min() <= kept.max() <= 1
    assert frame.image.size == (48, 32)


def test_keep_ink_keeps_the_gray_prints_lightness():
    from ukiyo_widgets.images.colour import lightness, luma

    run = make_run(style_weight=100.0)
    gray = lightness(luma(make_print(seed=1)))
    for frame in run.steps(5):
        torch.testing.assert_close(lightness(frame.unclipped), gray, rtol=0, atol=0.01)


def test_a_frame_prints_its_numbers():
    text = repr(make_run().advance(1))
    assert text.startswith("<Frame 1: total ")
    assert "β/α" in text


def test_a_run_shows_its_prints_picture_and_numbers_without_script():
    run = make_run()
    run.advance(1)
    bundle = run._repr_mimebundle_()
    assert bundle["image/png"].startswith(b"\x89PNG")
    assert bundle["text/html"].count("<img") == 3
    assert "Style loss" in bundle["text/html"]
    assert "<script" not in bundle["text/html"]


def test_file_names_are_escaped_in_html(tmp_path):
    path = tmp_path / "<img src=x onerror=alert(1)>.png"
    uw.samples.wave.gray(64).save(path)
    run = uw.colorize(path, "sample:actor", size=48)
    run.advance(1)
    assert "<img src=x" not in run._repr_mimebundle_()["text/html"]
    assert "&lt;img src=x" in run._repr_mimebundle_()["text/html"]


def test_a_saved_picture_tells_its_recipe_and_sources(tmp_path):
    run = uw.colorize("sample:wave", "sample:actor", size=48)
    run.set(fade=0.5)
    frame = run.advance(2)
    for suffix in (".png", ".jpg", ".webp", ".tiff"):
        about = read_metadata(frame.save(tmp_path / f"out{suffix}"))
        assert about["Source"] == "Content: sample:wave. Reference: sample:actor."
        again = uw.replay(uw.Recipe.from_json(about["Recipe"]))
        assert torch.equal(again.advance(2).unclipped, frame.unclipped)
    with PIL.Image.open(tmp_path / "out.png") as picture:
        assert np.array_equal(np.asarray(picture), np.asarray(frame.image))


def test_a_recipe_printed_is_code_that_recreates_the_run(tmp_path):
    path = tmp_path / "it's a print.png"
    uw.samples.wave.gray(64).save(path)
    run = uw.colorize(path, ["sample:actor", "sample:red_mountain"], preset="paper", start="content", size=48, fade=0.1)
    run.advance(2)
    run.set(style_layers="conv1_1=1,conv3_1=0.5", content_weight=3.0)
    run.advance(1)
    run.set(optimizer="adam")
    code = run.recipe.to_code(iterations=5)
    assert "preset='paper'" in code
    assert "style_weight" not in code
    scope: dict[str, object] = {}
    exec(code, scope)
    assert torch.equal(scope["run"].frame.unclipped, run.advance(2).unclipped)
    assert str(run.recipe) == run.recipe.to_code(iterations=5)


def test_code_for_arrays_says_what_to_put_in():
    code = make_run().recipe.to_code(iterations=4)
    assert "uw.colorize(content, reference, size=48)" in code
    assert "# content was array in memory (SHA-256 " in code


def test_a_recipe_is_refused_for_another_print(tmp_path):
    path = tmp_path / "print.png"
    uw.samples.wave.gray(64).save(path)
    recipe = uw.colorize(path, "sample:actor", size=48).recipe
    uw.samples.actor.gray(64).save(path)
    with pytest.raises(ImageError, match="is not the one of the recipe: its SHA-256 begins with"):
        uw.replay(recipe)
    with pytest.raises(ImageError, match="which the recipe does not hold; pass it to replay as content="):
        uw.replay(make_run().recipe)
    for text in ("", "[]", "{}", json.dumps({"content": 1})):
        with pytest.raises(ValueError, match="no recipe of ukiyo_widgets"):
            uw.Recipe.from_json(text)


@pytest.mark.parametrize(
    ("act", "error", "sentence"),
    [
        (
            lambda run: run.set(size=64),
            SettingsError,
            r"size cannot change during a run; begin a new one with colorize\(…, size=64\)",
        ),
        (lambda run: run.set(fade=2), SettingsError, "fade is 2, but it must be a number from 0 to 1"),
        (lambda run: run.fork(colour=2), SettingsError, "There is no setting 'colour'"),
        (lambda run: run.fork(at=9), ValueError, "at is 9, but this run has done the iterations 0 to 2"),
        (lambda run: run.fork(at=-1), ValueError, "at is -1"),
        (lambda run: run.steps(-1), ValueError, "n is -1; give the number of iterations"),
        (lambda run: run.advance(1.5), ValueError, "n is 1.5"),
    ],
)
def test_what_cannot_be_is_refused_and_changes_nothing(act, error, sentence):
    run = make_run()
    run.advance(2)
    before, settings = run.frame.unclipped, run.settings
    with pytest.raises(error, match=sentence):
        act(run)
    assert run.settings == settings
    assert run.recipe.changes == ()
    assert torch.equal(run.frame.unclipped, before)


@pytest.mark.parametrize(
    ("arguments", "settings", "error", "sentence"),
    [
        ((make_print(), []), {}, ImageError, "list of references is empty"),
        (
            (make_print(), [make_print()]),
            {"reference_weights": (1, 2)},
            SettingsError,
            "has 2 numbers for 1 references",
        ),
        ((make_print(), make_print()), {"start": "image"}, SettingsError, "pass it itself"),
        (
            (make_print(height=16, width=96), make_print()),
            {"size": 48},
            ImageError,
            r"would be 48×8 px.*choose a larger size",
        ),
        (
            (make_print(), make_print()),
            {"size": 48, "style_scale": 0.2},
            ImageError,
            "choose a larger size or style_scale",
        ),
        ((make_print(), make_print()), {"device": "tpu"}, SettingsError, "this machine has .*cpu"),
        ((make_print(), "nowhere.png"), {}, ImageError, "reference image 'nowhere.png'"),
    ],
)
def test_prints_that_cannot_be_are_refused_before_anything_is_computed(arguments, settings, error, sentence):
    with pytest.raises(error, match=sentence):
        uw.colorize(*arguments, **settings)


def test_several_references_and_a_style_scale():
    blended = uw.colorize(
        make_print(seed=1), [make_print(seed=2), make_print(seed=3)], size=48, reference_weights=(1, 0), style_scale=1.5
    )
    single = make_run(style_scale=1.5)
    torch.testing.assert_close(blended.advance(2).unclipped, single.advance(2).unclipped)


def test_a_closed_run_keeps_its_frame_and_says_what_it_is():
    run = make_run()
    frame = run.advance(2)
    run.close()
    assert torch.equal(run.frame.pixels, frame.pixels)
    assert "<table" in run._repr_mimebundle_()["text/html"]
    with pytest.raises(RunClosedError, match="This run was closed"):
        run.advance(1)


def test_snapshots_stay_within_their_budget():
    from ukiyo_widgets.runs.keeping.snapshots import size_bytes

    run = make_run(snapshot_memory_mb=1.0, history=5)
    for _frame in run.steps(60):
        kept = run._snapshots._kept
        assert len(kept) == 1 or size_bytes(each.state for each in kept.values()) <= 1e6
    assert run._snapshots.indices[0] == 0
    assert len(run._snapshots.indices) > 1


def test_losses_stand_by_iteration_and_a_fork_has_its_ancestors(weights):
    run = uw.colorize(make_print(seed=1), make_print(seed=2), size=32)
    frames = [run.frame, *run.steps(4)]
    assert list(run.losses) == [0, 1, 2, 3, 4]
    assert [run.losses[i]["total"] for i in range(5)] == [frame.losses["total"] for frame in frames]
    fork = run.fork(at=2, style_weight=7)
    fork.advance(1)
    assert list(fork.losses) == [0, 1, 2, 3]
    assert fork.losses[2]["total"] == run.losses[2]["total"]
    run.close()
    assert list(run.losses) == [0, 1, 2, 3, 4]


def test_losses_are_thinned_out_before_they_become_too_many(monkeypatch, weights):
    monkeypatch.setattr("ukiyo_widgets.runs.keeping.snapshots.MOST_LOSSES", 4)
    run = uw.colorize(make_print(seed=1), make_print(seed=2), size=32)
    run.advance(9)
    assert list(run.losses) == [0, 4, 8]
