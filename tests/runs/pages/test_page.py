"""A run as a page: what stands in it, and that nothing else can come into it."""

from __future__ import annotations

import base64
import dataclasses
import hashlib
import itertools
import json
import re
from html.parser import HTMLParser
from io import BytesIO

import PIL.Image
import pytest
import torch

import ukiyo_widgets as uw
from tests.conftest import make_print
from ukiyo_widgets.runs.pages import page as pages
from ukiyo_widgets.runs.pages import pictures
from ukiyo_widgets.runs.pages.story import story_of, weights

HOSTILE = "</script><script>alert(1)</script><img src=x onerror=alert(2)>"


@pytest.fixture
def run(tiny, content, reference):
    return uw.colorize(content, reference, size=48)


class Outline(HTMLParser):
    """The elements of a page, with their attributes, and what stands in its scripts."""

    def __init__(self, text):
        super().__init__()
        self.elements, self.scripts = [], []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))

    def handle_data(self, data):
        if self.elements and self.elements[-1][0] == "script" and data.strip():
            self.scripts.append(data)


def read(path):
    outline = Outline(path.read_text("utf-8"))
    data, script = outline.scripts
    return outline, json.loads(data), script


def decoded(text):
    return PIL.Image.open(BytesIO(base64.b64decode(text)))


def test_the_page_holds_every_frame_given_the_losses_and_the_finished_picture_to_the_bit(run, tmp_path):
    frames = list(run.steps(6))
    path = run.export_html(tmp_path / "run.html", frames=frames)
    outline, data, _ = read(path)
    (told,) = data["runs"]
    assert [index for index, _ in told["frames"]] == [1, 2, 3, 4, 5]
    assert told["index"] == 6
    assert [point[0] for point in told["points"]] == [0, 1, 2, 3, 4, 5, 6]
    assert told["points"][-1][1] == pytest.approx(frames[-1].losses["total"], rel=1e-5)
    (image,) = [attributes for tag, attributes in outline.elements if tag == "img"]
    shown = decoded(image["src"].removeprefix("data:image/webp;base64,"))
    assert shown.tobytes() == run.image.tobytes()


def test_without_frames_those_in_memory_are_shown(run, tmp_path):
    run.advance(12)
    _, data, _ = read(run.export_html(tmp_path / "run.htm"))
    assert (
        [index for index, _ in data["runs"][0]["frames"]] == [frame.index for frame in run.kept_frames()] == [0, 5, 10]
    )


def test_frames_may_be_made_while_the_page_is_written(run, tmp_path):
    _, data, _ = read(run.export_html(tmp_path / "run.html", frames=run.steps(3)))
    assert data["runs"][0]["index"] == run.index == 3


def test_weights_follow_the_recipe_as_the_engine_did(run):
    frames = [run.frame, *run.steps(3)]
    run.set(style_weight=3, fade=0.1)
    frames += run.steps(2)
    run.set(content_weight=0.25)
    frames += run.steps(2)
    followed = list(itertools.islice(weights(run.recipe), len(frames)))
    assert [each for each, _ in followed] == [frame.content_weight for frame in frames]
    assert [each for _, each in followed] == pytest.approx([frame.style_weight for frame in frames])


def test_nothing_in_it_leads_elsewhere_and_only_its_own_script_may_run(run, tmp_path):
    run.advance(1)
    path = run.export_html(tmp_path / "run.html")
    outline, _, script = read(path)
    addresses = [
        each[name] for _, each in outline.elements for name in ("src", "href", "action", "data") if name in each
    ]
    assert all(each.startswith("data:") for each in addresses)
    assert not [tag for tag, _ in outline.elements if tag in ("link", "iframe", "object", "form", "base", "a")]
    (policy,) = [each["content"] for _, each in outline.elements if each.get("http-equiv") == "Content-Security-Policy"]
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    assert f"script-src 'sha256-{digest}';" in policy
    assert policy.startswith("default-src 'none'; img-src data: blob:;")


