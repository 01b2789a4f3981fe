"""What the prints of a run were read from, and which sources are one and the same print."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from torch import Tensor

from ukiyo_widgets.engine.settings import Settings
from ukiyo_widgets.images.reading.fetching import is_elsewhere
from ukiyo_widgets.images.reading.reading import Source
from ukiyo_widgets.images.reading.sources import name_of
from ukiyo_widgets.images.samples import samples
from ukiyo_widgets.runs.run import Run


@dataclass(frozen=True, eq=False)
class Sources:
    """What the prints of a run are read from again: for the pickers, and for a new start.

    Attributes
    ----------
    content
        The gray print.
    references
        The colour prints.
    weights
        Their blend weights; empty where all are equal.
    given
        Whether somebody gave them here; else a recipe names them, which may have come from elsewhere.
    kept
        The prints as a run has them, by the addresses on other machines that its recipe alone names.
    """

    content: Source
    references: tuple[Source, ...]
    weights: tuple[float, ...] = ()
    given: bool = True
    kept: Mapping[str, Tensor] = field(default_factory=dict)

    @property
    def scan(self) -> Source | None:
        """The gray print, if it may be read again by itself."""
        return self.content if self._may_be_read(self.content) else None

    @property
    def sheets(self) -> list[Source]:
        """The references that may be read again by themselves."""
        return [each for each in self.references if self._may_be_read(each)]

    def _may_be_read(self, source: Source) -> bool:
        """Whether a source is neither in the network nor a file that a recipe names."""
        if isinstance(source, str) and source.startswith("sample:"):
            return True
        named = isinstance(source, str | Path)
        return not ((named and not self.given) or (isinstance(source, str) and "://" in source))

    @classmethod
    def of(cls, run: Run) -> Sources:
        """Return what a run's recipe names; what was in memory alone is taken as the run has it."""
        recipe = run.recipe
        named = [each.source for each in recipe.references]
        references = [run.prints.references[i] if source is None else source for i, source in enumerate(named)]
        content = run.prints.content if recipe.content.source is None else recipe.content.source
        has = zip((recipe.content.source, *named), (run.prints.content, *run.prints.references), strict=True)
        kept = {source: pixels for source, pixels in has if source is not None and is_elsewhere(source)}
        return cls(content, tuple(references), recipe.settings.reference_weights, given=False, kept=kept)

    def to_read(self) -> tuple[Source, list[Source]]:
        """Return the gray print and the references to begin another run with: nothing is fetched because a recipe says so."""

        def known(source: Source) -> Source:
            return self.kept.get(source, source) if isinstance(source, str) else source

        return known(self.content), list(map(known, self.references))

    def without_places(self, settings: Settings, *, now: Sources) -> Settings:
        """Return settings without what was said of places and inks in these prints, where ``now`` has others."""
        void: dict[str, str] = {}
        if not same_print(self.content, now.content):
            void |= {"hints": "", "regions": ""}
        if not _same_prints(self.references, now.references):
            void |= {"regions": "", "palette": ""}
        return settings.with_changes(**void)


def _same_prints(some: Sequence[Source], others: Sequence[Source]) -> bool:
    return len(some) == len(others) and all(map(same_print, some, others))


def title_of(source: Any) -> str:
    """Return what to call a print on the screen: a sample by its title."""
    if isinstance(source, str) and source.startswith("sample:"):
        return samples[source.removeprefix("sample:")].title
    title = getattr(source, "title", None)  # a sample's; the one that every string has is a method
    return title if title and isinstance(title, str) else name_of(source)


def same_print(one: object, other: object) -> bool:
    """Whether two sources are one and the same print."""
    if isinstance(one, str) and isinstance(other, str) and one == other:
        return True
    return one is other or (file_of(one) is not None and file_of(one) == file_of(other))


def file_of(source: object) -> Path | None:
    """Return where a file is, however it was written; None for what is no file."""
    if isinstance(source, str) and (source.startswith("sample:") or "://" in source):
        return None
    return Path(source).expanduser().resolve() if isinstance(source, str | Path) else None
