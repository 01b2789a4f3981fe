"""Which prints a run learns from: those that were given, or the nearest ones of a folder."""

from __future__ import annotations

import hashlib
import os
import warnings
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeGuard

import torch

from ukiyo_widgets.engine.colour.nearness import LEAST_COLOUR, SIDE_PX, Look
from ukiyo_widgets.engine.network.networks import Networks
from ukiyo_widgets.engine.network.vgg import VGG19
from ukiyo_widgets.engine.settings import Settings
from ukiyo_widgets.errors import ImageError, SettingsError
from ukiyo_widgets.images.reading.files import pictures_in
from ukiyo_widgets.images.reading.reading import Picture, Source
from ukiyo_widgets.images.reading.sources import name_of
from ukiyo_widgets.runs.choosing.suggestions import Skipped
from ukiyo_widgets.runs.ingredient import Choice
from ukiyo_widgets.runs.keeping import cache
from ukiyo_widgets.runs.prints import read_print, read_reference
from ukiyo_widgets.untrusted import one_line

MOST = 24
"""Prints that are learnt from, of a folder that has more; the nearest ones do as well as all."""

_VERSION = "look 1"
_SAME = "it is the gray print itself"
_COLOURLESS = "it has no colours of its own"


@dataclass(frozen=True)
class Gathered:
    """The references of a run.

    Attributes
    ----------
    pictures
        At the size that each is needed in; of a folder the nearest first.
    weights
        Their shares, as far as any were given.
    choice
        How they were chosen; None for a single print that was given.
    """

    pictures: tuple[Picture, ...]
    weights: tuple[float, ...]
    choice: Choice | None = None


def gather(
    reference: Any,
    *,
    content: Picture,
    settings: Settings,
    progress: Callable[[str, int, int], object] | None = None,
) -> Gathered:
    """Return the references that ``reference`` stands for: one print, several, or the prints of a folder.

    Of several, what has no colours and the gray print itself are left out, with a warning; of a folder also what cannot be
    read, and of more than :data:`MOST` those that are less near.

    Raises
    ------
    ImageError
        If nothing is left, or a print that was named cannot be read.
    """
    given = list(reference) if isinstance(reference, list | tuple) else [reference]
    if not given:
        raise ImageError("The list of references is empty; give at least one colour print, or a folder of them.")
    folders = [each for each in given if is_folder(each)]
    weights = settings.reference_weights
    if weights and (folders or len(weights) != len(given)):
        what = "a folder" if folders else f"{len(given)} references"
        raise SettingsError(f"reference_weights has {len(weights)} numbers for {what}; give one for each print.")
    if len(given) == 1 and not folders:
        picture = read_reference(given[0], settings, place=0)
        return Gathered((picture,), weights)
    return _chosen(given, weights, content=content, settings=settings, by_nearness=bool(folders), progress=progress)


def is_folder(source: Any) -> TypeGuard[str | os.PathLike[str]]:
    """Whether a reference is a folder of prints."""
    return isinstance(source, str | os.PathLike) and Path(source).expanduser().is_dir()


@dataclass(frozen=True, eq=False)
class _Candidate:
    source: Source
    weight: float | None
    look: Look
    nearness: float


