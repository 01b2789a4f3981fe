"""What JupyterLab's extension asks of a kernel."""

from __future__ import annotations

import json

import pytest

import ukiyo_widgets as uw
from tests.conftest import make_print
from ukiyo_widgets.images.writing.writing import to_pil
from ukiyo_widgets.widgets import tab


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A folder with a gray print and a series, in which the kernel runs."""
    (tmp_path / "series").mkdir()
    for seed, name in enumerate(["gray.png", "series/blue.png", "series/green.png"]):
        to_pil(make_print(seed=seed)).save(tmp_path / name)
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def opened(monkeypatch):
    """Open Studios as a kernel does, one of which it has."""
    studios = []
    monkeypatch.setattr(tab, "living", lambda: studios)
    monkeypatch.setattr(tab, "_show", lambda studio: studio in studios or studios.append(studio))

    def open_(**wish):
        tab.open_studio(json.dumps({"size": 32, "iterations": 2, **wish}))
        return studios[-1]

    yield open_
    for each in studios:
        each.close()


def test_a_folder_arrives_as_a_folder_and_the_recipe_says_so(folder, opened):
    studio = opened(content="gray.png", references=["series"])
    assert studio.run.recipe.choice.folders == ("series",)
    assert len(studio.run.recipe.references) == 2


def test_a_folder_taken_up_later_is_a_folder_too(folder, opened):
    studio = opened(content="gray.png", references=["series/blue.png"])
    tab.take_up(json.dumps({"references": ["series"]}))
    studio.player.wait(90)
    assert studio.run.recipe.choice.folders == ("series",)
    assert [str(each) for each in studio.reference_picker.sources] == ["series"]


def test_what_is_kept_goes_where_the_settings_say_and_nowhere_if_they_say_nothing(folder, opened):
    studio = opened(content="gray.png", references=["series"], keep="yesterday", keep_mb=20)
    studio.run.advance(1)
    studio.close()
    [session] = (folder / "yesterday").iterdir()
    assert (session / "tree.json").exists()


def test_an_empty_folder_name_keeps_nothing(folder, opened):
    studio = opened(content="gray.png", references=["series"], keep="")
    studio.run.advance(1)
    studio.close()
    assert sorted(each.name for each in folder.iterdir()) == ["gray.png", "series"]


def test_a_limit_of_nothing_is_one_sentence(folder, opened):
    with pytest.raises(uw.SettingsError, match="keep_mb is 0"):
        opened(content="gray.png", references=["series"], keep_mb=0)
