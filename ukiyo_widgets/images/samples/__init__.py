"""The sample prints: drawn by this package, at any size, so that everything runs on a bare machine.

Each has a colour print and, as its luma, a gray print, so the true colours of a colorized sample are known. Prints hang in
series that share scenery and inks, as a print shop's did: the others of its series are what a print's colours can come from.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping

from ukiyo_widgets.images.samples.catalogue import PRINTS
from ukiyo_widgets.images.samples.sample import Sample

__all__ = ["Sample", "SampleCollection", "samples"]


class SampleCollection(Mapping[str, Sample]):
    """The sample prints by name: ``samples["wave"]`` or ``samples.wave``."""

    def __init__(self, prints: tuple[Sample, ...]) -> None:
        self._prints = {sample.name: sample for sample in prints}

    def __getitem__(self, name: str) -> Sample:
        if name not in self._prints:
            raise KeyError(self._unknown(name))
        return self._prints[name]

    def __getattr__(self, name: str) -> Sample:
        if name.startswith("_") or name not in self._prints:
            raise AttributeError(self._unknown(name) if not name.startswith("_") else name)
        return self._prints[name]

    @property
    def subjects(self) -> tuple[str, ...]:
        """The names of the first print of each series."""
        first: dict[str, str] = {}
        for sample in self.values():
            first.setdefault(sample.series, sample.name)
        return tuple(first.values())

    def series(self, name: str) -> list[str]:
        """Return the other prints of a print's series, as references for it: they share its inks and scenery.

        Parameters
        ----------
        name
            A sample print, with or without ``"sample:"``.

        Raises
        ------
        KeyError
            If there is no such print.

        Examples
        --------
        >>> samples.series("actor")
        ['sample:rival', 'sample:onnagata']
        """
        chosen = self[name.removeprefix("sample:")]
        return [f"sample:{each.name}" for each in self.values() if each.series == chosen.series and each != chosen]

    def __iter__(self) -> Iterator[str]:
        return iter(self._prints)

    def __len__(self) -> int:
        return len(self._prints)

    def __dir__(self) -> list[str]:
        return [*super().__dir__(), *self._prints]

    def __repr__(self) -> str:
        lines = []
        for subject in self.subjects:
            lines.append(f"  {subject:<18} {self[subject].title}")
            sisters = [self[source.removeprefix("sample:")] for source in self.series(subject)]
            lines += [f"    {sister.name:<16} {sister.title}" for sister in sisters]
        return "\n".join(["Sample prints, each with the others of its series:", *lines])

    def _unknown(self, name: str) -> str:
        near = difflib.get_close_matches(name, self._prints, n=1)
        hint = f"did you mean {near[0]}? There" if near else "there"
        return f"There is no sample print {name!r}; {hint} are {', '.join(self._prints)}."


samples = SampleCollection(PRINTS)
"""Every sample print, the first of each series before all others."""
