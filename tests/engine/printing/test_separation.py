"""A picture taken apart: every impression is a picture, the last is the picture itself, and each block keeps to its own area."""

from __future__ import annotations

import itertools

import pytest
import torch

from tests.conftest import make_print
from ukiyo_widgets.engine.printing import looking
from ukiyo_widgets.engine.printing.separation import separate
from ukiyo_widgets.images import colour
from ukiyo_widgets.images.reading.reading import read_image
from ukiyo_widgets.images.samples import samples

PAPER, LINE, PALE, DARK, RED = "#f3e8cf", "#181614", "#9ab8d0", "#23406e", "#c8452c"


def rgb(text):
    return torch.tensor([int(text[at : at + 2], 16) / 255 for at in (1, 3, 5)]).view(3, 1, 1)


def printed(*, height=64, width=96):
    """A print of flat areas: paper, a pale blue with a dark blue on it, a small red, lines around all."""
    picture = rgb(PAPER).expand(3, height, width).clone()
    for ink, top, left, bottom, right in ((PALE, 8, 8, 56, 60), (DARK, 24, 16, 48, 44), (RED, 12, 72, 22, 84)):
        picture[:, top:bottom, left:right] = rgb(ink)
        for line in (
            (slice(top, bottom), left),
            (slice(top, bottom), right - 1),
            (top, slice(left, right)),
            (bottom - 1, slice(left, right)),
        ):
            picture[:, line[0], line[1]] = rgb(LINE).view(3, 1)
    return picture


def sky(*, height=64, width=96):
    """A print whose pale sky darkens to the top without any edge, above a small yellow field."""
    picture = rgb(PAPER).expand(3, height, width).clone()
    share = torch.linspace(1, 0, 40).view(1, 40, 1)
    picture[:, :40] = torch.lerp(rgb(PALE), rgb(DARK), share)
    picture[:, 44:50, 10:60] = rgb("#d9a93c")
    picture[:, 42, :] = rgb(LINE).view(3, 1)
    return picture


PICTURES = {
    "flat": printed(),
    "sky": sky(),
    "wave": read_image(samples.wave.color(64)).pixels,
    "actor": read_image(samples.actor.color(48)).pixels,
    "noise": torch.rand(3, 40, 32, generator=torch.Generator().manual_seed(1)),
    "grain": make_print(seed=3),
    "tiny": make_print(height=32, width=32, seed=4),
    "black": torch.zeros(3, 32, 32),
    "white": torch.ones(3, 32, 32),
    "red": rgb(RED).expand(3, 32, 32).clone(),
    "gray": colour.luma(read_image(samples.wave.color(64)).pixels),
}


@pytest.fixture(scope="module", params=PICTURES)
def separated(request):
    return separate(PICTURES[request.param])


def test_the_last_impression_is_the_picture_to_the_bit(separated):
    assert torch.equal(separated.impression(len(separated) - 1), separated.picture)


def test_every_impression_is_a_picture(separated):
    for index in range(len(separated)):
        for picture in (separated.impression(index), separated.alone(index)):
            assert picture.shape == separated.picture.shape
            assert picture.isfinite().all()
            assert 0 <= float(picture.min()) <= float(picture.max()) <= 1


def test_a_block_changes_nothing_but_where_it_prints(separated):
    bare = colour.linear_to_srgb(separated.key.paper)
    for before, after in itertools.pairwise(range(len(separated))):
        moved = (separated.impression(after) - separated.impression(before)).abs().amax(0) > 1 / 255
        prints = (separated.alone(after) - bare).abs().amax(0) > 1e-4
        assert not (moved & ~prints).any()


def test_no_ink_is_taken_away_again(separated):
    """Each step goes on from the sheet before it towards the picture."""
    way = separated.picture - separated.impression(0)
    for before, after in itertools.pairwise(range(len(separated))):
        step = separated.impression(after) - separated.impression(before)
        assert float((step * way.sign()).min()) > -2 / 255


def test_the_first_impression_is_lines_on_paper_and_nothing_else():
    found = separate(PICTURES["flat"])
    first = found.impression(0)
    assert (first[:, 30, 30] - rgb(PAPER).flatten()).abs().max() < 2 / 255  # where the dark blue will be
    assert (first[:, 17, 78] - rgb(PAPER).flatten()).abs().max() < 2 / 255  # where the red will be
    assert (first[:, 8, 20] - rgb(LINE).flatten()).abs().max() < 4 / 255
    assert found.key.tone == PAPER


