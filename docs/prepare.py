"""Takes what stands elsewhere into the documentation: notebooks, benchmarks, the house as its files say, a page that plays.

All of it is written into ``docs/taken`` and ``docs/_extra`` at each build and kept out of git.
"""

from __future__ import annotations

import ast
import base64
import json
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

DOCS = Path(__file__).parent
ROOT = DOCS.parent
TAKEN = DOCS / "taken"
EXTRA = DOCS / "_extra"
PACKAGE = ROOT / "ukiyo_widgets"

FLOORS = {
    "commands": "The command line.",
    "widgets": "The Studio and its parts: what is on the screen, and what plays behind it.",
    "course": "Exercises that check themselves.",
    "plot": "Figures, as matplotlib draws them.",
    "museum": "Open-access prints, by museums' own interfaces.",
    "collection": "A whole folder of prints.",
    "runs": "One picture on its way: stop, resume, fork, keep.",
    "engine": "The method: network, losses, optimizer, colours. Read it beside the paper.",
    "images": "Pictures: reading, colour, resizing, writing, the sample prints.",
}
"""From the top down: data flows upwards, and no floor knows those above it."""

_LINK = re.compile(r"(!?)\[((?:[^\[\]]|\[[^\]]*\])*)\]\(([^)\s]+)\)")


def take(address: str, *, branch: str = "main") -> None:
    """Write all that is taken; ``address`` is the repository's."""
    shutil.rmtree(TAKEN, ignore_errors=True)
    shutil.rmtree(EXTRA, ignore_errors=True)
    EXTRA.mkdir()
    elsewhere = f"{address}/blob/{branch}"
    _text("benchmarks/README.md", "benchmarks/index.md", elsewhere)
    for name in ("CONTRIBUTING.md", "CHANGELOG.md", "SECURITY.md", "CODE_OF_CONDUCT.md"):
        _text(name, name.lower(), elsewhere)
    for path in sorted((ROOT / "benchmarks").glob("*.[pj][np]g")):
        shutil.copy(path, TAKEN / "benchmarks")
    (TAKEN / "course").mkdir()
    for path in sorted((ROOT / "notebooks").glob("*.ipynb")):
        _notebook(path, TAKEN / "course")
    for name in ("README.md", "README_ja.md"):
        _text(f"notebooks/{name}", f"course/{name}", elsewhere)
    (TAKEN / "settings.md").write_text("\n".join(_settings()), "utf-8")
    (TAKEN / "house.md").write_text("\n".join(_house()), "utf-8")


def _text(source: str, target: str, elsewhere: str) -> None:
    """Copy a text; what it links to and is not taken leads to the repository."""
    folder = Path(source).parent

    def moved(match: re.Match[str]) -> str:
        image, label, link = match.groups()
        path, hash_, anchor = link.partition("#")
        if image or not path or re.match(r"[a-z]+:", link) or (folder / path).suffix == ".ipynb" or "README" in path:
            return match[0]
        return f"[{label}]({elsewhere}/{(folder / path).as_posix()}{hash_}{anchor})"

    path = TAKEN / target
    path.parent.mkdir(parents=True, exist_ok=True)
    text = (ROOT / source).read_text("utf-8")
    path.write_text(_LINK.sub(moved, text), "utf-8")


def _notebook(path: Path, folder: Path) -> None:
    """Copy a notebook; a picture inside of it becomes a file beside it."""
    notebook = json.loads(path.read_text("utf-8"))
    for cell in notebook["cells"]:
        for name, data in cell.pop("attachments", {}).items():
            (text,) = data.values()
            beside = f"{path.stem}-{name}"
            (folder / beside).write_bytes(base64.b64decode(text))
            cell["source"] = [line.replace(f"(attachment:{name})", f"({beside})") for line in cell["source"]]
    (folder / path.name).write_text(json.dumps(notebook, ensure_ascii=False), "utf-8")


def _settings() -> Iterator[str]:
    """Yield a page with every setting, as ``colorize --help`` has them."""
    from ukiyo_widgets.engine.settings import Settings, knobs

    defaults, group = Settings(), ""
    yield "# Every setting\n"
    for name, knob in knobs().items():
        if knob.group != group:
            group = knob.group
            yield f"\n## {group[:1].upper()}{group[1:]}\n"
            yield "| setting | what it is | allowed | default | in a run |\n|---|---|---|---|---|"
        default = getattr(defaults, name)
        cells = (
            f"`{name}`",
            knob.help,
            knob.allowed,
            f"`{default}`" if str(default) else "none",
            "can change" if knob.changeable else "fixed",
        )
        yield f"| {' | '.join(each.replace('|', chr(92) + '|') for each in cells)} |"


def _house() -> Iterator[str]:
    """Yield a page that draws the house: floors from the top down, their rooms, and what each file says that it is for."""
    floors = {name: about for name, about in FLOORS.items() if (PACKAGE / name).is_dir()}
    yield "# The house, file by file\n"
    yield "A floor uses those below it and knows nothing of those above, which a test holds. Open one to see its files.\n"
    for name, about in floors.items():
        yield f"::::{{dropdown}} {name}: {about}\n:class-container: uw-floor\n"
        yield from _files(PACKAGE / name)
        for room in sorted(each for each in (PACKAGE / name).iterdir() if (each / "__init__.py").exists()):
            yield f"\n**{name}/{room.name}** · {_first_line(room / '__init__.py')}\n"
            yield from _files(room)
        yield "::::\n"
    yield "::::{dropdown} Below all: what every floor may use\n:class-container: uw-floor\n"
    yield from _files(PACKAGE)
    yield "::::\n"


def _files(folder: Path) -> Iterator[str]:
    for path in sorted(folder.glob("*.py")):
        if path.stem != "__init__":
            yield f"- `{path.stem}`: {_first_line(path)}"


def _first_line(path: Path) -> str:
    text = ast.get_docstring(ast.parse(path.read_text("utf-8"))) or ""
    return text.partition("\n")[0].replace("``", "`")


def list_lessons(*, pdf: bool) -> None:
    """Write the lists of slides and worksheets for the English and the Japanese page; ``pdf``: whether they will be PDFs."""
    from lessons import pages

    for language, folder in {"en": "lessons", "ja": "../lessons"}.items():
        table = pages.listed(ROOT / "notebooks", ROOT / "notebooks", language, pdf=pdf, folder=folder)
        (TAKEN / f"lessons-{language}.html").write_text("\n".join(table), "utf-8")


def make_example(*, large: bool) -> None:
    """Write the pages that play, which the documentation shows: small ones, or as a reader should see them."""
    import ukiyo_widgets as uw

    size, iterations = (448, 60) if large else (96, 6)
    run = uw.colorize("sample:wave", uw.samples.series("wave"), size=size)
    frames = _with_start(run, iterations)
    run.export_html(EXTRA / "wave.html", frames=frames, title="The wave, coloured after other sheets of its series")
    printed = uw.impressions("sample:rain_bridge", max_side_px=1024 if large else 96)
    printed.save(EXTRA / "printed.html", title="The bridge in the rain, printed block by block")


def _with_start(run: object, iterations: int) -> Iterator[object]:
    steps: Callable[[int], Iterator[object]] = run.steps  # type: ignore[attr-defined]
    yield run.frame  # type: ignore[attr-defined]
    yield from steps(iterations)
