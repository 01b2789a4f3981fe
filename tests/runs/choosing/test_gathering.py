"""A folder as the reference: what is kept, what is left out and named, and that it comes back as it was."""

from __future__ import annotations

import json
import os

import pytest
import torch

import ukiyo_widgets as uw
from tests.conftest import make_print
from ukiyo_widgets.errors import ImageError, SettingsError
from ukiyo_widgets.images.writing.writing import to_pil
from ukiyo_widgets.runs.choosing import gathering
from ukiyo_widgets.runs.choosing.choice import words_of_choice
from ukiyo_widgets.runs.keeping import cache

pytestmark = pytest.mark.usefixtures("tiny")


def make_folder(path, *, prints=5):
    path.mkdir()
    for seed in range(2, 2 + prints):
        to_pil(make_print(height=40, width=56, seed=seed)).save(path / f"view-{seed:02}.png")
    return path


def colorize(content, reference, **settings):
    return uw.colorize(content, reference, size=48, **settings)


def test_what_cannot_be_learnt_from_is_left_out_and_named(tmp_path):
    folder = make_folder(tmp_path / "series")
    content = make_print(height=120, width=180, seed=1)
    to_pil(content).resize((90, 60)).save(folder / "itself.jpg", quality=80)
    to_pil(make_print(seed=9)).convert("L").save(folder / "gray.png")
    (folder / "broken.png").write_bytes(b"no picture")
    (folder / "notes.txt").write_text("not a picture at all")
    with pytest.warns(UserWarning, match=r"Left out of the references: broken\.png"):
        run = colorize(content, folder)
    left_out = dict(run.recipe.choice.left_out)
    assert left_out.keys() == {"itself.jpg", "gray.png", "broken.png"}
    assert "is the gray print itself" in left_out["itself.jpg"]
    assert "no colours" in left_out["gray.png"]
    assert len(run.recipe.references) == 5
    assert "Colours are learnt from 5 of 8 prints: " in words_of_choice(run.recipe)
    assert "gray.png: it has no colours of its own" in words_of_choice(run.recipe)


def test_of_many_the_nearest_are_kept_the_nearest_first(tmp_path, monkeypatch):
    folder = make_folder(tmp_path / "series", prints=6)
    monkeypatch.setattr(gathering, "MOST", 3)
    content = make_print(height=60, width=84, seed=3)
    content[0] += 0.02 * torch.rand(60, 84)  # very like view-03, but for what its gray values are
    with pytest.warns(UserWarning, match="gray print itself"):
        run = colorize(content.clamp(0, 1), folder)
    assert len(run.recipe.references) == 3
    assert "3 of 6 prints, those nearest to the gray print in shapes and lightness" in words_of_choice(run.recipe)


def test_an_empty_folder_and_one_of_gray_prints_are_refused_in_one_sentence(tmp_path):
    empty = tmp_path / "empty"
    empty.mkdir()
    with pytest.raises(ImageError, match="holds no pictures; name one with colour prints in it"):
        colorize(make_print(seed=1), empty)
    to_pil(make_print(seed=9)).convert("L").save(empty / "gray.png")
    with (
        pytest.warns(UserWarning, match="Left out"),
        pytest.raises(ImageError, match="None of the 1 references can lend a colour"),
    ):
        colorize(make_print(seed=1), empty)


def test_a_print_that_was_named_must_be_there(tmp_path):
    with pytest.raises(ImageError, match="does not exist"):
        colorize(make_print(seed=1), [make_print(seed=2), tmp_path / "missing.png"])


def test_weights_belong_to_prints_and_not_to_folders(tmp_path):
    with pytest.raises(SettingsError, match="for a folder; give one for each print"):
        colorize(make_print(seed=1), make_folder(tmp_path / "series"), reference_weights=[1, 2])


def test_a_weight_goes_with_its_print_when_another_is_left_out():
    content = make_print(seed=1)
    with pytest.warns(UserWarning, match="gray print itself"):
        run = colorize(content, [make_print(seed=2), content, make_print(seed=3)], reference_weights=[1, 2, 3])
    assert run.settings.reference_weights == (1, 3)
    assert run.advance(1).index == 1


