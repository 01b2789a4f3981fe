"""Suggestions in a picker: its references compared with the gray print, one at a time between other work."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ukiyo_widgets.errors import ImageError
from ukiyo_widgets.images.reading.reading import Source
from ukiyo_widgets.runs.choosing.ranking import MOST_KEPT, ReferenceJudge, SamePrintError
from ukiyo_widgets.widgets.picking.prints import Print
from ukiyo_widgets.widgets.texts import reasons, texts

Do = Callable[[Callable[[], object]], object]
"""Has a task done, soon and in order, by a thread of its own."""


@dataclass(frozen=True)
class Verdict:
    """How well one print would serve, and why; without a score where it cannot serve at all."""

    score: float | None
    reasons: tuple[str, ...]


class Suggester:
    """Compares prints with a gray one; a new request ends the last.

    Parameters
    ----------
    do
        Has each comparison done, so that a run that plays goes on in between.
    language
        Of the reasons.
    """

    def __init__(self, do: Do, *, language: str) -> None:
        self._do = do
        self._language = language
        self._work: Iterator[tuple[str, Verdict]] = iter(())

    def begin(
        self,
        content: Source,
        prints: Sequence[Print],
        *,
        progress: Callable[[int, int], object],
        done: Callable[[dict[str, Verdict]], object],
        failed: Callable[[Exception], object],
    ) -> None:
        """Compare ``prints`` with ``content``; ``done`` gets a verdict for each by its key, ``failed`` why there is none."""
        self._work = work = self._verdicts(content, list(prints))
        verdicts: dict[str, Verdict] = {}

        def one_more() -> None:
            if self._work is not work:
                return
            try:
                found = next(work, None)
            except Exception as error:  # noqa: BLE001 - shown at the picker
                failed(error)
                return
            if self._work is not work:  # ended meanwhile
                return
            if found is None:
                done(verdicts)
                return
            verdicts[found[0]] = found[1]
            progress(len(verdicts), len(prints))
            self._do(one_more)

        progress(0, len(prints))
        self._do(one_more)

    def end(self) -> None:
        """Compare no more."""
        self._work = iter(())

    def _verdicts(self, content: Source, prints: Sequence[Print]) -> Iterator[tuple[str, Verdict]]:
        judge = ReferenceJudge(content, keep=len(prints) <= MOST_KEPT)
        for each in prints:
            try:
                suggestion = judge.suggestion(each.to_read)
                yield each.key, Verdict(suggestion.score, reasons(suggestion, language=self._language))
            except SamePrintError:
                yield each.key, Verdict(None, (texts(self._language)["print_itself"],))
            except ImageError as error:
                yield each.key, Verdict(None, (str(error),))


def best_first(prints: Sequence[Print], verdicts: Mapping[str, Verdict]) -> list[Print]:
    """Return the prints in the order in which they would serve; those that cannot, or were not compared, come last."""

    def score(print_: Print) -> float:
        found = verdicts[print_.key].score if print_.key in verdicts else None
        return -1.0 if found is None else found

    return sorted(prints, key=score, reverse=True)


def described(prints: Sequence[Print], verdicts: Mapping[str, Verdict]) -> list[dict[str, Any]]:
    """Return what a page is told of each print: its place among the suggested ones, if it has one, and why."""
    told, place = [], 0
    for each in prints:
        verdict = verdicts.get(each.key, Verdict(None, ()))
        place += verdict.score is not None
        number = None if verdict.score is None else place
        told.append({"key": each.key, "name": each.name, "why": verdict.reasons, "place": number})
    return told
