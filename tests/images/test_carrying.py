"""Colour carried from a small picture to a large scan: laws, and a print whose colours are known."""

from __future__ import annotations

import json
import runpy
from pathlib import Path

import numpy as np
import pytest
import torch
from PIL import Image
from torch import Tensor

import ukiyo_widgets as uw
from tests.conftest import make_print
from ukiyo_widgets.errors import ImageError
from ukiyo_widgets.images.carrying import carried_bands, carry_colors
from ukiyo_widgets.images.colour import lab_to_rgb, lightness, luma, rgb_to_lab
from ukiyo_widgets.images.difference import ciede2000
from ukiyo_widgets.images.reading.reading import read_image
from ukiyo_widgets.images.resizing import resize


def carried(colored: Tensor, scan: Tensor) -> Tensor:
    return torch.cat(list(carried_bands(colored, scan)), dim=1)


@pytest.fixture
def scan() -> Tensor:
    return luma(make_print(height=150, width=210, seed=4))


def test_the_lightness_is_the_scans(scan: Tensor) -> None:
    found = carried(make_print(height=50, width=70, seed=5), scan)
    assert found.shape == scan.shape
    assert (lightness(found) - lightness(scan)).abs().max() < 0.02


def test_to_the_same_size_nothing_changes() -> None:
    print_ = make_print(height=60, width=80, seed=6)
    itself = lab_to_rgb(torch.cat((lightness(luma(print_)), rgb_to_lab(print_)[1:])))
    assert (carried(print_, luma(print_)) - itself).abs().max() < 1e-4


def test_one_colour_stays_one_colour(scan: Tensor) -> None:
    """Chroma small enough for every lightness from 15 to 85, so that the gamut does not cut it."""
    scan = 0.25 + 0.5 * scan
    lab = torch.tensor([50.0, 6.0, -8.0]).view(3, 1, 1).expand(3, 30, 42)
    a, b = rgb_to_lab(carried(lab_to_rgb(lab), scan))[1:]
    assert (a - 6).abs().max() < 0.02
    assert (b + 8).abs().max() < 0.02


def test_no_colour_appears_that_the_small_picture_does_not_have() -> None:
    """Its light half is yellow, its dark half blue; a scan with far darker and lighter detail makes neither more so."""
    lightness_ = torch.where(torch.arange(30) < 15, 35.0, 65.0).expand(30, 30)
    small = torch.stack((lightness_, torch.zeros(30, 30), (lightness_ - 50) * 0.8))
    detail = 25 * (1 - 2 * (torch.arange(120) % 2))
    fine = lightness_.repeat_interleave(4, 0).repeat_interleave(4, 1) + detail
    scan = lab_to_rgb(torch.stack((fine, torch.zeros(120, 120), torch.zeros(120, 120))))
    b = rgb_to_lab(carried(lab_to_rgb(small), scan))[2]
    overshoot = 3.5  # of the bicubic filter beside an edge of 24 units
    assert b.min() > small[2].min() - overshoot
    assert b.max() < small[2].max() + overshoot


def test_bands_do_not_show(scan: Tensor, monkeypatch: pytest.MonkeyPatch) -> None:
    colored = make_print(height=50, width=70, seed=5)
    whole = carried(colored, scan)
    monkeypatch.setattr("ukiyo_widgets.images.carrying.BAND_PX", 7 * 210)
    assert len(list(carried_bands(colored, scan))) == 22
    assert (carried(colored, scan) - whole).abs().max() < 1e-5


@pytest.mark.parametrize("sample", ["wave", "rain_bridge", "actor"])
def test_nearer_to_the_true_print_than_interpolated_colour(sample: str) -> None:
    """Also at a size that the small picture does not divide."""
    truth = read_image(f"sample:{sample}", max_side_px=500).pixels
    gray = luma(truth)
    small = read_image(f"sample:{sample}", max_side_px=128).pixels
    flat = torch.nn.functional.interpolate(rgb_to_lab(small)[None, 1:], size=truth.shape[1:], mode="bicubic")[0]
    plain = lab_to_rgb(torch.cat((lightness(gray), flat)))
    ours, theirs = (ciede2000(each, truth).mean().item() for each in (carried(small, gray), plain))
    assert ours < 0.95 * theirs


def test_a_scan_smaller_than_the_picture_is_served_too(scan: Tensor) -> None:
    large = make_print(height=300, width=420, seed=7)
    reduced = carried(resize(large, height=150, width=210), scan)
    assert (carried(large, scan) - reduced).abs().max() < 1e-5


def test_files_and_pictures_are_carried_to(tmp_path) -> None:
    uw.samples.wave.gray(300).save(tmp_path / "scan.png")
    found = carry_colors(uw.samples.wave.color(96), tmp_path / "scan.png")
    assert found.size == (300, 200)
    assert found.tobytes() == carry_colors(uw.samples.wave.color(96), Image.open(tmp_path / "scan.png")).tobytes()
    frame = uw.colorize("sample:wave", "sample:actor", size=48).frame
    frame.save(tmp_path / "large.png", scan=tmp_path / "scan.png")
    with Image.open(tmp_path / "large.png") as large:
        assert large.tobytes() == frame.carry_to(tmp_path / "scan.png").tobytes()
        assert "sample:actor" in large.text["Source"]


@pytest.mark.parametrize(
    ("scan", "sentence"),
    [
        (np.zeros((100, 100)), "100 × 100 pixels and the coloured picture 60 × 40: their proportions differ"),
        (np.zeros((90, 60)), "their proportions differ"),
        (np.zeros((40, 600)), "at most 12 times"),
        ("nowhere.png", "The scanned image 'nowhere.png' does not exist"),
    ],
)
def test_what_does_not_fit_is_told(scan, sentence: str) -> None:
    with pytest.raises(ImageError, match=sentence):
        carry_colors(np.zeros((40, 60, 3)), scan)


def test_a_scan_beyond_the_limit_is_refused() -> None:
    with pytest.raises(ImageError, match="more than the 20,000 that are allowed"):
        carry_colors(np.zeros((40, 60, 3)), np.zeros((200, 300)), max_source_px=20_000)


def test_the_front_end_is_tested_against_what_is_carried_here() -> None:
    path = Path(__file__).parents[2] / "frontend" / "widgets" / "tests" / "write_carried.py"
    written = runpy.run_path(str(path))
    kept = json.loads(written["PATH"].read_text())
    now = json.loads(json.dumps(written["carried"]()))
    assert kept.keys() == now.keys()
    for name, levels in now.items():
        assert max(abs(one - other) for one, other in zip(kept[name], levels, strict=True)) <= 1, name