def test_a_text_from_elsewhere_stays_a_text(tiny, tmp_path):
    pixels = make_print(seed=1)
    path = tmp_path / "<img src=x onerror=alert(2)>\u202e.png"
    uw.save_image(pixels, path)
    run = uw.colorize(path, make_print(seed=2), size=48)
    run.advance(1)
    page = run.export_html(tmp_path / "run.html", title=HOSTILE)
    outline, data, _ = read(page)
    assert [tag for tag, _ in outline.elements if tag in ("img", "script")] == ["img", "script", "script"]
    assert not [attributes for _, attributes in outline.elements if "onerror" in attributes]
    assert "\u202e" not in page.read_text("utf-8")
    assert data["runs"][0]["name"].startswith("<img src=x")


def test_the_recipe_and_the_credits_stand_in_it_without_any_script(run, tmp_path):
    run.advance(2)
    run.set(style_weight=7.0)
    run.advance(1)
    text = run.export_html(tmp_path / "run.html").read_text("utf-8").partition("<script")[0]
    assert "run.set(style_weight=7.0)" in text
    assert "from iteration 2: style_weight=7.0" in text
    assert "VGG-19 after K. Simonyan and A. Zisserman" in text


@pytest.mark.parametrize("language", ["en", "ja"])
def test_every_text_is_there_in_both_languages(run, tmp_path, language):
    run.advance(1)
    outline, data, _ = read(run.export_html(tmp_path / "run.html", language=language))
    assert outline.elements[0] == ("html", {"lang": language})
    assert data["texts"].keys() == pages.page_texts("en").keys()
    assert bool(re.search("[\u3040-\u30ff]", data["texts"]["lead"])) is (language == "ja")


def test_several_runs_are_one_page(run, tmp_path):
    batch = uw.sweep(run, style_weight=[1, 9])
    batch.advance(2)
    _, data, _ = read(batch.export_html(tmp_path / "runs.html"))
    assert [each["name"] for each in data["runs"]] == list(batch.labels)
    assert ["newest" in each for each in data["runs"]] == [False, True]


@pytest.mark.parametrize(
    ("refused", "said"),
    [
        (lambda run, folder: run.export_html(folder / "run.pdf"), "end it in .html"),
        (lambda run, folder: run.export_html(folder / "none" / "run.html"), "folder"),
        (lambda run, folder: run.export_html(folder / "run.html", language="fr"), "'en' and 'ja'"),
        (lambda run, folder: uw.Batch([run] * 13).export_html(folder / "run.html"), "1 to 12 runs; got 13"),
    ],
)
def test_what_cannot_be_is_said(run, tmp_path, refused, said):
    with pytest.raises(uw.UkiyoError, match=re.escape(said)):
        refused(run, tmp_path)
    assert not list(tmp_path.iterdir())


def noise(side_px, seed):
    pixels = torch.rand(3, side_px, side_px, generator=torch.Generator().manual_seed(seed))
    return uw.to_pil(pixels)


def test_pictures_fit_into_the_bytes_there_are_and_begin_with_the_first():
    kept = pictures.thinned((index, noise(64, index)) for index in range(0, 90, 3))
    assert list(kept) == list(range(0, 90, 3))
    for most_bytes in (100, 20_000, 40_000, 10**9):
        chosen = pictures.fitted(kept, most_bytes=most_bytes)
        assert sum(map(len, chosen.values())) <= most_bytes
        assert not chosen or next(iter(chosen)) == 0
    assert list(chosen) == list(kept)


def test_of_many_pictures_every_other_one_goes():
    seen = pictures.thinned((index, noise(8, 0)) for index in range(200))
    assert list(seen) == list(range(0, 200, 4))


def test_a_page_is_as_small_as_it_must_be(run, monkeypatch):
    monkeypatch.setattr(pages, "MOST_BYTES", 400_000)
    run.advance(1)
    kept = pictures.thinned((index, noise(256, index)) for index in range(9))  # WebP compresses nothing less
    story = dataclasses.replace(story_of(run, []), pictures=kept, newest=noise(256, 9), gray=noise(64, 10))
    assert 200_000 < len(pages.page([story], title=None, language="ja").encode()) <= 400_000