@pytest.mark.parametrize("name", ["wave", "actor", "snowy_night", "rain_bridge", "red_mountain"])
def test_no_ink_shows_before_its_block_is_printed(name):
    """What the first impression has beside lines is the bare paper's own grain."""
    found = separate(read_image(samples[name].color(160)).pixels)
    alone = colour.linear_to_srgb(found.key.printed(found.coverage[None].float() / 255))
    beyond = (colour.rgb_to_lab(found.impression(0)) - colour.rgb_to_lab(alone)).norm(dim=0)
    assert float((beyond > 14).float().mean()) < 0.015


def test_pale_comes_before_dark_and_the_dark_lies_on_the_pale_of_its_hue():
    blocks = separate(PICTURES["flat"]).blocks.order
    assert [block.colour for block in blocks] == [PALE, RED, DARK]
    assert [block.on for block in blocks] == [None, None, 0]
    found = separate(PICTURES["flat"])
    assert (found.impression(1)[:, 36, 30] - rgb(PALE).flatten()).abs().max() < 2 / 255  # the pale below the dark


def test_shares_are_those_of_the_areas():
    key, pale, red, dark = separate(PICTURES["flat"]).shares()
    assert key == pytest.approx(0.06, abs=0.03)
    assert pale == pytest.approx(48 * 52 / (64 * 96), abs=0.05)
    assert dark == pytest.approx(24 * 28 / (64 * 96), abs=0.03)
    assert red == pytest.approx(10 * 12 / (64 * 96), abs=0.01)


def test_what_fades_is_a_gradation_and_comes_last():
    blocks = separate(PICTURES["sky"]).blocks.order
    assert blocks[-1].gradation
    assert not next(block for block in blocks if block.colour.startswith("#d")).gradation
    assert not any(block.gradation for block in separate(PICTURES["flat"]).blocks.order)


@pytest.mark.parametrize("name", ["gray", "black", "white"])
def test_without_colours_there_is_a_key_block_alone(name):
    found = separate(PICTURES[name])
    assert len(found) == 1
    assert torch.equal(found.impression(0), found.picture)


def test_a_tinted_gray_print_has_no_colours_and_a_seal_is_one():
    gray = PICTURES["gray"] * rgb("#f0e0c0") * 0.98
    assert len(separate(gray)) == 1
    gray[:, 20:26, 20:26] = rgb(RED)
    assert len(separate(gray)) > 1


def test_it_does_not_matter_in_how_many_bands_a_picture_is_taken_apart(monkeypatch):
    whole = separate(PICTURES["wave"])
    monkeypatch.setattr(looking, "BAND_PX", 500)
    bands = separate(PICTURES["wave"])
    for index in range(len(whole)):
        assert torch.allclose(whole.impression(index), bands.impression(index), atol=1e-6)


def test_a_picture_larger_than_what_is_looked_at_keeps_its_own_edges(monkeypatch):
    monkeypatch.setattr(looking, "LOOKED_AT_PX", 48)
    found = separate(PICTURES["flat"])
    assert torch.equal(found.impression(len(found) - 1), found.picture)
    first = found.impression(0)
    assert (first[:, 36, 30] - rgb(PAPER).flatten()).abs().max() < 4 / 255


def test_a_smaller_picture_of_it_has_the_same_blocks_and_ends_with_itself():
    found = separate(PICTURES["flat"])
    small = found.within(48)
    assert small.picture.shape == (3, 32, 48)
    assert small.blocks is found.blocks
    assert torch.equal(small.impression(3), small.picture)
    assert (small.impression(1)[:, 18, 15] - rgb(PALE).flatten()).abs().max() < 3 / 255
    assert found.within(96) is found


def test_the_same_picture_is_taken_apart_the_same_way():
    one, other = (separate(PICTURES["actor"].clone()) for _ in range(2))
    assert torch.equal(one.mixture, other.mixture)
    assert torch.equal(one.coverage, other.coverage)
    assert [block.colour for block in one.blocks.order] == [block.colour for block in other.blocks.order]
