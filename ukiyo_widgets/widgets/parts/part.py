"""What the parts of the Studio have in common: a player that they show, and a front end that they talk to by messages."""

from __future__ import annotations

import base64
import logging
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import anywidget
import ipywidgets
import traitlets

from ukiyo_widgets.runs.run import Run
from ukiyo_widgets.untrusted import shown
from ukiyo_widgets.widgets.front_ends import colab
from ukiyo_widgets.widgets.front_ends.cells import belongs_to_cell
from ukiyo_widgets.widgets.front_ends.subshells import answer_where_asked
from ukiyo_widgets.widgets.messages import EVERYWHERE, Talk
from ukiyo_widgets.widgets.playing.player import Player
from ukiyo_widgets.widgets.texts import texts

_log = logging.getLogger(__name__)

STATIC = Path(__file__).parents[1] / "static"


class Spoken(anywidget.AnyWidget):
    """A widget that is told what to show in custom messages, not in synced traits, so that a saved notebook stays small.

    A page that opens says ``hello`` and is told everything. A message of kind ``x`` from the page calls ``on_x``.

    Parameters
    ----------
    language
        ``"en"`` or ``"ja"``.
    """

    words = traitlets.Dict(help="All texts of the screen, by key.").tag(sync=True)
    language = traitlets.Unicode("en", help="Of the texts: en or ja.").tag(sync=True)
    colab = traitlets.Bool(False, help="Whether the page must fetch messages, as text.").tag(sync=True)

    def __init__(self, *, language: str = "en") -> None:
        # With the message that makes the widget: a page that missed an update after it would have no words.
        super().__init__(words=texts(language), language=language, colab=colab.in_colab())
        answer_where_asked(self.comm)
        if self.colab:
            colab.send_in_foreground(self.comm)
        self.on_msg(self._receive)

    def on_hello(self) -> None:
        """Tell a page that has just opened everything."""

    def fail(self, error: BaseException) -> None:
        """Show an error in words."""
        self.say("error", {"text": str(error) or type(error).__name__})

    def close(self) -> None:
        """Take it off the screen, with its layout."""
        models = models_of(self)
        super().close()
        for model in models:
            model.close()

    def say(self, kind: str, content: Mapping[str, Any], buffers: Sequence[bytes] = ()) -> None:
        """Send a message to the front end.

        Raises
        ------
        ValueError
            If its page knows no such kind.
        """
        if kind not in self.talk.to_page and kind not in EVERYWHERE.to_page:
            known = ", ".join(sorted({*self.talk.to_page, *EVERYWHERE.to_page}))
            raise ValueError(
                f"{type(self).__name__} says '{kind}', but its page knows {known}; describe it in messages/."
            )
        if self.comm is None:
            return
        if self.colab and buffers:
            content, buffers = {**content, "base64": [base64.b64encode(each).decode() for each in buffers]}, ()
        self.send({"kind": kind, **content}, buffers=list(buffers))

    def _receive(self, _widget: object, content: Mapping[str, Any], buffers: Sequence[memoryview]) -> None:
        """Call the handler of a message; what goes wrong is shown, for nobody sees what a handler prints."""
        kind = str(content.get("kind")) if isinstance(content, Mapping) else ""
        if kind == "fetch":
            self.say("fetched", {"any": colab.deliver()})
            return
        if kind not in self.talk.from_page and kind not in EVERYWHERE.from_page:
            said = shown(kind or content)
            _log.warning("The page of %s said %s, which is not known here; reload the page.", type(self).__name__, said)
            return
        arguments = {name: value for name, value in content.items() if name not in ("kind", "base64")}
        try:
            buffers = [memoryview(base64.b64decode(each)) for each in content.get("base64", ())] or buffers
            getattr(self, f"on_{kind}")(**arguments, **({"buffers": buffers} if buffers else {}))
        except Exception as error:  # noqa: BLE001 - shown to the person who clicked
            self.fail(error)

    talk: Talk = EVERYWHERE
    """What the part and its page may say to each other beyond that; it stands in ``messages``."""


class Part(Spoken):
    """One part of the Studio, usable alone.

    Parameters
    ----------
    player
        The player to show, or a run, which gets a player of its own.
    language
        ``"en"`` or ``"ja"``.
    """

    def __init__(self, player: Player | Run | None = None, *, language: str = "en") -> None:
        super().__init__(language=language)
        self._owns_player = not isinstance(player, Player)
        self.player = player if isinstance(player, Player) else Player(player)
        self.player.listen(self.refresh)
        if self._owns_player:
            belongs_to_cell(self)

    def refresh(self) -> float | None:
        """Bring the screen up to date; called by the player's announcing thread alone."""
        return None

    def fail(self, error: BaseException) -> None:
        """Show an error in words, where the player's errors are shown."""
        self.player.fail(error)

    def close(self) -> None:
        """Take the part off the screen; a player of its own ends with it."""
        if hasattr(self, "player"):
            self.player.forget(self.refresh)
            if self._owns_player:
                self.player.close()
        super().close()

    def pause(self) -> None:
        """Bring a player of its own to rest."""
        self.player.pause()

    def settle(self) -> None:
        """Leave nothing in the notebook."""


class Rhythm:
    """Lets something happen at most every ``pause_s`` seconds, and says how long it must wait else."""

    def __init__(self, pause_s: float) -> None:
        self._pause_s = pause_s
        self._last_s = float("-inf")

    def wait_s(self) -> float:
        """Return the seconds still to wait; 0 counts as happening now."""
        now_s = time.monotonic()
        wait_s = self._last_s + self._pause_s - now_s
        if wait_s > 0:
            return wait_s
        self._last_s = now_s
        return 0.0


def all_below(box: ipywidgets.Box) -> Iterator[ipywidgets.Widget]:
    """Return everything in a box, also in the boxes in it."""
    for child in box.children:
        yield child
        if isinstance(child, ipywidgets.Box):
            yield from all_below(child)


def listed(listener: Callable[[], object], listeners: list[Callable[[], object]]) -> Callable[[], None]:
    """Add a listener to a list; return what takes it away again."""
    listeners.append(listener)
    return lambda: listeners.remove(listener) if listener in listeners else None


def models_of(widget: ipywidgets.Widget) -> list[ipywidgets.Widget]:
    """Return the models that a widget has beside itself, its layout and its style: closing it leaves them to the front end."""
    beside = (getattr(widget, name, None) for name in ("layout", "style"))
    return [each for each in beside if isinstance(each, ipywidgets.Widget)]
