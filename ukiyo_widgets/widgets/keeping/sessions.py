"""What a Studio keeps in a folder: each run as a file, and how they belong together; not believed on the way back."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Collection
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from ukiyo_widgets.engine.knobs import Knob, number
from ukiyo_widgets.errors import CheckpointError, SettingsError
from ukiyo_widgets.images.writing.atomic import atomic_write
from ukiyo_widgets.places import place
from ukiyo_widgets.runs.ingredient import MOST_ITERATIONS
from ukiyo_widgets.runs.keeping.checkpoint import SUFFIX
from ukiyo_widgets.untrusted import one_line, read_json, shown
from ukiyo_widgets.widgets.keeping import losses, pictures
from ukiyo_widgets.widgets.keeping.claims import IN_USE

FOLDER = "ukiyo-kept"
"""Beside the notebook."""

LIMIT_MB = 1000.0
"""Of all that is kept for one cell."""

LIMIT = Knob(
    "How much room the kept runs of one Studio may take; the oldest go first, the run on the screen stays in any case.",
    "keeping",
    number,
    unit="MB",
    low=1.0,
    high=1e6,
)

FORMAT = "ukiyo_widgets runs, version 1"
MOST_RUNS = 500
_TREE, _PICTURE = "tree.json", "shown.jpg"
_MOST_CHARACTERS = 1_000_000
_MOST_PICTURE_BYTES = 1_000_000
_MOST_OF_A_NAME = 80


@dataclass(frozen=True)
class KeptRun:
    """One run: its file, and where it stands in the tree."""

    key: int
    name: str
    file: str
    index: int
    parent: int | None
    forked_at: int


@dataclass(frozen=True)
class KeptTree:
    """All runs, in order, and the key of the one that was on the screen."""

    runs: tuple[KeptRun, ...]
    shown: int


class Session:
    """The folder of one Studio, from its first iteration to its end."""

    def __init__(self, path: Path) -> None:
        self.path = path

    @property
    def written_s(self) -> float:
        """When it was written last, in seconds since 1970; 0 if never."""
        try:
            return (self.path / _TREE).stat().st_mtime
        except OSError:
            return 0.0

    @property
    def size_mb(self) -> float:
        """How much room its files take."""
        return sum(each.stat().st_size for each in self.path.glob("*") if each.is_file()) / 1e6

    def write(self, tree: KeptTree, *, picture: bytes, spared: Collection[str] = ()) -> None:
        """Write the tree and the picture that was on the screen; its runs stand there already, other runs go if not spared."""
        with atomic_write(self.path / _PICTURE) as aside:
            aside.write_bytes(picture)
        text = json.dumps({"format": FORMAT, **asdict(tree)}, ensure_ascii=False, indent=1)
        with atomic_write(self.path / _TREE) as aside:
            aside.write_text(text, encoding="utf-8")
        self._remove_runs_but({*spared, *(each.file for each in tree.runs)})

    def read(self) -> KeptTree:
        """Return the tree.

        Raises
        ------
        CheckpointError
            If it is damaged or none.
        """
        try:
            with (self.path / _TREE).open("rb") as file:
                text = file.read(_MOST_CHARACTERS + 1)
            return _checked_tree(read_json(text, most_characters=_MOST_CHARACTERS))
        except (OSError, KeyError, TypeError, ValueError) as error:
            raise CheckpointError(
                f"{one_line(self.path.name)} holds no runs that were kept ({one_line(str(error), most=200)})."
            ) from error

    def picture(self) -> bytes:
        """Return the picture that was on the screen, a small JPEG; empty if there is none."""
        try:
            with (self.path / _PICTURE).open("rb") as file:
                data = file.read(_MOST_PICTURE_BYTES + 1)
        except OSError:
            return b""
        return data if len(data) <= _MOST_PICTURE_BYTES else b""

    def remove(self) -> None:
        """Remove the folder, if nothing but what a Studio keeps lies in it."""
        self._remove_runs_but(())
        for name in (_TREE, _PICTURE, IN_USE):
            (self.path / name).unlink(missing_ok=True)
        if self.path.is_dir() and not any(self.path.iterdir()):
            shutil.rmtree(self.path, ignore_errors=True)

    def _remove_runs_but(self, files: Collection[str]) -> None:
        for each in self.path.glob(f"*{SUFFIX}"):
            if each.name not in files:
                each.unlink(missing_ok=True)
        for ending in (losses.ENDING, pictures.ENDING):
            for each in self.path.glob(f"*{ending}"):
                if each.name.removesuffix(ending) + SUFFIX not in files:
                    each.unlink(missing_ok=True)


def folder_for(keep: object, *, cell: str | None) -> Path | None:
    """Return the folder in which a Studio keeps its runs, as it is asked to; None where it keeps nothing.

    Raises
    ------
    SettingsError
        If ``keep`` names none.
    """
    if keep is False or (keep is None and cell is None):
        return None
    if keep is None or keep is True:
        return Path.cwd() / FOLDER
    if not isinstance(keep, str | Path) or not str(keep).strip():
        raise SettingsError(
            f"keep is {shown(keep, most=200)}, but it must be the name of a folder, True, False or None."
        )
    try:
        return place(keep)
    except ValueError as error:
        raise SettingsError(f"keep: {error}") from None


def sessions(root: Path, *, cell: str) -> list[Session]:
    """Return what was kept for a cell, the newest first."""
    found = [Session(each) for each in root.glob(f"{cell}-*") if (each / _TREE).is_file()]
    return sorted(found, key=lambda each: each.written_s, reverse=True)


def _checked_tree(said: Any) -> KeptTree:
    """Return the tree that JSON has as an object; raise ValueError and its like for anything else."""
    if said["format"] != FORMAT or not 0 < len(said["runs"]) <= MOST_RUNS:
        raise ValueError("it is of another format, or holds no runs")
    runs = tuple(map(_checked, said["runs"]))
    keys = [each.key for each in runs]
    if len(set(keys)) < len(keys) or said["shown"] not in keys:
        raise ValueError("its runs do not go together")
    return KeptTree(runs, said["shown"])


def _checked(said: Any) -> KeptRun:
    """Return a run that a tree names; raise ValueError and its like for anything else."""
    run = KeptRun(**said)
    numbers = [run.key, run.index, run.forked_at, *([] if run.parent is None else [run.parent])]
    if not all(isinstance(each, int) and 0 <= each <= MOST_ITERATIONS for each in numbers):
        raise ValueError("a run's numbers are out of range")
    if not (isinstance(run.name, str) and isinstance(run.file, str) and re.fullmatch(r"\d{1,6}\.ukiyo", run.file)):
        raise ValueError("a run's name or file is none")
    return KeptRun(**{**said, "name": one_line(run.name, most=_MOST_OF_A_NAME)})
