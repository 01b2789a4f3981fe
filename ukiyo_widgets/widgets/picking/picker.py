"""The picker: thumbnails of prints to choose from, and files added by button, drop or paste."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

import traitlets
from torch import Tensor

from ukiyo_widgets.errors import ImageError, SettingsError
from ukiyo_widgets.images.reading.reading import Source
from ukiyo_widgets.runs.choosing.gathering import is_folder
from ukiyo_widgets.widgets.messages import TALKS
from ukiyo_widgets.widgets.parts.part import STATIC, listed
from ukiyo_widgets.widgets.picking.errands import Errands
from ukiyo_widgets.widgets.picking.folder import LOOK_S, brought
from ukiyo_widgets.widgets.picking.museums import FromMuseums
from ukiyo_widgets.widgets.picking.offer import Offer
from ukiyo_widgets.widgets.picking.prints import Choice, Print, sisters_of, weighed
from ukiyo_widgets.widgets.picking.suggesting import Suggester, Verdict, described
from ukiyo_widgets.widgets.picking.thumbnails import Thumbnails
from ukiyo_widgets.widgets.picking.uploads import Uploads
from ukiyo_widgets.widgets.playing.player import Player


class PrintPicker(FromMuseums):
    """Chooses the gray print, or one or more references.

    Parameters
    ----------
    role
        ``"content"`` shows everything in gray, as the method uses it; ``"reference"`` lets several be chosen.
    chosen
        The prints chosen at first: anything that :func:`ukiyo_widgets.read_image` reads.
    folder
        Whose image files are offered, beside the sample prints, and into which uploads go; None is the working folder.
    content
        The gray print, or the picker that chooses it: *Suggest* orders the references by how well they would serve it, and a
        sample print's series is on offer. Without one there are no suggestions.
    player
        Whose thread compares them, between its iterations, and looks into the folder every few seconds; None is a thread of
        the picker's own, and a look whenever somebody points at the picker.
    slim
        Whether the list stands in a panel, and beside the pictures only what is chosen and small thumbnails.
    language
        ``"en"`` or ``"ja"``.

    Examples
    --------
    >>> picker = PrintPicker("reference", chosen=["sample:wave"])
    >>> picker.sources
    ['sample:wave']
    >>> picker.close()
    """

    _esm = STATIC / "picker.js"
    _css = STATIC / "picker.css"
    talk = TALKS["picker"]
    slim = traitlets.Bool(help="Whether the list stands in a panel.").tag(sync=True)

    @traitlets.default("slim")
    def _as_asked(self) -> bool:
        return self._asked_slim

    def __init__(
        self,
        role: str = "content",
        *,
        chosen: Iterable[Source] = (),
        folder: Path | str | None = None,
        content: Source | PrintPicker | None = None,
        player: Player | None = None,
        slim: bool = False,
        language: str = "en",
    ) -> None:
        if role not in ("content", "reference"):
            raise SettingsError(f"role is {role!r}, but a picker chooses 'content' or 'reference'.")
        self.role, self._asked_slim = role, slim
        self._chosen, self._said = list[Print](), list[Print]()
        self._weights, self._verdicts = dict[str, float](), dict[str, Verdict]()
        self._listeners, self._followers = list[Callable[[], object]](), list[Callable[[], object]]()
        self._thumbnails = Thumbnails(role, made=self._say_thumbnail)
        self._uploads, self._choose_next, self._wish, self._together = Uploads[object](), False, object(), object()
        self._folder = Path(folder).expanduser() if folder is not None else Path.cwd()
        self._offer = Offer(self._folder, self._thumbnails)
        self._player, self._content = player, content
        # What is uploaded is read here, so that clicks never wait for a large file.
        self._errands = Errands("ukiyo_widgets picker", failed=self.fail)
        self._suggester = Suggester(self._errands.do if player is None else player.do_aside, language=language)
        super().__init__(language=language)
        self._listens_no_more = content.on_choice(self._unsuggest) if isinstance(content, PrintPicker) else lambda: None
        self._chosen = [self._offer.put(source) for source in chosen]
        self.picked = Choice.of(self._chosen, self._weights)
        self._offer.fill()
        self._sisters()
        if player is not None:
            player.listen(self._look_now_and_then)

    # ------------------------------------------------------------------ in Python

    @property
    def prints(self) -> list[Print]:
        """The prints on offer, in order."""
        return self._offer.prints

    @property
    def chosen(self) -> list[Print]:
        """The prints chosen, in the order of choosing."""
        return list(self._chosen)

    @property
    def sources(self) -> list[Source]:
        """What they are read from."""
        return [each.source for each in self._chosen]

    @property
    def weights(self) -> tuple[float, ...]:
        """Their blend weights; empty where all are equal."""
        return Choice.of(self._chosen, self._weights).weights

    def on_pick(self, listener: Callable[[], object]) -> Callable[[], None]:
        """Have ``listener`` called after each choice that somebody makes; return what ends that."""
        return listed(listener, self._listeners)

    def on_choice(self, listener: Callable[[], object]) -> Callable[[], None]:
        """Have ``listener`` called for every other choice, also by :meth:`follow`; return what ends that."""
        return listed(listener, self._followers)

    def choose(self, *sources: Source) -> None:
        """Choose prints; those not yet on offer are added. Raises SettingsError for none, or for two gray prints."""
        if not sources or (self.role == "content" and len(sources) > 1):
            raise SettingsError(f"{len(sources)} prints were given; choose one{' or more' * (self.role != 'content')}.")
        self._wish = object()
        self._pick(list(map(self._offer.put, sources)))

    def offer(self, *sources: Source) -> None:
        """Offer prints, and choose none."""
        for source in sources:
            self._offer.put(source)
        self._say_all()

    def follow(self, sources: Sequence[Source], seen: Sequence[Tensor] = (), *, weights: Sequence[float] = ()) -> None:
        """Show what the run on the screen was made from, as it has them itself; :meth:`on_pick` hears nothing of that."""
        before = weighed(self._chosen, self._weights)
        self._mark(list(map(self._offer.put, sources, itertools.chain(seen, itertools.repeat(None)))))
        self._weights |= dict(zip([each.key for each in self._chosen], weights or [1.0] * len(sources), strict=True))
        if before != weighed(self._chosen, self._weights):
            self._say_choice()
            for listener in self._followers:
                listener()

    def close(self) -> None:
        """Take the picker off the screen and end its thread."""
        if hasattr(self, "_errands"):
            self._suggester.end()
            if self._player is not None:
                self._player.forget(self._look_now_and_then)
            self._listens_no_more()
            self._thumbnails.end()
            self._errands.end()
        super().close()

    # ------------------------------------------------------------------ from the page

    def on_hello(self) -> None:
        """Tell a page that has just opened everything."""
        self._say_all()

    def on_look(self) -> None:
        """Offer files that have come into the folder since."""
        if self._offer.look():
            self._say_all()

    def on_bring(self, paths: Sequence[str]) -> None:
        """Choose what was dragged from the notebook server's list: a file, or references in a folder; others come on offer."""
        series = self.role == "reference"
        found = [brought(path, folder=self._folder, text=self.words["not_here"], series=series) for path in paths]
        self.choose(found[0])
        self.offer(*found[1:])

    def _look_now_and_then(self) -> float:
        self.on_look()
        return LOOK_S

    def on_choose(self, keys: Sequence[str]) -> None:
        """Choose prints by key."""
        if chosen := self._offer.by_keys(keys):
            self._wish = object()
            self._pick(chosen if self.role == "reference" else chosen[:1])

    def on_choose_all(self, keys: Sequence[str]) -> None:
        """Choose all that are listed but the gray print."""
        others = self._offer.but(self._content_source())
        self.on_choose([each.key for each in self._offer.by_keys(keys) if each in others])

    def on_weigh(self, key: str, weight: float) -> None:
        """Weigh a reference."""
        self._weights[key] = min(max(float(weight), 0.0), 1.0)
        self._pick(self._chosen)

    def on_suggest(self) -> None:
        """Order the references by how well they would serve the gray print, and say why."""
        content = self._content_source()
        if content is None:
            raise ImageError(self.words["content_first"])
        self._suggester.begin(
            self._content.chosen[0].to_read if isinstance(self._content, PrintPicker) else content,
            [each for each in self.prints if not is_folder(each.source)],
            progress=lambda done, total: self.say("comparing", {"done": done, "total": total}),
            done=self._suggest,
            failed=self.fail,
        )

    def on_upload(
        self, name: str, part: int, parts: int, buffers: Sequence[memoryview] = (), *, first: bool = True
    ) -> None:
        """Take up a piece of a file; large files come in several, below every front end's limit on messages.

        Of files that come together, all are offered and one is chosen; ``first`` says where they begin.
        """
        if first and part == 0:
            self._wish = self._together = object()
        arrived = self._uploads.take(name, part, parts, buffers, now=self._together)
        self.say("received", {"name": name, "part": part})
        if arrived is not None:
            self._errands.do(lambda: self._add(name, *arrived, first=first))

    # ------------------------------------------------------------------ suggestions

    def _content_source(self) -> Source | None:
        return next(iter(self._content.sources), None) if isinstance(self._content, PrintPicker) else self._content

    def _sisters(self) -> list[Print]:
        """Offer the sample prints of the gray print's series, and return them."""
        return [self._offer.put(source) for source in sisters_of(self._content_source())]

    def _suggest(self, verdicts: dict[str, Verdict]) -> None:
        """Put the prints in order, those that cannot serve last."""
        self._offer.order(verdicts)
        self._verdicts = verdicts
        self._say_all()

    def _unsuggest(self) -> None:
        """Forget the suggestions: they were for another gray print; offer what is of the new one's series."""
        self._suggester.end()
        self._sisters()
        self._verdicts = {}
        self._say_prints()
        self._say_choice()  # after which nothing seems to go on

    def _pick(self, prints: list[Print]) -> None:
        """Have somebody's choice: it holds, whatever a run that has just been prepared says here meanwhile."""
        self.picked = Choice.of(prints, self._weights)
        self._mark(prints)
        self._say_choice()
        for listener in [*self._followers, *self._listeners]:
            listener()

    def _mark(self, prints: list[Print]) -> None:
        self._chosen = prints
        if self._listed() != self._said:
            self._say_prints()

    def _add(self, name: str, data: bytes, wish: object, *, first: bool) -> None:
        """Add an uploaded file; of those that come together, choose the first that can be read, if still wanted."""
        self._choose_next |= first
        added = self._offer.put_upload(name, data)
        self._say_prints()
        chosen, self._choose_next = self._choose_next and self._wish is wish, False
        if chosen:
            self._pick([added])
        else:
            self._say_choice()

    # ------------------------------------------------------------------ to the page

    def _say_all(self) -> None:
        self._say_prints()
        self._say_choice()

    def _say_prints(self) -> None:
        about = {"role": self.role, "suggests": self._content is not None, "suggested": bool(self._verdicts)}
        self._said = self._listed()
        self.say("prints", {**about, "prints": described(self._said, self._verdicts)})
        for each in self.prints:
            self._say_thumbnail(each)

    def _listed(self) -> list[Print]:
        return self._offer.but(self._content_source(), chosen=self._chosen)

    def _say_thumbnail(self, print_: Print) -> None:
        if (thumbnail := self._thumbnails.get(print_)) is not None:
            data, error = thumbnail
            self.say("thumbnail", {"key": print_.key, "error": error, "credit": print_.credit}, [data] if data else [])

    def _say_choice(self) -> None:
        keys, series = ([each.key for each in prints] for prints in (self._chosen, self._sisters()))
        self.say("choice", {"keys": keys, "weights": weighed(self._chosen, self._weights), "series": series})
