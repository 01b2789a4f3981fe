"""The prints that a picker offers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from torch import Tensor

from ukiyo_widgets.images.reading.reading import Source
from ukiyo_widgets.images.samples import Sample, samples


@dataclass(eq=False)
class Print:
    """One print on offer.

    Attributes
    ----------
    key
        What the page calls it by.
    name
        For people.
    source
        What :func:`~ukiyo_widgets.images.reading.reading.read_image` reads.
    seen
        How a run has it that somebody has opened, and whose recipe alone says where on another machine it lies.
    credit
        Whose print it is, as its file says; empty before that was read, and where it says nothing.
    """

    key: str
    name: str
    source: Source
    seen: Tensor | None = None
    credit: str = ""

    @property
    def to_read(self) -> Source:
        """What is read to look at it."""
        return self.source if self.seen is None else self.seen


@dataclass(frozen=True)
class Choice:
    """Prints as they were chosen: what they are read from, and their blend weights, empty where all are equal."""

    sources: tuple[Source, ...]
    weights: tuple[float, ...]

    @classmethod
    def of(cls, prints: Sequence[Print], weights: Mapping[str, float]) -> Choice:
        """Return the choice of these prints; a weight that nobody gave, by a print's key, is 1."""
        given = tuple(weights.get(each.key, 1.0) for each in prints)
        unlike = len(set(given)) > 1 and sum(given) > 0
        return cls(tuple(each.source for each in prints), given if unlike else ())


def weighed(prints: Sequence[Print], weights: Mapping[str, float]) -> dict[str, float]:
    """Return the keys of prints, each with its blend weight."""
    return {each.key: weights.get(each.key, 1.0) for each in prints}


def sisters_of(source: Source | None) -> list[str]:
    """Return the other sample prints of a print's series; none for what is no sample print."""
    name = source.removeprefix("sample:") if isinstance(source, str) else getattr(source, "name", "")
    known = isinstance(source, Sample) or (isinstance(source, str) and source.startswith("sample:"))
    return samples.series(name) if known and name in samples else []
