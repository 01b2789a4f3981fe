"""What runs were made from and what was set in them, in words for a list of runs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ukiyo_widgets.widgets.parts.fields import LONGEST
from ukiyo_widgets.widgets.playing.sources import Sources, title_of
from ukiyo_widgets.widgets.setting_texts import choice_title, setting_title
from ukiyo_widgets.widgets.texts import texts

_COUNTED = ("hints", "regions", "palette")


def prints_in_words(sources: Sources, *, language: str) -> str:
    """Return which print was coloured after which."""
    first, *others = [title_of(each) for each in sources.references]
    words = texts(language)
    reference = words["and_others"].format(name=first, others=len(others)) if others else first
    return words["after"].format(content=title_of(sources.content), reference=reference)


def changes_in_words(changes: Mapping[str, Any], *, language: str) -> str:
    """Return settings with their values: what was drawn is counted, nobody reads coordinates."""
    words = texts(language)
    return words["comma"].join(_in_words(name, value, words, language) for name, value in changes.items())


def _in_words(name: str, value: Any, words: Mapping[str, str], language: str) -> str:
    if name in _COUNTED:
        return words[f"counted_{name}"].format(n=len(value))
    title = setting_title(name, language=language)
    if isinstance(value, bool):
        text = words["yes" if value else "no"]
    elif isinstance(value, float):
        text = f"{value:.4g}"
    else:
        text = choice_title(name, str(value), language=language)
    return f"{title} {text}" if len(text) <= LONGEST else f"{title} {text[: LONGEST - 1]}…"
