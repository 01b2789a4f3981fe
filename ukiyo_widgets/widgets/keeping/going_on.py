"""The offer to go on with what was kept: a bar over the picture, until it is taken up, refused, or something else has begun."""

from __future__ import annotations

from ukiyo_widgets.widgets.keeping.autosave import Autosave
from ukiyo_widgets.widgets.messages import TALKS
from ukiyo_widgets.widgets.parts.part import STATIC, Part
from ukiyo_widgets.widgets.playing.player import Player


class GoingOn(Part):
    """Offers the runs that were kept.

    Parameters
    ----------
    player
        Who would get them; once one of its runs has moved, nothing is offered any longer.
    autosave
        Who has kept them; None offers nothing.
    language
        ``"en"`` or ``"ja"``.
    """

    _esm = STATIC / "keeping.js"
    _css = STATIC / "keeping.css"
    talk = TALKS["keeping"]

    def __init__(self, player: Player, autosave: Autosave | None = None, *, language: str = "en") -> None:
        self._autosave, self._offers = autosave, autosave is not None
        super().__init__(player, language=language)

    def on_hello(self) -> None:
        """Tell a page that has just opened everything."""
        self._say_offer()

    def on_go_on(self) -> None:
        """Load what was kept."""
        if self._autosave is not None:
            self._autosave.go_on()
        self.refresh()

    def on_dismiss(self) -> None:
        """Offer it no longer; it stays in its folder."""
        self._offers = False
        self._say_offer()

    def refresh(self) -> float | None:
        """Offer nothing any longer once something else has begun."""
        gone = self._autosave is None or self._autosave.offered is None
        if self._offers and (gone or any(take.run.index for take in self.player.takes)):
            self.on_dismiss()
        return None

    def _say_offer(self) -> None:
        offered = self._autosave.offered if self._autosave is not None and self._offers else None
        if offered is None:
            self.say("offer", {"runs": 0, "name": "", "index": 0, "written_s": 0.0})
            return
        shown = next(each for each in offered.tree.runs if each.key == offered.tree.shown)
        picture = offered.session.picture()
        about = {"runs": len(offered.tree.runs), "name": shown.name, "index": shown.index}
        about["written_s"] = offered.session.written_s
        self.say("offer", about, [picture] if picture else [])
