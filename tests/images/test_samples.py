"""The sample prints."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image
from skimage.color import rgb2lab

import ukiyo_widgets as uw
from ukiyo_widgets.errors import ImageError
from ukiyo_widgets.images import samples as package
from ukiyo_widgets.images.reading.reading import read_image
from ukiyo_widgets.images.samples import samples

NAMES = ["wave", "red_mountain", "snowy_night", "rain_bridge", "actor"]


def test_the_five_prints_are_there_with_words_for_people():
    assert list(samples) == NAMES
    assert uw.samples is samples
    for sample in samples.values():
        assert sample.title[0].isupper()
        assert sample.description.endswith(".")
        assert sample.name in repr(samples)
        assert sample.name in dir(samples)


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
    package._draw.cache_clear()
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


@pytest.mark.parametrize("wrong", [15, 4097, 100.0, True, None])
def test_a_wrong_size_is_refused_in_a_sentence(wrong):
    with pytest.raises(ValueError, match=r"max_side_px is .* from 16 to 4096 px"):
        samples.wave.color(wrong)


def test_an_unknown_print_is_refused_with_the_names():
    with pytest.raises(KeyError, match="did you mean actor"):
        samples["actors"]
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
