"""The colour tools of the preview: brush, eyedropper, regions and inks, message by message."""

from __future__ import annotations

import weakref
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from torch import Tensor

from ukiyo_widgets.engine.guidance.hints import Hints
from ukiyo_widgets.engine.guidance.inks import Ink, InkChanges, find_inks
from ukiyo_widgets.errors import SettingsError
from ukiyo_widgets.images.writing.writing import to_pil
from ukiyo_widgets.widgets.parts.colouring import NAMES, Colouring
from ukiyo_widgets.widgets.parts.part import Part
from ukiyo_widgets.widgets.playing.encoding import png
from ukiyo_widgets.widgets.playing.take import Take

SHOWN_PX = 512
"""Longest side of the references on the page; they are looked at and pointed at, and places travel as shares."""

STEPS_TO_SHOW = 1
"""Iterations that a run at rest goes on by after an edit: the next one takes it up."""

_MOST_DABS = 500
_PAINTED = "mask:"


class ColourTools(Part):
    """A say in the colours, by messages; off until a page opens the tools.

    What the page sends is read by the settings' own readers, which refuse in words. Edits count at once and go to the run on
    the engine's thread, before the next iteration.
    """

    def __init__(self, *arguments: Any, **options: Any) -> None:
        self._open = False
        self._at_once = True
        self._colourings: weakref.WeakKeyDictionary[Take, Colouring] = weakref.WeakKeyDictionary()
        self._inks: dict[tuple[Any, ...], list[Ink]] = {}
        self._told: dict[str, Any] = {}
        super().__init__(*arguments, **options)

    # ------------------------------------------------------------------ from the page

    def on_tools(self, at_once: bool = True) -> None:
        """Open the tools: send the references and their inks from now on."""
        self._open, self._at_once = True, bool(at_once)
        self.player.wake()

    def on_dabs(self, dabs: Sequence[Sequence[Any]]) -> None:
        """Lay dabs of colour: ``(x, y, colour, radius)`` each; one stroke of the brush is one step back."""
        if len(dabs) > _MOST_DABS:
            raise SettingsError(f"A stroke of {len(dabs)} dabs is too long; make it in parts of at most {_MOST_DABS}.")
        self._edit("hints", lambda hints: Hints([*hints, *Hints(dabs)]))

    def on_region(self, content: Any, reference: Any, number: int = 1) -> None:
        """Have a part of the print take its colour from a part of a reference; both are outlines."""
        self._edit("regions", lambda regions: regions.with_entry((content, reference, number)))

    def on_erase(self, name: str, index: int) -> None:
        """Take one dab or one region away."""
        if name in ("hints", "regions"):
            self._edit(name, lambda entries: type(entries)([each for i, each in enumerate(entries) if i != index]))

    def on_ink(self, ink: str, becomes: str | None = None, amend: bool = False) -> None:
        """Print an ink of the references in another colour; None prints it as it is."""

        def change(palette: InkChanges) -> InkChanges:
            new = InkChanges({ink: becomes or ink})
            others = [each for each in palette if each.ink != new[0].ink]
            return InkChanges([*others, *(new if new[0].becomes != new[0].ink else ())])

        self._edit("palette", change, amend=bool(amend))

    def on_undo(self) -> None:
        """Take the last edit back."""
        self._after_edit(lambda colouring: colouring.undo())

    def on_clear(self) -> None:
        """Take all dabs, regions and changed inks away."""
        self._after_edit(lambda colouring: colouring.clear())

    # ------------------------------------------------------------------ to the run

    def colouring_of(self, take: Take) -> Colouring:
        """Return the edits of a take."""
        return self._colourings.setdefault(take, Colouring(take.run))

    def _edit(self, name: str, change: Callable[[Any], Any], *, amend: bool = False) -> None:
        self._after_edit(lambda colouring: colouring.edit(amend=amend, **{name: change(colouring.now(name))}))

    def _after_edit(self, edit: Callable[[Colouring], None]) -> None:
        """Edit the take on the screen, and have its run take that up."""
        take = self.player.shown
        if take is None:
            return
        colouring = self.colouring_of(take)
        edit(colouring)

        def carry_out() -> None:
            colouring.hand_over()
            self._go_on(take)

        self.player.error = ""
        self.player.do(carry_out, busy="tinting")

    def _go_on(self, take: Take) -> None:
        """Let a run at rest make an iteration, so that the edit is seen; one that plays anyway sees to it itself."""
        if self._at_once and not take.moving:
            self.player.play(STEPS_TO_SHOW, take=take)

    # ------------------------------------------------------------------ to the page

    def forget_told(self) -> None:
        """Tell everything again: another page has opened."""
        self._told = {}

    def tell_colours(self, take: Take | None) -> None:
        """Send what is new of the edits, and if the tools are open, of the references."""
        if take is None:
            self._tell(
                "colours", None, lambda: {**_plain(dict.fromkeys(NAMES, ())), "undo": False, "at_once": self._at_once}
            )
            return
        colouring = self.colouring_of(take)
        values = {name: colouring.now(name) for name in NAMES}
        key = (take.key, values, colouring.undoable, self._at_once)
        self._tell("colours", key, lambda: {**_plain(values), "undo": key[2], "at_once": self._at_once})
        if self._open and take.run.started:
            self._tell_references(take)

    def _tell(self, kind: str, key: object, content: Callable[[], Mapping[str, Any]]) -> None:
        if kind not in self._told or self._told[kind] != key:
            self._told[kind] = key
            self.say(kind, content())

    def _tell_references(self, take: Take) -> None:
        prints = take.run.prints.references
        keys = [(each.sha256, *print_.shape) for each, print_ in zip(take.run.recipe.references, prints, strict=True)]
        if self._told.get("references") != keys:
            self._told["references"] = keys
            for number, print_ in enumerate(prints, 1):
                image = to_pil(print_)
                image.thumbnail((SHOWN_PX, SHOWN_PX))
                self.say("reference", {"number": number, "of": len(prints)}, [png(image)])
            unknown = {key: print_ for key, print_ in zip(keys, prints, strict=True) if key not in self._inks}
            self.player.do(lambda: self._find_inks(unknown))
        if all(key in self._inks for key in keys):
            inks = [[[ink.colour, ink.share] for ink in self._inks[key]] for key in keys]
            self._tell("inks", inks, lambda: {"inks": inks})

    def _find_inks(self, prints: Mapping[tuple[Any, ...], Tensor]) -> None:
        for key, print_ in prints.items():
            self._inks[key] = find_inks(print_)


def _plain(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return the edits as lists; a painted mask, which has no outline and may be long, stays here."""
    return {
        "hints": [[each.x, each.y, each.colour, each.radius] for each in values["hints"]],
        "regions": [[_outline(each.content), _outline(each.reference), each.number] for each in values["regions"]],
        "palette": [[each.ink, each.becomes] for each in values["palette"]],
    }


def _outline(part: str) -> list[list[float]]:
    if part.startswith(_PAINTED):
        return []
    return [[float(number) for number in point.split(",")] for point in part.split()]
