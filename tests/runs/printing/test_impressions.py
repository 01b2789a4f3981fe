"""Impressions of a picture and of a run: their names, their film, and what stands in their page."""

from __future__ import annotations

import re
from io import BytesIO

import PIL.Image
import pytest
import torch

import ukiyo_widgets as uw
from tests.engine.printing.test_separation import printed
from tests.runs.pages.test_page import HOSTILE, Outline, decoded, read
from ukiyo_widgets.runs.printing import page as pages
from ukiyo_widgets.runs.printing.colour_words import in_words
from ukiyo_widgets.runs.printing.texts import texts_of


@pytest.fixture(scope="module")
def flat():
    return uw.impressions(uw.to_pil(printed()))


def test_names_say_which_block_it_is_in_words_and_figures(flat):
    assert [each.name for each in flat] == [
        "key block",
        "ink 1 of 3: pale blue, #9ab8d0, 41 %",
        "ink 2 of 3: red, #c8452c, 2 %",
        "ink 3 of 3: dark blue, #23406e, 11 %",
    ]
    assert flat[3].named("ja") == "色版 3/3：濃い青、#23406e、11 %"
    assert repr(flat).splitlines() == [each.name for each in flat]
    assert flat.paper == "#f3e8cf"


def test_pictures_are_as_large_as_the_picture_and_the_last_is_it(flat):
    picture = uw.to_pil(printed())
    assert [each.image.size for each in flat] == [picture.size] * 4
    assert flat[-1].image.tobytes() == picture.tobytes()
    assert flat[-1].pixels.dtype == torch.float32


def test_a_notebook_shows_all_of_them(flat):
    with PIL.Image.open(BytesIO(flat._repr_png_())) as sheet:
        assert sheet.size == (4 * (96 + 6), 64 + 6)
        assert sheet.getpixel((3 * 102 + 30, 36)) == flat[-1].image.getpixel((30, 36))


def test_a_run_has_the_impressions_of_its_newest_picture(tiny, content, reference):
    run = uw.colorize(content, reference, size=48)
    run.advance(2)
    found = run.impressions()
    assert torch.equal(found[-1].pixels, run.frame.pixels)
    assert found[0].name == "key block"


def test_without_colours_it_says_so():
    found = uw.impressions(uw.samples.wave.gray(48))
    assert len(found) == 1
    assert "no colours beyond its paper's tone" in found.note
    assert found.note in repr(found)


@pytest.mark.parametrize(
    ("ink", "english", "japanese"),
    [
        ("#000000", "black", "黒"),
        ("#162355", "dark blue", "濃い青"),
        ("#c8452c", "red", "赤"),
        ("#d9a93c", "yellow", "黄色"),
        ("#5f8157", "green", "緑"),
        ("#dec7a7", "beige", "薄茶色"),
        ("#8a5f45", "brown", "茶色"),
        ("#939393", "gray", "灰色"),
    ],
)
def test_inks_have_the_names_that_a_person_would_give(ink, english, japanese):
    assert in_words(ink, language="en") == english
    assert in_words(ink, language="ja") == japanese


@pytest.mark.parametrize("suffix", [".gif", ".mp4", ".webm"])
def test_a_film_begins_with_bare_paper_and_ends_with_the_print(flat, tmp_path, suffix):
    path = flat.save(tmp_path / f"film{suffix}", seconds_each=0.5)
    frames = list(frames_of(path))
    first, last = frames[0], frames[-1]
    assert first.height > 64
    for place in ((30, 36), (78, 17), (5, 5)):
        assert max(abs(a - b) for a, b in zip(first.getpixel(place), (0xF3, 0xE8, 0xCF), strict=True)) < 12
    dark = last.getpixel((30, 36))
    assert max(abs(a - b) for a, b in zip(dark, (0x23, 0x40, 0x6E), strict=True)) < 16
    if suffix == ".gif":
        assert len(frames) == 1 + len(flat)
    else:
        assert len(frames) > 5 * len(flat)


