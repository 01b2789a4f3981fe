"""What is fuzzed: each target takes any bytes, and either does its work or refuses them in one sentence.

Whatever else is raised is a fault. So is a sentence of more than one line, with signs that steer a terminal, or without an end.
"""

from __future__ import annotations

import functools
import json
import re
import tempfile
import warnings
from collections.abc import Callable
from pathlib import Path

import ukiyo_widgets as uw
from ukiyo_widgets.runs.recipe import Recipe

MOST_SAID = 2000
CORPUS = Path(__file__).parent / "corpus"
_FOLDER = tempfile.TemporaryDirectory(prefix="ukiyo-fuzzing-")


def _placed(data: bytes, name: str) -> Path:
    path = Path(_FOLDER.name) / name
    path.write_bytes(data)
    return path


def refused_in_a_sentence(target: Callable[[bytes], object]) -> Callable[[bytes], bool]:
    """Return a target that tells whether it did its work."""

    @functools.wraps(target)
    def checked(data: bytes) -> bool:
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                target(data)
        except (uw.UkiyoError, MemoryError) as error:
            said = str(error)
            assert said.isprintable(), said
            assert 20 < len(said) < MOST_SAID, said
            return False
        return True

    return checked


@refused_in_a_sentence
def pictures(data: bytes) -> None:
    """A picture and the texts in it."""
    pixels = uw.read_image(data, max_side_px=32, max_source_px=1_000_000).pixels
    assert 0 <= float(pixels.min()) <= float(pixels.max()) <= 1
    uw.read_metadata(_placed(data, "print.png"))


@refused_in_a_sentence
def weights(data: bytes) -> None:
    """A file of weights, by either of its endings; no small one is the whole network."""
    for name in ("weights.pth", "weights.safetensors"):
        uw.load_network(weights=str(_placed(data, name)), device="cpu")


@refused_in_a_sentence
def runs(data: bytes) -> None:
    """A saved run, also one whose digest somebody has made anew, and what can be done with it."""
    run = uw.load(_placed(data, "run.ukiyo"))
    shown(run.recipe)
    pixels = run.advance(1).pixels
    assert 0 <= float(pixels.min()) <= float(pixels.max()) <= 1


@refused_in_a_sentence
def recipes(data: bytes) -> None:
    """A recipe, and the code that it becomes."""
    shown(Recipe.from_json(data.decode("utf-8", "surrogateescape")))


def shown(recipe: Recipe) -> None:
    """A recipe is written as JSON that means the same, and as Python that has nothing of its texts as code."""
    assert Recipe.from_json(recipe.to_json()) == recipe
    code = str(recipe)
    compile(code, "recipe", "exec")
    assert all(re.match(r"import ukiyo_widgets as uw$|# |run|$", line) for line in code.split("\n"))


@refused_in_a_sentence
def messages(data: bytes) -> None:
    """What a page says to a part: its number, a line, and a JSON text; nothing may come out of the part's own hands."""
    try:
        content = json.loads(data[1:].decode("utf-8", "replace"))
    except (ValueError, RecursionError):
        return
    parts = _parts()
    part = parts[data[0] % len(parts)]
    part._receive(part, content, [memoryview(b"\x89PNG")])


@functools.cache
def _parts() -> list[object]:
    """The parts of a Studio on a run that only goes on when it is told to."""
    run = uw.colorize(uw.samples.wave.gray(32), "sample:actor", size=32, iterations=3)
    preview = uw.Preview(run)
    player = preview.player
    here = Path(_FOLDER.name)
    return [
        preview,
        uw.Transport(player),
        uw.LossChart(player),
        uw.RunTree(player),
        uw.PrintPicker("content", folder=here),
    ]


def close() -> None:
    """End what the target of the messages has begun."""
    if _parts.cache_info().currsize:
        for part in reversed(_parts()):
            part.close()
        _parts.cache_clear()


TARGETS = {each.__name__: each for each in (pictures, weights, runs, recipes, messages)}
