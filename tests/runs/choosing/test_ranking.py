"""Ranking references: real files, the real network at a small size."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image

import ukiyo_widgets as uw
from ukiyo_widgets.errors import ImageError
from ukiyo_widgets.images.colour import luma
from ukiyo_widgets.images.reading.reading import read_image

SIZE = 64
STRANGE = "<img src=x onerror=alert(1)>.png"


@pytest.fixture
def folder(tmp_path):
    for name in ("wave", "actor", "rain_bridge"):
        uw.samples[name].color(96).save(tmp_path / f"{name}.png")
    return tmp_path


def names(ranking):
    return [each.name for each in ranking]


def test_the_coloured_print_itself_comes_first_and_a_gray_one_last(folder):
    uw.samples.rain_bridge.gray(96).save(folder / "gray.png")
    ranking = uw.rank_references("sample:wave", folder, size=SIZE)
    assert names(ranking)[0] == "wave.png"
    assert names(ranking)[-1] == "gray.png"
    assert ranking[-1].score == pytest.approx(0, abs=1e-3)
    assert ranking[-1].reasons == ("hardly any colour of its own",)
    assert [each.score for each in ranking] == sorted((each.score for each in ranking), reverse=True)


def test_the_order_of_what_is_given_does_not_matter_and_neither_does_its_kind(folder):
    paths = sorted(folder.iterdir())
    there = uw.rank_references("sample:wave", paths, size=SIZE)
    back = uw.rank_references("sample:wave", [str(path) for path in reversed(paths)], size=SIZE)
    assert str(there) == str(uw.rank_references("sample:wave", folder, size=SIZE))
    assert names(there) == names(back)
    pictures = [Image.open(path) for path in paths]
    arrays = [np.asarray(picture) for picture in pictures]
    for given in (pictures, arrays):
        scores = [each.score for each in uw.rank_references("sample:wave", given, size=SIZE)]
        assert scores == [each.score for each in there]


def test_a_colour_content_counts_as_its_gray_print(folder):
    gray = luma(read_image(folder / "wave.png").pixels)
    one = uw.rank_references(gray, [folder / "actor.png"], size=SIZE)
    other = uw.rank_references(folder / "wave.png", [folder / "actor.png"], size=SIZE)
    assert one[0].score == pytest.approx(other[0].score, abs=1e-3)  # 8 bits or floats


def test_what_is_suggested_can_be_used(folder):
    best = uw.rank_references("sample:snowy_night", folder, size=SIZE)[0]
    assert uw.colorize("sample:snowy_night", best.source, size=32).recipe.references[0].credit == best.name


def test_what_cannot_be_ranked_is_left_out_and_named(folder):
    (folder / "broken.jpg").write_bytes(b"\xff\xd8\xff half a picture")
    (folder / STRANGE).write_bytes(b"no picture")
    ranking = uw.rank_references(folder / "actor.png", folder, size=SIZE)
    assert sorted(names(ranking)) == ["rain_bridge.png", "wave.png"]
    assert sorted(each.name for each in ranking.skipped) == [STRANGE, "actor.png", "broken.jpg"]
    text = str(ranking)
    assert "left out  broken.jpg: The reference image 'broken.jpg' is" in text
    assert "left out  actor.png: it is the print itself." in text


def test_in_a_notebook_names_are_text_and_pictures_are_there(folder):
    (folder / "wave.png").rename(folder / STRANGE)
    (folder / "<b>.jpg").write_bytes(b"no picture")
    html = uw.rank_references("sample:wave", folder, size=SIZE)._repr_html_()
    assert html.count("<img src=") == html.count('<img src="data:image/png;base64,') == 3
    assert "&lt;img src=x" in html
    assert "<b>" not in html
    assert "&lt;b&gt;.jpg" in html


def test_without_references_the_sample_prints_are_ranked():
    ranking = uw.rank_references("sample:wave", size=SIZE)
    assert sorted(names(ranking)) == sorted(f"sample:{name}" for name in uw.samples if name != "wave")
    assert str(ranking).count("lightness ") == len(uw.samples) - 1
    assert [str(each) for each in ranking.skipped] == ["left out  sample:wave: it is the print itself."]


@pytest.mark.parametrize(
    ("references", "size", "sentence"),
    [([], SIZE, "list of references to rank is empty"), (None, 18, "sides of at least 16 px"), (None, 0, "at least 1")],
)
def test_what_is_wrong_is_told(references, size, sentence):
    with pytest.raises(ImageError, match=sentence):
        uw.rank_references(np.zeros((40, 60)), references, size=size)


def test_an_empty_folder_is_told(tmp_path):
    with pytest.raises(ImageError, match="holds no pictures"):
        uw.rank_references("sample:wave", tmp_path)
