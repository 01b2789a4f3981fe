"""The sample prints."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from PIL import Image
from skimage.color import rgb2lab

import ukiyo_widgets as uw
from ukiyo_widgets.engine.colour.start import palette
from ukiyo_widgets.errors import ImageError
from ukiyo_widgets.images.colour import luma
from ukiyo_widgets.images.difference import ciede2000
from ukiyo_widgets.images.reading.reading import read_image
from ukiyo_widgets.images.samples import samples
from ukiyo_widgets.images.samples.drawing.curves import Place, rectangle
from ukiyo_widgets.images.samples.drawing.sheet import Sheet
from ukiyo_widgets.images.samples.sample import _draw

SUBJECTS = ["wave", "red_mountain", "snowy_night", "rain_bridge", "actor"]
NAMES = list(samples)


def test_the_five_subjects_come_first_and_each_has_two_or_three_sister_prints():
    assert list(samples)[:5] == list(samples.subjects) == SUBJECTS
    assert len(samples) == len({sample.title for sample in samples.values()}) == len({*samples})
    for subject in SUBJECTS:
        assert 2 <= len(samples.series(subject)) <= 3


def test_every_print_has_words_for_people():
    assert uw.samples is samples
    for sample in samples.values():
        assert sample.title[0].isupper()
        assert sample.description.endswith(".")
        assert sample.name in repr(samples)
        assert sample.name in dir(samples)
        assert getattr(samples, sample.name) is samples[sample.name]


def test_a_series_is_the_same_seen_from_each_of_its_prints():
    for name in samples:
        others = samples.series(name)
        assert f"sample:{name}" not in others
        assert others == samples.series(f"sample:{name}")
        for other in others:
            assert {*samples.series(other), other} == {*others, f"sample:{name}"}


def test_a_series_serves_as_the_references_of_its_print():
    run = uw.colorize("sample:actor", samples.series("actor"), size=48)
    assert [each.source for each in run.recipe.references] == ["sample:rival", "sample:onnagata"]


@pytest.mark.parametrize("name", NAMES)
def test_the_longest_side_is_what_was_asked_for(name):
    for side in (16, 33, 256):
        assert max(samples[name].color(side).size) == side


@pytest.mark.parametrize("name", NAMES)
def test_a_print_is_drawn_the_same_each_time_and_callers_cannot_spoil_it(name):
    first = samples[name].color(128)
    kept = first.tobytes()
    first.paste("red", (0, 0, 128, 128))
    assert samples[name].color(128).tobytes() == kept
    _draw.cache_clear()
    assert samples[name].color(128).tobytes() == kept


@pytest.mark.parametrize("name", NAMES)
def test_gray_is_the_luma_of_colour(name):
    rgb = np.asarray(samples[name].color(128), dtype=np.float64)
    luma = rgb @ np.array([0.299, 0.587, 0.114])
    assert np.abs(np.asarray(samples[name].gray(128)) - luma).max() <= 1


@pytest.mark.parametrize("name", NAMES)
def test_a_small_print_is_the_large_one_reduced(name):
    """Line widths and places scale; another print, or the print mirrored, is several times further away."""
    large = samples[name].color(640)
    small = samples[name].color(160)

    def distance(picture: Image.Image) -> float:
        reduced = picture.resize(small.size, Image.Resampling.BOX)
        return float(np.abs(np.asarray(reduced, dtype=float) - np.asarray(small, dtype=float)).mean())

    assert distance(large) < 12
    assert distance(large.transpose(Image.Transpose.FLIP_LEFT_RIGHT)) > 2.5 * distance(large)


@pytest.mark.parametrize("name", NAMES)
def test_a_print_has_several_hues_and_a_wide_range_of_tones(name):
    lab = rgb2lab(np.asarray(samples[name].color(192))).reshape(-1, 3)
    low, high = np.percentile(lab[:, 0], [2, 98])
    assert low < 30
    assert high > 85
    chroma = np.hypot(lab[:, 1], lab[:, 2])
    hue = np.degrees(np.arctan2(lab[:, 2], lab[:, 1]))[chroma > 10]
    filled = np.histogram(hue, bins=12, range=(-180, 180))[0] > 0.01 * len(lab)
    assert filled.sum() >= 2


@pytest.mark.parametrize("name", NAMES)
def test_no_print_is_another_one_drawn_again(name):
    """Not even mirrored: two prints of a series differ as two prints do, not as two sizes of one."""
    own = samples[name].color(96)
    for other in samples.series(name):
        theirs = samples[other.removeprefix("sample:")].color(96)
        if theirs.size != own.size:
            continue
        for seen in (theirs, theirs.transpose(Image.Transpose.FLIP_LEFT_RIGHT)):
            assert np.abs(np.asarray(own, dtype=float) - np.asarray(seen, dtype=float)).mean() > 15


@pytest.mark.parametrize("name", SUBJECTS)
def test_the_series_shares_its_inks_at_equal_lightness(name):
    """Chroma looked up by lightness in the sisters alone comes nearer to the true print than gray does."""
    truth = read_image(f"sample:{name}", max_side_px=96).pixels
    gray = luma(truth)
    sisters = [read_image(each, max_side_px=96).pixels for each in samples.series(name)]
    found = palette(gray, sisters, reference_weights=[1 / len(sisters)] * len(sisters))
    strangers = [read_image(f"sample:{each}", max_side_px=96).pixels for each in SUBJECTS if each != name]
    foreign = [palette(gray, [each], reference_weights=[1]) for each in strangers]

    def distance(pixels: torch.Tensor) -> float:
        return ciede2000(pixels, truth).mean().item()

    assert distance(found) < distance(gray) - 1
    assert all(distance(found) < distance(each) for each in foreign)


def test_a_moved_motif_is_the_motif_elsewhere():
    """Half as large and mirrored: what is printed within a place is what the place makes of it."""
    square = rectangle(0.2, 0.2, 0.8, 0.8)
    place = Place(0.5, 0.9, 0.3, mirrored=True)
    moved, drawn = (Sheet(1.0, 1.0, max_side_px=128, seed=3) for _ in range(2))
    with moved.moved(place):
        moved.cover([square], (0.1, 0.2, 0.3))
    drawn.cover([place(square)], (0.1, 0.2, 0.3))
    assert moved.finish().tobytes() == drawn.finish().tobytes()
    rows, columns = (np.asarray(moved.finish())[..., 0] < 60).nonzero()
    assert (rows.min() / 128, rows.max() / 128) == pytest.approx((0.4, 0.7), abs=0.02)
    assert (columns.min() / 128, columns.max() / 128) == pytest.approx((0.5, 0.8), abs=0.02)


@pytest.mark.parametrize("wrong", [15, 4097, 100.0, True, None])
def test_a_wrong_size_is_refused_in_a_sentence(wrong):
    with pytest.raises(ValueError, match=r"max_side_px is .* from 16 to 4096 px"):
        samples.wave.color(wrong)


def test_an_unknown_print_is_refused_with_the_names():
    with pytest.raises(KeyError, match="did you mean actor"):
        samples["actors"]
    with pytest.raises(KeyError, match="did you mean homeward"):
        samples.series("sample:homewards")
    with pytest.raises(AttributeError, match="There is no sample print 'tsunami'"):
        _ = samples.tsunami
    with pytest.raises(ImageError, match="There is no sample print 'tsunami'"):
        read_image("sample:tsunami")


def test_a_sample_is_read_by_name_in_gray_as_content_and_in_colour_else():
    content = read_image("sample:wave", max_side_px=96, role="content")
    reference = read_image("sample:wave", max_side_px=96, role="reference")
    assert content.source == reference.source == content.credit == "sample:wave"
    assert content.pixels.std(dim=0).max() == 0
    assert reference.pixels.std(dim=0).max() > 0.1
    assert read_image(samples.wave, max_side_px=96).sha256 == reference.sha256
