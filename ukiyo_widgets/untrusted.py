"""What comes from outside this program: JSON read within bounds, and texts shown so that they can do nothing."""

from __future__ import annotations

import json
import unicodedata
from typing import Any, NoReturn

MOST_SHOWN = 80
"""Characters of somebody else's text that a message repeats."""

_INVISIBLE = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
"""Unicode's categories of characters that end a line, steer a terminal, turn the direction of writing, or are none."""


def read_json(text: str | bytes, *, most_characters: int) -> Any:
    """Return what a JSON text says.

    Parameters
    ----------
    text
        The text.
    most_characters
        Longer ones are refused unread.

    Raises
    ------
    ValueError
        If it is too long, nested too deeply, no JSON, names a key twice, or holds NaN or an infinity.

    Examples
    --------
    >>> read_json('{"fade": 0.5}', most_characters=100)
    {'fade': 0.5}
    """
    if len(text) > most_characters:
        raise ValueError(f"a text of {len(text):,} characters is longer than the {most_characters:,} that are read")
    try:
        return json.loads(text, parse_constant=_refuse_constant, object_pairs_hook=_without_doubles)
    except RecursionError:
        raise ValueError("it is nested too deeply") from None


def shown(value: object, *, most: int = MOST_SHOWN) -> str:
    r"""Return ``repr`` of a value, so short that a message can hold it, and on one line.

    Examples
    --------
    >>> shown("x\n" * 1000, most=12)
    "'x\\nx\\nx\\nx…"
    """
    try:
        text = repr(value)
    # Somebody else's class may raise anything, and the message is about something else.
    except Exception:  # noqa: BLE001
        text = f"a {type(value).__name__}"
    return one_line(text, most=most)


def one_line(text: str, *, most: int = MOST_SHOWN) -> str:
    r"""Return a text with everything escaped that is no visible character, and its end left out where it is too long.

    Examples
    --------
    >>> one_line("wave\nimport os")
    'wave\\nimport os'
    """
    head = text[: most + 1]
    visible = "".join(_escaped(each) if unicodedata.category(each) in _INVISIBLE else each for each in head)
    return visible if len(visible) <= most else f"{visible[: most - 1]}…"


def _escaped(character: str) -> str:
    return character.encode("unicode_escape").decode("ascii")


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(f"it holds {name}, which is no JSON")


def _without_doubles(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("it names a key twice")
    return found