def test_a_run_of_a_folder_is_replayed_and_loaded_to_the_bit(tmp_path):
    folder = make_folder(tmp_path / "series")
    content = make_print(seed=1)
    run = colorize(content, folder)
    run.advance(4)
    saved = run.save(tmp_path / "run.ukiyo")
    expected = run.advance(4).unclipped
    replayed = uw.replay(run.recipe, content=content)
    assert torch.equal(replayed.advance(8).unclipped, expected)
    for print_ in folder.iterdir():
        print_.unlink()
    loaded = uw.load(saved)
    assert torch.equal(loaded.advance(4).unclipped, expected)
    assert loaded.recipe.choice == run.recipe.choice
    assert loaded.recipe.choice.folders == (str(folder),)
    assert f"# the references are 5 of 5 prints, chosen from {str(folder)!r}" in str(loaded.recipe)
    earlier = json.loads(run.recipe.to_json())
    del earlier["choice"]["folders"]  # as recipes were before
    assert uw.Recipe.from_json(json.dumps(earlier)).references == run.recipe.references
    assert torch.equal(loaded.fork(at=2).advance(6).unclipped, expected)


def test_what_was_looked_at_is_kept_and_what_is_damaged_is_made_again(tmp_path, monkeypatch):
    monkeypatch.setenv(cache.VARIABLE, str(tmp_path / "cache"))
    folder = make_folder(tmp_path / "series")
    content = make_print(seed=1)
    first = colorize(content, folder).advance(3).unclipped
    kept = sorted((tmp_path / "cache").glob("*.safetensors"))
    assert len(kept) == 5 + 5 + 1 + 1  # looks, studies, the gray print's, and the model
    assert torch.equal(colorize(content, folder).advance(3).unclipped, first)
    for path in kept[::2]:
        path.write_bytes(path.read_bytes()[:-7])
    for path in kept[1::2]:
        path.write_bytes(os.urandom(2000))
    assert torch.equal(colorize(content, folder).advance(3).unclipped, first)
    monkeypatch.setenv(cache.VARIABLE, "off")
    assert torch.equal(colorize(content, folder).advance(3).unclipped, first)


def test_what_was_used_longest_ago_goes_when_there_is_too_much(tmp_path, monkeypatch):
    monkeypatch.setenv(cache.VARIABLE, str(tmp_path))
    monkeypatch.setattr(cache, "BUDGET_MB", 6.4)
    tensor = {"x": torch.zeros(2**19)}
    for number in range(5):
        cache.write(f"{number}", tensor)
        os.utime(tmp_path / f"{number}.safetensors", (number, number))
    assert {path.stem for path in tmp_path.iterdir()} == {"2", "3", "4"}


def test_a_new_look_is_taken_where_the_file_has_changed(tmp_path):
    folder = make_folder(tmp_path / "series")
    colorize(make_print(seed=1), folder)
    to_pil(make_print(seed=20)).convert("L").save(folder / "view-02.png")
    with pytest.warns(UserWarning, match=r"view-02\.png: it has no colours"):
        colorize(make_print(seed=1), folder)


def test_progress_is_told(tmp_path, monkeypatch):
    monkeypatch.setenv(cache.VARIABLE, "off")
    told = []
    run = colorize(make_print(seed=1), make_folder(tmp_path / "series"), progress=lambda *step: told.append(step))
    assert told == [("looking", done, 5) for done in range(1, 6)]
    run.advance(1)
    assert [step for step in told if step[0] == "studying"] == [("studying", done, 5) for done in range(1, 6)]
    assert told[-1][0] == "learning"
    assert told[-1][1] == told[-1][2]


def test_an_interrupt_while_learning_leaves_a_run_that_begins_again(tmp_path, monkeypatch):
    monkeypatch.setenv(cache.VARIABLE, "off")
    folder = make_folder(tmp_path / "series")

    def interrupt(what, done, _total):
        if what == "learning" and done == 2 and not passed:
            passed.append(done)
            raise KeyboardInterrupt

    passed: list[int] = []
    run = colorize(make_print(seed=1), folder, progress=interrupt)
    with pytest.raises(KeyboardInterrupt):
        run.advance(3)
    assert not run.started
    assert torch.equal(run.advance(3).unclipped, colorize(make_print(seed=1), folder).advance(3).unclipped)
