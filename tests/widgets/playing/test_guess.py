"""The first guess of the colours, made without a network."""

from __future__ import annotations

import pytest
import torch

import ukiyo_widgets as uw
from tests.conftest import make_print
from ukiyo_widgets.errors import ImageError
from ukiyo_widgets.images.colour import lightness, luma, rgb_to_lab
from ukiyo_widgets.images.writing.writing import to_pil
from ukiyo_widgets.widgets.playing.guess import SIDE_PX, first_guess, guess_of
from ukiyo_widgets.widgets.playing.sources import Sources


def chroma(pixels):
    return rgb_to_lab(pixels)[1:].norm(dim=0).mean().item()


@pytest.mark.parametrize("name", ["wave", "red_mountain", "snowy_night"])
def test_it_is_much_nearer_to_the_true_print_than_the_gray_one(name):
    true = uw.read_image(f"sample:{name}", max_side_px=192).pixels
    gray = luma(true)
    sheets = [uw.read_image(each, max_side_px=SIDE_PX).pixels for each in uw.samples.series(name)]
    guess = first_guess(gray, sheets)
    far, near = (uw.ciede2000(each, true).mean() for each in (gray, guess))
    assert near < 0.75 * far


def test_only_the_lightness_of_the_gray_print_counts_and_it_stays():
    print_ = make_print(height=60, width=80, seed=1)
    sheets = [make_print(height=40, width=50, seed=2)]
    guess = first_guess(print_, sheets)
    torch.testing.assert_close(guess, first_guess(luma(print_), sheets), atol=1e-4, rtol=0)
    inside = (guess > 0.01).all(dim=0) & (guess < 0.99).all(dim=0)  # elsewhere the screen has no such colour
    assert (lightness(guess) - lightness(luma(print_)))[0][inside].abs().max() < 1


def test_gray_references_guess_gray_and_one_pixel_is_a_picture():
    gray = luma(make_print(seed=2))
    assert chroma(first_guess(make_print(seed=1), [gray])) < 0.5
    assert first_guess(torch.full((3, 1, 1), 0.5), [make_print(seed=2)]).shape == (3, 1, 1)
    assert torch.isfinite(first_guess(torch.zeros(3, 9, 9), [torch.zeros(3, 5, 5)])).all()


def test_references_may_be_a_folder_and_nothing_that_may_not_be_read_is(tmp_path):
    for seed in (1, 2):
        to_pil(make_print(seed=seed)).save(tmp_path / f"{seed}.png")
    folder = guess_of("sample:wave", [tmp_path])
    assert torch.equal(folder, guess_of("sample:wave", [tmp_path / "1.png", tmp_path / "2.png"]))
    to_pil(luma(make_print(seed=3)).expand(3, -1, -1)).save(tmp_path / "0 gray.png")
    to_pil(uw.read_image("sample:wave", max_side_px=90).pixels).save(tmp_path / "0 the print itself.png")
    (tmp_path / "0 no picture.png").write_bytes(b"nothing")
    assert torch.equal(folder, guess_of("sample:wave", [tmp_path]))
    assert guess_of("sample:wave", []) is None
    with pytest.raises(ImageError):
        guess_of("sample:wave", [tmp_path / "gone.png"])
    named = (tmp_path / "1.png", "https://example.org/2.png", "sample:rain_bridge")
    assert Sources("sample:wave", named, given=False).sheets == ["sample:rain_bridge"]
    assert Sources("sample:wave", named).sheets == [tmp_path / "1.png", "sample:rain_bridge"]
