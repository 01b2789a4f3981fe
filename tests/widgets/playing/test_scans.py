"""Scans at the size of a screen, read beside the engine."""

from __future__ import annotations

from io import BytesIO

import numpy as np
import PIL.Image
import pytest
import torch

import ukiyo_widgets as uw
from tests.conftest import make_print
from tests.widgets.conftest import Page, eventually
from ukiyo_widgets.images.colour import lightness, luma, rgb_to_lab
from ukiyo_widgets.images.reading.reading import read_within
from ukiyo_widgets.images.resizing import resize
from ukiyo_widgets.images.writing.writing import to_pil
from ukiyo_widgets.widgets.parts.preview import Preview
from ukiyo_widgets.widgets.parts.transport import Transport
from ukiyo_widgets.widgets.playing.player import Player
from ukiyo_widgets.widgets.playing.scans import MOST_SIDE_PX, Scans, read_scan
from ukiyo_widgets.widgets.playing.sources import Sources


def levels(data):
    with PIL.Image.open(BytesIO(data)) as image:
        assert image.mode == "L"
        return np.asarray(image).astype(int)


@pytest.fixture
def scan_file(tmp_path):
    path = tmp_path / "scan.png"
    to_pil(make_print(height=90, width=120, seed=3)).save(path)
    return path


def test_a_scan_keeps_its_size_and_a_run_gets_its_gray_print(scan_file):
    scan = read_scan(scan_file)
    pixels = read_within(scan_file, most_side_px=1600)[0]
    assert scan.size_px == (120, 90)
    expected = (255 * luma(pixels)[0]).round().int().numpy()
    assert np.abs(levels(scan.gray) - expected).max() <= 1
    reduced = lightness(luma(resize(pixels, height=24, width=32))).flatten().numpy()
    assert np.abs(np.frombuffer(scan.lightness_at((32, 24)), "<f4") - reduced).max() < 0.2


def test_a_scan_larger_than_a_screen_is_reduced_and_its_size_is_still_known():
    scan = read_scan(np.full((90, 2 * MOST_SIDE_PX // 5, 3), 0.5))
    assert max(levels(scan.gray).shape) == 2 * MOST_SIDE_PX // 5
    large = read_scan(np.full((200, MOST_SIDE_PX + 20, 3), 0.5))
    assert large.size_px == (MOST_SIDE_PX + 20, 200)
    assert levels(large.gray).shape[1] == MOST_SIDE_PX


def test_a_picture_lying_on_its_side_is_read_upright(tmp_path):
    exif = PIL.Image.Exif()
    exif[0x0112] = 6
    PIL.Image.new("L", (60, 40), 90).save(tmp_path / "turned.jpg", exif=exif)
    pixels, size_px = read_within(tmp_path / "turned.jpg", most_side_px=100)
    assert size_px == (40, 60)
    assert tuple(pixels.shape) == (3, 60, 40)


def test_finding_never_waits_and_reads_once(scan_file, monkeypatch):
    read = []
    monkeypatch.setattr(
        "ukiyo_widgets.widgets.playing.scans.read_scan", lambda source: read.append(source) or read_scan(source)
    )
    woken = []
    scans = Scans(lambda: woken.append(1))
    assert scans.find(scan_file) is None
    eventually(lambda: scans.find(str(scan_file)) is not None)
    assert read == [scan_file]
    assert woken
    scans.close()


def test_what_cannot_be_read_is_no_scan_and_is_not_tried_again(tmp_path):
    woken = []
    scans = Scans(lambda: woken.append(1))
    assert scans.find(tmp_path / "missing.png") is None
    eventually(lambda: len(woken) == 1)
    assert scans.find(tmp_path / "missing.png") is None
    scans.close()


@pytest.mark.parametrize(
    ("content", "given", "may"),
    [
        ("scan.png", True, True),
        ("scan.png", False, False),
        ("https://example.org/scan.png", True, False),
        ("sample:wave", False, True),
        (torch.zeros(3, 16, 16), False, True),
    ],
)
def test_nothing_is_read_because_a_recipe_says_so_and_nothing_from_the_network(content, given, may):
    assert (Sources(content, (), given=given).scan is content) == may


def test_the_page_gets_the_scan_once_it_is_read_and_save_offers_it(scan_file):
    player = Player()
    preview, transport = Preview(player), Transport(player)
    page, buttons = Page(preview), Page(transport)
    page.tell("hello")
    run = uw.colorize(scan_file, make_print(seed=2), size=32)
    _ = run.frame
    player.add(run, sources=Sources(scan_file, ()))
    _content, pictures = page.wait_for("gray", lambda content: content["sharp"])
    assert levels(pictures[0]).shape == (90, 120)
    assert len(pictures[1]) == 4 * np.prod(player.shown.run.size_px)
    _content, (_picture, ab) = page.wait_for("frame", lambda content: content["format"] == "png")
    found = np.frombuffer(ab, "<i2").reshape(*run.size_px[::-1], 2) / 128
    assert np.abs(found - rgb_to_lab(run.frame.pixels)[1:].permute(1, 2, 0).numpy()).max() < 0.01
    buttons.tell("hello")
    buttons.wait_for("state", lambda content: content.get("scan") == [120, 90])
    buttons.tell("export", what="scan")
    content, (data,) = buttons.wait_for("file")
    assert content["name"].endswith("-large.png")
    with PIL.Image.open(BytesIO(data)) as image:
        assert image.size == (120, 90)
    for each in (preview, transport):
        each.close()
    player.close()


def test_a_print_that_was_picked_is_shown_before_its_run_is_prepared(make_run, scan_file):
    run = make_run()
    _ = run.frame
    player = Player(run)
    preview = Preview(player)
    page = Page(preview)
    page.tell("hello")
    page.wait_for("frame")
    player.coming = Sources(scan_file, ("sample:wave",))
    player.wake()
    content, (picture,) = page.wait_for("gray", lambda content: content["take"] == 0)
    assert not content["sharp"]
    assert levels(picture).shape == (90, 120)
    _, (guess,) = page.wait_for("guess")
    with PIL.Image.open(BytesIO(guess)) as image:
        assert image.size == (120, 90)
    assert len(page.heard("guess")) == 1
    shown = len(page.heard("frame"))
    player.coming = None  # it could not be prepared: the picture before comes back
    player.wake()
    eventually(lambda: len(page.heard("frame")) > shown)
    preview.close()
    player.close()