def frames_of(path):
    if path.suffix == ".gif":
        with PIL.Image.open(path) as film:
            for index in range(film.n_frames):
                film.seek(index)
                yield film.convert("RGB")
        return
    import av

    with av.open(str(path)) as container:
        yield from (frame.to_image() for frame in container.decode(video=0))


def test_the_page_holds_every_impression_and_the_finished_print_to_the_bit(flat, tmp_path):
    outline, data, _ = read(flat.save(tmp_path / "print.html"))
    assert [step["name"] for step in data["steps"]] == [each.name for each in flat]
    (image,) = [attributes for tag, attributes in outline.elements if tag == "img"]
    assert decoded(image["src"].removeprefix("data:image/webp;base64,")).tobytes() == flat[-1].image.tobytes()
    assert [step["picture"] is None for step in data["steps"]] == [False, False, False, True]
    assert all(decoded(step["alone"]).size == flat[0].image.size for step in data["steps"])


def test_the_blocks_stand_in_the_page_without_any_script(flat, tmp_path):
    text = flat.save(tmp_path / "print.htm").read_text("utf-8").partition("<script")[0]
    for each in flat:
        assert each.name in text
        assert f'<i style="background:{each.colour}"></i>' in text
    assert "cannot be seen in a picture" in text
    assert "# picture was in memory: put your own object here\nuw.impressions(picture).save(" in text


def test_the_page_of_a_run_names_its_prints_and_how_to_make_it_again(tiny, content, reference, tmp_path):
    run = uw.colorize(content, reference, size=48)
    run.advance(1)
    text = run.impressions().save(tmp_path / "run.html").read_text("utf-8").partition("<script")[0]
    assert "The colours themselves are not the print" in text
    assert "run.impressions().save(" in text
    assert "run.advance(1)" in text


def test_only_its_own_script_may_run_and_a_text_from_elsewhere_stays_one(tmp_path):
    path = tmp_path / "<img src=x onerror=alert(2)>\u202e.png"
    uw.save_image(printed(), path)
    page = uw.impressions(path).save(tmp_path / "print.html", title=HOSTILE)
    outline = Outline(page.read_text("utf-8"))
    assert [tag for tag, _ in outline.elements if tag in ("img", "script")] == ["img", "script", "script"]
    assert not [attributes for _, attributes in outline.elements if "onerror" in attributes]
    assert "\u202e" not in page.read_text("utf-8")
    (policy,) = [each["content"] for _, each in outline.elements if each.get("http-equiv") == "Content-Security-Policy"]
    assert policy.startswith("default-src 'none'; img-src data: blob:;")


def test_every_text_is_there_in_both_languages(flat, tmp_path):
    outline, data, _ = read(flat.save(tmp_path / "print.html", language="ja"))
    assert outline.elements[0] == ("html", {"lang": "ja"})
    assert data["texts"].keys() == texts_of("en").keys()
    assert data["steps"][0]["name"] == "主版（墨）"


def test_a_page_is_as_small_as_it_must_be(tmp_path, monkeypatch):
    noise = uw.impressions(torch.rand(3, 96, 128, generator=torch.Generator().manual_seed(2)))
    monkeypatch.setattr(pages, "MOST_BYTES", 330_000)
    assert 0 < noise.save(tmp_path / "print.html").stat().st_size <= 330_000


@pytest.mark.parametrize(
    ("refused", "said"),
    [
        (lambda found, folder: found.save(folder / "print.pdf"), "end it in .html, .htm, .mp4, .webm, .gif"),
        (lambda found, folder: found.save(folder / "none" / "print.html"), "folder"),
        (lambda found, folder: found.save(folder / "print.html", language="fr"), "'en' and 'ja'"),
        (lambda found, folder: found.save(folder / "print.gif", seconds_each=0), "0.2 to 60 seconds; got 0"),
        (lambda found, folder: uw.impressions(folder / "no.png"), "no.png"),
    ],
)
def test_what_cannot_be_is_said(flat, tmp_path, refused, said):
    with pytest.raises(uw.UkiyoError, match=re.escape(said)):
        refused(flat, tmp_path)
    assert not list(tmp_path.iterdir())
