"""The board: how far a collection has come, in plain HTML that needs no script; in a notebook it is kept up to date."""

from __future__ import annotations

import base64
import html
import time
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import urlsplit

from ukiyo_widgets.collection.record import Records
from ukiyo_widgets.collection.reports.texts import duration, texts
from ukiyo_widgets.collection.tally import Tally
from ukiyo_widgets.untrusted import one_line

EVERY_S = 1.0
"""Between two updates: each carries a dozen small pictures."""

MOST_LISTED = 20
MOST_THUMBNAIL_BYTES = 2**18

_STYLE = (
    "background:#fbf8f0;color:#2a2622;padding:12px 16px;border-radius:6px;max-width:1000px;"
    "font:14px/1.5 system-ui,sans-serif"
)
_BAR = (
    '<div style="background:#e4dccb;height:10px;border-radius:5px;overflow:hidden;margin:8px 0" role="progressbar" '
    'aria-valuemin="0" aria-valuemax="100" aria-valuenow="{percent:.0f}">'
    '<div style="background:#2f6f62;height:100%;width:{percent:.2f}%"></div></div>'
)


def board_html(tally: Tally, records: Records, *, dashboard: str = "", language: str = "en") -> str:
    """Return the board as it is now; whatever comes from files is escaped."""
    words = texts(language)
    percent = 100 * (tally.done + len(tally.failures)) / max(tally.total, 1)
    parts = [
        f"<div><b>{html.escape(headline(tally, words))}</b></div>",
        _BAR.format(percent=percent),
        _thumbnails(tally, records, words),
        _workers(tally, words),
        _failures(tally, words),
    ]
    if link(dashboard):
        parts.append(
            f'<p><a href="{html.escape(dashboard)}" target="_blank" rel="noopener">{html.escape(words["dashboard"])}</a></p>'
        )
    return f'<div class="ukiyo-board" style="{_STYLE}">{"".join(parts)}</div>'


def link(dashboard: str) -> str:
    """Return a cluster's address if a page may link to it, else an empty text."""
    return dashboard if urlsplit(dashboard).scheme in ("http", "https") else ""


class Board:
    """A board in a notebook's output."""

    def __init__(self, display: Any, draw: Callable[[], str]) -> None:
        self._display, self._draw = display, draw
        self._drawn_s = time.monotonic()

    @classmethod
    def shown(cls, draw: Callable[[], str]) -> Board | None:
        """Show a board, if this is a notebook."""
        try:
            from IPython import get_ipython
            from IPython.display import HTML, display
        except ImportError:
            return None
        if get_ipython() is None or not hasattr(get_ipython(), "kernel"):
            return None
        return cls(display(HTML(draw()), display_id=True), draw)

    def refresh(self, *, now: bool = False) -> None:
        """Bring it up to date, if it is time."""
        from IPython.display import HTML

        if now or time.monotonic() - self._drawn_s > EVERY_S:
            self._display.update(HTML(self._draw()))
            self._drawn_s = time.monotonic()


def headline(tally: Tally, words: Mapping[str, str]) -> str:
    """Return in one line how far a collection is."""
    said = [words["done"].format(done=f"{tally.done:,}", total=f"{tally.total:,}")]
    if tally.failures:
        said.append(words["skipped"].format(count=f"{len(tally.failures):,}"))
    rate, left_s = tally.per_hour, tally.left_s
    if rate and left_s is not None and tally.left:
        said.append(words["per_hour"].format(rate=f"{rate:,.0f}"))
        said.append(words["left"].format(time=duration(left_s, words)))
    return " · ".join(said)


def _thumbnails(tally: Tally, records: Records, words: Mapping[str, str]) -> str:
    figures = []
    for name in reversed(list(tally.recent)):
        data = thumbnail_address(records, name)
        if data:
            title = html.escape(one_line(name))
            figures.append(
                f'<figure style="margin:0 8px 8px 0;display:inline-block">'
                f'<img src="{data}" alt="{title}" style="height:90px;display:block">'
                f'<figcaption style="font-size:12px">{title}</figcaption></figure>'
            )
    return f"<div>{html.escape(words['newest'])}</div>{''.join(figures)}" if figures else ""


def thumbnail_address(records: Records, name: str) -> str:
    """Return a print before and after as a data URI; empty where there is no such picture."""
    place = records.thumbnail(name)
    try:
        if place.stat().st_size > MOST_THUMBNAIL_BYTES:
            return ""
        return f"data:image/webp;base64,{base64.b64encode(place.read_bytes()).decode()}"
    except OSError:
        return ""


def _workers(tally: Tally, words: Mapping[str, str]) -> str:
    if not tally.workers:
        return ""
    head = "".join(
        f'<th style="text-align:left;padding-right:16px">{html.escape(words[each])}</th>'
        for each in ("worker", "prints", "speed")
    )
    rows = "".join(
        f"<tr><td>{html.escape(one_line(name))}</td><td>{each.prints:,}</td><td>{each.per_hour:,.0f}</td></tr>"
        for name, each in sorted(tally.workers.items())[:MOST_LISTED]
    )
    return f'<table style="margin:4px 0;color:inherit;background:none"><tr>{head}</tr>{rows}</table>'


def _failures(tally: Tally, words: Mapping[str, str]) -> str:
    if not tally.failures:
        return ""
    listed = list(tally.failures.values())[:MOST_LISTED]
    rows = "".join(f"<li><b>{html.escape(one_line(each.name))}</b>: {html.escape(each.reason)}</li>" for each in listed)
    rest = len(tally.failures) - len(listed)
    more = f"<li>{html.escape(words['more'].format(count=f'{rest:,}'))}</li>" if rest else ""
    return f'<div style="color:#8a2b1d">{html.escape(words["why"])}</div><ul style="margin:0">{rows}{more}</ul>'
