"""The documentation names everything public, and says what the program says."""

from __future__ import annotations

import re
from pathlib import Path

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
