"""Asking a museum's server: politely, within limits, and no deeper into this network than its own address."""

from __future__ import annotations

import contextlib
import socket
import threading
import time
import urllib.parse
from typing import Any

from ukiyo_widgets.images.limits import MAX_BYTES, TIMEOUT_S
from ukiyo_widgets.images.reading.fetching import UnreachableError, credit_of, depth_of, fetch
from ukiyo_widgets.locks import Lock
from ukiyo_widgets.museum.work import MuseumError
from ukiyo_widgets.untrusted import one_line, read_json

PAUSE_S = 0.25
"""Between two questions to one server: far below what the museums allow (The Met: 80 per second)."""

PICTURE_TIMEOUT_S = 120.0
MOST_JSON_BYTES = 8 * 2**20

_asked: dict[str, float] = {}
_lock = Lock()


def ask(url: str, *, whom: str) -> Any:
    """Return what a server answers in JSON.

    Raises
    ------
    FetchError
        If it cannot be reached, or answers with an error.
    MuseumError
        If it answers with something else.
    """
    data = _get(url, whom=whom, timeout_s=TIMEOUT_S, max_bytes=MOST_JSON_BYTES)
    try:
        return read_json(data, most_characters=MOST_JSON_BYTES)
    except ValueError as error:
        raise MuseumError(
            f"{whom} answers with something else than it promises ({one_line(str(error))}); try again later, or download "
            "the picture from its pages and give the file."
        ) from error


def picture(url: str, *, whom: str, asked_at: str, max_bytes: int = MAX_BYTES) -> bytes:
    """Return a picture whose address a server has told that was asked at another.

    Raises
    ------
    FetchError
        If it cannot be had, or its address leads further inside this network or machine than the one that was asked.
    """
    return _get(url, whom=whom, timeout_s=PICTURE_TIMEOUT_S, max_bytes=max_bytes, most_depth=_depth(asked_at))


def _get(url: str, *, whom: str, timeout_s: float, max_bytes: int, most_depth: int | None = None) -> bytes:
    subject = f"What {whom} has at {credit_of(url)}"
    host = urllib.parse.urlsplit(url).netloc
    _wait_for_turn(host)
    try:
        return fetch(
            url, subject=subject, timeout_s=timeout_s, max_bytes=max_bytes, most_depth=most_depth, accept="*/*"
        )
    except UnreachableError as error:
        raise UnreachableError(
            f"{whom} cannot be reached: nothing answers at {host.rpartition('@')[2]}. See whether this computer is online, or "
            "try again later."
        ) from error


def _wait_for_turn(host: str) -> None:
    """Wait until a server may be asked again."""
    with _lock:
        now_s = time.monotonic()
        turn_s = max(now_s, _asked.get(host, 0.0) + PAUSE_S)
        _asked[host] = turn_s
    threading.Event().wait(turn_s - now_s)


def _depth(url: str) -> int:
    """Return how far inside a server is: the deepest that its name may lead to; 0 where that cannot be told."""
    with contextlib.suppress(OSError, ValueError):
        host = urllib.parse.urlsplit(url).hostname or ""
        return max(depth_of(str(address[0])) for *_, address in socket.getaddrinfo(host, None))
    return 0
