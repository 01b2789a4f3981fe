"""The picker: thumbnails of prints to choose from, and files added by button, drop or paste."""

from __future__ import annotations

import contextvars
import itertools
import logging
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from ukiyo_widgets.errors import ImageError, SettingsError
from ukiyo_widgets.images.reading.reading import Source
from ukiyo_widgets.images.samples import samples
from ukiyo_widgets.locks import Lock
from ukiyo_widgets.widgets.messages import TALKS
from ukiyo_widgets.widgets.parts.part import STATIC, Spoken, listed
from ukiyo_widgets.widgets.picking.prints import Print, image_files, kept_upload, sisters_of
from ukiyo_widgets.widgets.picking.suggesting import Suggester, Verdict, best_first, described
from ukiyo_widgets.widgets.picking.thumbnails import Thumbnails
from ukiyo_widgets.widgets.picking.uploads import Uploads
from ukiyo_widgets.widgets.playing.player import Player
from ukiyo_widgets.widgets.playing.sources import file_of, name_of, same_print

_log = logging.getLogger(__name__)


class PrintPicker(Spoken):
    """Chooses the gray print, or one or more references.

    Parameters
    ----------
    role
        ``"content"`` shows everything in gray, as the method uses it; ``"reference"`` lets several be chosen.
    chosen
        The prints chosen at first: anything that :func:`ukiyo_widgets.read_image` reads.
    folder
        Whose image files are offered, beside the sample prints, and into which uploads are written; None is the working
        folder.
    content
        The gray print, or the picker that chooses it: *Suggest* orders the references by how well they would serve it, and the
        series of a sample print is on offer. Without one there are no suggestions.
    player
        Whose thread compares them, between its iterations; None is a thread of the picker's own.
    language
        ``"en"`` or ``"ja"``.

    Examples
    --------
    >>> import ukiyo_widgets as uw
    >>> picker = uw.PrintPicker("reference", chosen=["sample:wave"])
    >>> picker.sources
    ['sample:wave']
    >>> picker.close()
    """

    _esm = STATIC / "picker.js"
    _css = STATIC / "picker.css"
    talk = TALKS["picker"]

    def __init__(
        self,
        role: str = "content",
        *,
        chosen: Iterable[Source] = (),
        folder: Path | str | None = None,
        content: Source | PrintPicker | None = None,
        player: Player | None = None,
        language: str = "en",
    ) -> None:
        if role not in ("content", "reference"):
            raise SettingsError(f"role is {role!r}, but a picker chooses 'content' or 'reference'.")
        self.role = role
        self.prints: list[Print] = []
        self._lock, self._keys = Lock(), itertools.count()
        self._chosen: list[Print] = []
        self._weights: dict[str, float] = {}
        self._listeners, self._followers = list[Callable[[], object]](), list[Callable[[], object]]()
        self._thumbnails = Thumbnails(role, made=self._say_thumbnail)
        self._uploads, self._choose_next = Uploads(), False
        self._folder = Path(folder).expanduser() if folder is not None else Path.cwd()
        # What is uploaded is read here, so that clicks never wait for a large file.
        self._reader = ThreadPoolExecutor(1, thread_name_prefix="ukiyo_widgets picker")
        self._content = content
        self._suggester = Suggester(self._later if player is None else player.do_aside, language=language)
        self._verdicts: dict[str, Verdict] = {}
        super().__init__(language=language)
        self._listens_no_more = content.on_choice(self._unsuggest) if isinstance(content, PrintPicker) else None
        for source in chosen:
            self._chosen.append(self._offer(source))
        for path in image_files(self._folder):
            self._offer(path)
        for name in samples.subjects:
            self._offer(f"sample:{name}")
        self._offer_sisters()

    # ------------------------------------------------------------------ in Python

    @property
    def sources(self) -> list[Source]:
        """The prints chosen, in the order of choosing."""
        return [each.source for each in self._chosen]

    @property
    def weights(self) -> tuple[float, ...]:
        """Their blend weights; empty where all are equal."""
        weights = tuple(self._choice().values())
        return () if len(set(weights)) < 2 or not sum(weights) else weights

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
        self._take_up(sources)
        self._told()

    def follow(self, sources: Sequence[Source], *, weights: Sequence[float] = ()) -> None:
        """Show what the run on the screen was made from; that is no choice of anybody's, so :meth:`on_pick` hears nothing."""
        before = self._choice()
        self._take_up(sources)
        self._weights |= dict(zip([each.key for each in self._chosen], weights or [1.0] * len(sources), strict=True))
        if before != self._choice():
            self._say_choice()
            for listener in self._followers:
                listener()

    def close(self) -> None:
        """Take the picker off the screen and end its thread."""
        if hasattr(self, "_reader"):
            self._suggester.end()
            if self._listens_no_more:
                self._listens_no_more()
            self._thumbnails.end()
            self._reader.shutdown(wait=False, cancel_futures=True)
        super().close()

    # ------------------------------------------------------------------ from the page

    def on_hello(self) -> None:
        """Tell a page that has just opened everything."""
        self._say_prints()
        self._say_choice()

    def on_look(self) -> None:
        """Offer files that have come into the folder since."""
        known = {file_of(each.source) for each in self.prints}
        new = [path for path in image_files(self._folder) if file_of(path) not in known]
        for path in reversed(new):
            self._offer(path, first=True)
        if new:
            self._say_prints()

    def on_choose(self, keys: Sequence[str]) -> None:
        """Choose prints by key; of several, the gray print is none: it would be coloured after itself."""
        chosen = [each for key in keys for each in self.prints if each.key == key]
        content = self._content_source()
        if len(chosen) > 1:
            chosen = [each for each in chosen if not same_print(each.source, content)] or chosen
        if chosen:
            self._chosen = chosen if self.role == "reference" else chosen[:1]
            self._told()

    def on_weigh(self, key: str, weight: float) -> None:
        """Weigh a reference."""
        self._weights[key] = min(max(float(weight), 0.0), 1.0)
        self._told()

    def on_suggest(self) -> None:
        """Order the references by how well they would serve the gray print, and say why."""
        content = self._content_source()
        if content is None:
            raise ImageError(self.words["content_first"])
        self._suggester.begin(
            content,
            self.prints,
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
        data = self._uploads.take(name, part, parts, buffers)
        self.say("received", {"name": name, "part": part})
        if data is not None:
            self._later(lambda: self._add(name, data, first=first))

    # ------------------------------------------------------------------ suggestions

    def _content_source(self) -> Source | None:
        return next(iter(self._content.sources), None) if isinstance(self._content, PrintPicker) else self._content

    def _offer_sisters(self) -> None:
        """Offer the sample prints of the gray print's series; all series at once would be too many."""
        for source in sisters_of(self._content_source()):
            self._offer(source)

    def _suggest(self, verdicts: dict[str, Verdict]) -> None:
        """Put the prints in order, those that cannot serve last."""
        with self._lock:
            self.prints, self._verdicts = best_first(self.prints, verdicts), verdicts
        self._say_prints()
        self._say_choice()

    def _unsuggest(self) -> None:
        """Forget the suggestions: they were for another gray print; offer what is of the new one's series."""
        self._suggester.end()
        offered = len(self.prints)
        self._offer_sisters()
        if self._verdicts or len(self.prints) > offered:
            self._verdicts = {}
            self._say_prints()
        self._say_choice()  # after which nothing seems to go on

    # ------------------------------------------------------------------ prints on offer

    def _take_up(self, sources: Sequence[Source]) -> None:
        offered = len(self.prints)
        self._chosen = [self._offer(source) for source in sources]
        if len(self.prints) > offered:
            self._say_prints()

    def _add(self, name: str, data: bytes, *, first: bool) -> None:
        """Add an uploaded file; of those that come together, choose the first that can be read."""
        self._choose_next |= first
        try:
            picture = self._thumbnails.read(data)
        except ImageError as error:
            raise ImageError(f"'{name}': {error}") from error
        added = Print(f"p{next(self._keys)}", Path(name).name, kept_upload(name, data, folder=self._folder))
        self._thumbnails.put(added, picture)
        with self._lock:
            self.prints.insert(0, added)
        self._say_prints()
        if self._choose_next:
            self._choose_next, self._chosen = False, [added]
            self._told()
        else:
            self._say_choice()

    def _offer(self, source: Source, *, first: bool = False) -> Print:
        with self._lock:
            known = next((each for each in self.prints if same_print(each.source, source)), None)
            if known is not None:
                return known
            new = Print(f"p{next(self._keys)}", name_of(source), source)
            self.prints.insert(0 if first else len(self.prints), new)
        self._thumbnails.ask(new)
        return new

    def _later(self, work: Callable[[], object]) -> None:
        context = contextvars.copy_context()

        def guarded() -> None:
            try:
                work()
            except Exception as error:  # noqa: BLE001 - shown at the picker
                _log.debug("A print could not be read", exc_info=True)
                self.fail(error)

        self._reader.submit(context.run, guarded)

    # ------------------------------------------------------------------ to the page

    def _told(self) -> None:
        self._say_choice()
        for listener in [*self._followers, *self._listeners]:
            listener()

    def _say_prints(self) -> None:
        about = {"role": self.role, "suggests": self._content is not None, "suggested": bool(self._verdicts)}
        self.say("prints", {**about, "prints": described(self.prints, self._verdicts)})
        for each in self.prints:
            self._say_thumbnail(each)

    def _say_thumbnail(self, print_: Print) -> None:
        thumbnail = self._thumbnails.get(print_)
        if thumbnail is not None:
            data, error = thumbnail
            self.say("thumbnail", {"key": print_.key, "error": error}, [data] if data else [])

    def _say_choice(self) -> None:
        self.say("choice", {"keys": [each.key for each in self._chosen], "weights": self._choice()})

    def _choice(self) -> dict[str, float]:
        """Return the keys of the prints chosen, each with its weight."""
        return {each.key: self._weights.get(each.key, 1.0) for each in self._chosen}
