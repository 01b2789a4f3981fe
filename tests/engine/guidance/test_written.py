"""Hints, regions and changed inks: their text gives them again, and what is wrong is said."""

from __future__ import annotations

import numpy as np
import PIL.Image
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from ukiyo_widgets.engine.guidance.hints import Hint, Hints
from ukiyo_widgets.engine.guidance.inks import InkChanges
from ukiyo_widgets.engine.guidance.regions import PAINTED_SIDE_PX, Regions, mask
from ukiyo_widgets.engine.settings import Settings
from ukiyo_widgets.errors import SettingsError

shares = st.floats(0, 1)
colours = st.tuples(shares, shares, shares)
outlines = st.lists(st.tuples(shares, shares), min_size=3, max_size=9)


@settings(deadline=None)
@given(
    st.lists(st.tuples(shares, shares, colours, shares)),
    st.lists(st.tuples(outlines, outlines, st.integers(1, 9))),
    st.lists(st.tuples(colours, colours)),
)
def test_the_text_gives_the_same_again(hints, regions, inks):
    for kind, entries in ((Hints, hints), (Regions, regions), (InkChanges, inks)):
        written = kind(entries)
        assert len(written) == len(entries)
        again = kind(str(written))
        assert (again, hash(again), str(again)) == (written, hash(written), str(written))


def test_an_entry_more_and_one_less():
    first = Hints("0.25,0.4=#3355aa")
    both = first.with_entry(Hint(0.7, 0.8, "#aa3322"))
    assert [hint.colour for hint in both] == ["#3355aa", "#aa3322"]
    assert both.without_last() == first
    assert len(first) == 1


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("hints", "5,0.3=#ff0000", "x is 5, but it goes from 0 to 1"),
        ("hints", "0.5,0.3=red", "the colour 'red' is not six hexadecimal digits"),
        ("hints", [(0.5, 0.3, (0, 0, 2))], "is not three numbers from 0 to 1"),
        ("hints", "0.1,0.2,0.3,0.4=#ff0000", "too many numbers"),
        ("hints", 7, "hints is 7, but it must be dabs of colour"),
        ("hints", "nan,0.3=#ff0000", "x is nan, but it goes from 0 to 1"),
        ("regions", "0,0 1,0 > 0,0 1,0 1,1", "an outline has 2 points, but it takes three or more"),
        ("regions", "0,0 1,0 1,1", "it has no '>'"),
        ("regions", "0,0 1,0 1,1 > 0,0 1,0 1,1 @ 0", "the reference's number is 0"),
        ("regions", "mask:AAAA > 0,0 1,0 1,1", "cannot be read"),
        ("regions", "mask:" + "A" * 100_000 + " > 0,0 1,0 1,1", "characters, more than"),
        ("palette", "#112233", "an entry is #rrggbb=#rrggbb"),
    ],
)
def test_what_is_wrong_is_said(name, value, sentence):
    with pytest.raises(SettingsError, match=rf"^{name} is ") as refused:
        Settings(**{name: value})
    assert sentence in str(refused.value)


def test_an_outline_covers_its_area():
    triangle = Regions([([(0, 1), (0.5, 0), (1, 1)], [(0, 0), (1, 0), (1, 1)])])[0]
    assert mask(triangle.content, height=64, width=96).mean() == pytest.approx(0.5, abs=0.01)
    assert mask(triangle.content, height=64, width=96).max() == 1


@pytest.mark.parametrize("painted", ["array", "picture"])
def test_a_painted_mask_is_kept_at_a_small_size(painted):
    ones = np.zeros((400, 600), dtype=np.float32)
    ones[100:300, 150:300] = 1
    given_mask = ones if painted == "array" else PIL.Image.fromarray((255 * ones).astype(np.uint8))
    regions = Regions(str(Regions([(given_mask, [(0, 0), (1, 0), (1, 1)])])))
    assert len(str(regions)) < 2000
    covered = mask(regions[0].content, height=400, width=600)
    assert (covered - torch.from_numpy(ones)).abs().mean() < 0.01


def test_a_mask_that_says_to_be_huge_is_refused():
    import base64
    import io

    held = io.BytesIO()
    PIL.Image.new("1", (PAINTED_SIDE_PX + 1, 2)).save(held, "PNG")
    with pytest.raises(SettingsError, match="and not 1 to 256"):
        Settings(regions=f"mask:{base64.b64encode(held.getvalue()).decode()} > 0,0 1,0 1,1")


def test_a_mask_is_given_as_the_path_of_a_picture_but_no_text_reads_a_file(tmp_path):
    levels = np.zeros((40, 60), dtype=np.uint8)
    levels[:, 30:] = 255
    PIL.Image.fromarray(levels).save(tmp_path / "mask.png")
    by_path = Regions([(tmp_path / "mask.png", "0,0 1,0 1,1", 2)])
    covered = mask(by_path[0].content, height=40, width=60)
    assert covered[:, :28].max() < 0.1
    assert covered[:, 32:].min() > 0.9
    with pytest.raises(ValueError, match="cannot be read"):
        Regions(f"{tmp_path / 'mask.png'} > 0,0 1,0 1,1")
    with pytest.raises(ValueError, match="cannot be read"):
        Regions([(tmp_path / "missing.png", "0,0 1,0 1,1")])
