"""The inks of a print, and a print in other inks."""

from __future__ import annotations

import pytest
import torch

from ukiyo_widgets.engine.guidance.inks import InkChanges, find_inks, reprint
from ukiyo_widgets.images import colour
from ukiyo_widgets.images.reading.reading import read_image

FLAT = ("#d8c8a0", "#1d3a5f", "#a03028")


def flat_print(shares=(5, 3, 2)):
    rows = [torch.tensor([int(ink[i : i + 2], 16) / 255 for i in (1, 3, 5)]) for ink in FLAT]
    return torch.cat(
        [row.view(3, 1, 1).expand(3, 4 * share, 20) for row, share in zip(rows, shares, strict=True)], dim=1
    )


def test_flat_inks_are_found_with_their_shares():
    inks = find_inks(flat_print())
    assert [(ink.colour, ink.share) for ink in inks] == list(zip(FLAT, (0.5, 0.3, 0.2), strict=True))


def test_the_shares_of_a_real_print_add_up():
    inks = find_inks(read_image("sample:wave", max_side_px=128).pixels)
    assert sum(ink.share for ink in inks) == pytest.approx(1, abs=1e-3)
    assert [ink.share for ink in inks] == sorted((ink.share for ink in inks), reverse=True)


def test_a_changed_ink_becomes_what_it_should_and_the_others_stay():
    print_ = flat_print()
    other = reprint(print_, InkChanges({"#1d3a5f": "#2a6e4e"}), inks=find_inks(print_))
    changed = find_inks(other)
    assert {ink.colour for ink in changed} == {FLAT[0], "#2a6e4e", FLAT[2]}


def test_no_change_is_the_print_itself_and_a_change_to_itself_changes_nothing():
    print_ = read_image("sample:wave", max_side_px=64).pixels
    assert reprint(print_, InkChanges()) is print_
    same = reprint(print_, InkChanges({"#1d3a5f": "#1d3a5f"}), inks=find_inks(print_))
    torch.testing.assert_close(same, print_, rtol=0, atol=2e-3)


def test_lightness_changes_with_the_ink():
    print_ = flat_print()
    lighter = reprint(print_, InkChanges({"#1d3a5f": "#5d7a9f"}), inks=find_inks(print_))
    difference = colour.lightness(lighter) - colour.lightness(print_)
    assert difference[0, 25].min() > 20
    assert difference[0, 5].abs().max() < 1