def _chosen(
    given: Sequence[Any],
    weights: Sequence[float],
    *,
    content: Picture,
    settings: Settings,
    by_nearness: bool,
    progress: Callable[[str, int, int], object] | None,
) -> Gathered:
    sources = list(sources_of(given))
    glance = Glance(settings, with_network=by_nearness)
    own = glance.at_picture(content)
    found, left_out = list[_Candidate](), list[Skipped]()
    for place, (source, in_folder) in enumerate(sources):
        try:
            look = glance.at(source)
        except ImageError as error:
            if not in_folder:
                raise
            left_out.append(Skipped(name_of(source), str(error)))
        else:
            reason = _SAME if own.shows_the_same_as(look) else _COLOURLESS if look.colourfulness < LEAST_COLOUR else ""
            if reason:
                left_out.append(Skipped(name_of(source), reason))
            else:
                nearness = own.nearness_to(look) if by_nearness else 0.0
                found.append(_Candidate(source, weights[place] if weights else None, look, nearness))
        if progress is not None:
            progress("looking", place + 1, len(sources))
    _warn(left_out)
    if not found:
        reasons = "; ".join(f"{each.name}: {each.reason}" for each in left_out[:3])
        raise ImageError(f"None of the {len(sources)} references can lend a colour ({reasons}); give a coloured print.")
    if by_nearness:
        found.sort(key=lambda each: (-each.nearness, name_of(each.source)))
        found = found[:MOST]
    pictures = tuple(read_reference(each.source, settings, place=place) for place, each in enumerate(found))
    return Gathered(
        pictures,
        tuple(each.weight for each in found if each.weight is not None),
        Choice(
            len(sources),
            tuple((each.name, each.reason) for each in left_out),
            tuple(os.fspath(each) for each in given if is_folder(each)),
        ),
    )


def sources_of(given: Sequence[Any]) -> Iterator[tuple[Any, bool]]:
    """Give every picture, and whether it was found in a folder."""
    for each in given:
        if not is_folder(each):
            yield each, False
            continue
        found = pictures_in(Path(each).expanduser())
        if not found:
            named = one_line(str(each), most=300)
            raise ImageError(f"The folder {named!r} holds no pictures; name one with colour prints in it.")
        yield from ((str(path), True) for path in found)


class Glance:
    """Looks at prints; at files only once, as long as they stay as they are."""

    def __init__(self, settings: Settings, *, with_network: bool) -> None:
        self._settings = settings
        self._network: VGG19 | None = None
        self._about = "without a network"
        if with_network:
            networks = Networks(settings)
            self._network = networks.looking(settings)
            self._about = f"{networks.about} {settings.pooling} {networks.device.type} {networks.first_dtype}"

    def at_picture(self, picture: Picture) -> Look:
        """Look at a print that was read already."""
        return Look.at(picture.pixels, self._network)

    def at(self, source: Source) -> Look:
        """Look at a reference; raise ImageError if it cannot be read."""
        key = self._key(source)
        kept = cache.read(key, _EXPECTED) if key else None
        if kept is not None and kept["numbers"].shape == (1,):
            return Look(kept["shapes"], kept["shades"], kept["layout"], float(kept["numbers"][0]))
        look = self.at_picture(read_print(source, self._settings, max_side_px=SIDE_PX, role="reference"))
        if key:
            numbers = torch.tensor([look.colourfulness], dtype=torch.float64)
            cache.write(key, {"shapes": look.shapes, "shades": look.shades, "layout": look.layout, "numbers": numbers})
        return look

    def _key(self, source: Source) -> str:
        """Return a key for a file as it is now; empty for what is no file."""
        if not isinstance(source, str | os.PathLike):
            return ""
        try:
            path = Path(source).expanduser().absolute()
            stat = path.stat()
        except (OSError, ValueError, RuntimeError):
            return ""
        said = f"{_VERSION} {self._about} {path} {stat.st_size} {stat.st_mtime_ns}"
        return hashlib.sha256(said.encode("utf-8", "surrogateescape")).hexdigest()


_EXPECTED = {
    "shapes": (torch.float32, 2),
    "shades": (torch.float32, 1),
    "layout": (torch.float32, 1),
    "numbers": (torch.float64, 1),
}


def _warn(left_out: Sequence[Skipped]) -> None:
    if left_out:
        named = "; ".join(f"{each.name}: {each.reason}" for each in left_out[:5])
        more = f"; and {len(left_out) - 5} more" if len(left_out) > 5 else ""
        warnings.warn(f"Left out of the references: {named}{more}.", stacklevel=5)
