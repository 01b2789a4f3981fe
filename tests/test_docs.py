"""The documentation names everything public, and says what the program says."""

from __future__ import annotations

import itertools
import re
from pathlib import Path

import av
import pytest
from PIL import Image, ImageChops, ImageStat

import ukiyo_widgets as uw
from ukiyo_widgets.cli import main

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"


def pages():
    return {path: path.read_text("utf-8") for path in DOCS.rglob("*.md") if not {"taken", "_build"} & set(path.parts)}


def test_every_public_name_has_its_place():
    page = (DOCS / "api" / "index.md").read_text("utf-8")
    named = set(re.findall(r"(?m)^   ([\w.]+)$|^\.\. py:data:: ([\w.]+)$", page))
    named = {first or second for first, second in named}
    wanted = {name for name in uw.__all__ if name not in {"course", "engine", "museum", "plot"}}
    for package in ("course", "engine", "museum", "plot"):
        wanted |= {f"{package}.{name}" for name in getattr(uw, package).__all__}
    assert named == wanted


def test_the_readme_is_short_and_begins_with_a_picture_and_two_commands():
    text = (ROOT / "README.md").read_text("utf-8")
    assert len(text.splitlines()) <= 80
    run, test = re.findall(r"```sh\n(.*?)\n```", text, re.DOTALL)
    assert run == 'python3 -m venv .venv && .venv/bin/pip install ".[lab]" && .venv/bin/ukiyo-widgets lab'
    assert test == 'python3 -m venv .venv && .venv/bin/pip install -c constraints.txt ".[dev]" && .venv/bin/pytest'
    assert text.index("![") < text.index("```sh")
    assert run in pages()[DOCS / "quickstart.md"]
    assert run in pages()[DOCS / "ja" / "quickstart.md"]


def test_links_of_the_readme_lead_somewhere():
    links = re.findall(r"\]\(([^)#]+)", (ROOT / "README.md").read_text("utf-8"))
    assert len(links) > 10
    assert not [each for each in links if "://" not in each and not (ROOT / each).exists()]


def test_every_command_that_is_named_exists(capsys):
    named = {each for text in pages().values() for each in re.findall(r"`?ukiyo-widgets ([a-z]+)", text)}
    named |= set(re.findall(r"ukiyo-widgets ([a-z]+)", (ROOT / "README.md").read_text("utf-8")))
    try:
        main(["--help"])
    except SystemExit:
        offered = set(re.findall(r"(?m)^    ([a-z]+)(?: |$)", capsys.readouterr().out))
    assert named == offered


@pytest.mark.parametrize(("page", "language"), [("studio.md", "en"), ("ja/studio.md", "ja")])
def test_the_films_of_the_studio_can_be_seen(page, language):
    video = re.search(r"<video [^>]*>", (DOCS / page).read_text("utf-8"))[0]
    film, poster = (((DOCS / page).parent / each) for each in re.findall(r'(?:src|poster)="([^"]+)"', video))
    assert (film.stem, poster.stem) == (f"studio-{language}", f"studio-{language}")
    with av.open(str(film)) as container:
        (stream,) = container.streams
        assert (stream.codec.name, stream.pix_fmt) == ("h264", "yuv420p")
        assert 15 <= stream.frames / stream.average_rate <= 25
        stream.thread_type = "AUTO"
        seen = [frame.to_image(width=64, height=36) for frame in container.decode(stream)]
    assert len(seen) == stream.frames
    assert sum(moved(*pair) > 0.5 for pair in itertools.pairwise(seen)) > 20
    with Image.open(poster) as shown:
        assert shown.size == (stream.width, stream.height) == (1280, 720)


def moved(before, after):
    """Return how far two pictures are from each other, in levels."""
    return max(ImageStat.Stat(ImageChops.difference(before, after)).mean)


def test_films_and_posters_are_small():
    files = [each for each in (DOCS / "_static").iterdir() if each.suffix in {".mp4", ".jpg"}]
    assert len(files) == 4
    assert sum(each.stat().st_size for each in files) <= 2_000_000
