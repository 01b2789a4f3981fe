"""What runs were made from and what was set in them, in words for a list of runs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from ukiyo_widgets.widgets.parts.fields import LONGEST
from ukiyo_widgets.widgets.playing.sources import Sources, title_of
from ukiyo_widgets.widgets.playing.take import Take
from ukiyo_widgets.widgets.setting_texts import choice_title, setting_title
from ukiyo_widgets.widgets.texts import texts

_COUNTED = ("hints", "regions", "palette")


def prints_in_words(sources: Sources, *, language: str) -> str:
    """Return which print was coloured after which."""
    reference = references_in_words(sources, language=language)
    return texts(language)["after"].format(content=title_of(sources.content), reference=reference)


def references_in_words(sources: Sources, *, language: str) -> str:
    """Return after which prints one was coloured."""
    if not sources.references:
        return ""
    first, *others = [title_of(each) for each in sources.references]
    return texts(language)["and_others"].format(name=first, others=len(others)) if others else first


def told_apart(takes: Sequence[Take], *, language: str) -> dict[int, str]:
    """Return by key what to call takes that stand beside each other: where their references differ, these too."""
    after = {each.key: references_in_words(each.sources, language=language) for each in takes}
    if len(set(after.values())) < 2:
        return {each.key: each.name for each in takes}
    return {each.key: f"{each.name} · {after[each.key]}" for each in takes}


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
