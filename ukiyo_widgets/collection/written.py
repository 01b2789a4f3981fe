"""Settings and references as a cell of a table holds them: ``vividness=0.7 size=256``, ``sea/ | wave.jpg``."""

from __future__ import annotations

import shlex
from collections.abc import Mapping
from typing import Any

from ukiyo_widgets.engine.settings import Settings
from ukiyo_widgets.errors import SettingsError
from ukiyo_widgets.runs.recipe import plain
from ukiyo_widgets.untrusted import shown

BETWEEN = " | "
"""Between several references in one cell; the sign is in no file's name on Windows, and seldom elsewhere."""

REFERENCE = "reference"
"""What a reference is called among settings: ``reference=sea/ vividness=0.8``."""


def settings_read(text: str, *, where: str) -> dict[str, str]:
    """Return the settings that a cell names, as text by name; ``where`` begins the sentence about what is none.

    Examples
    --------
    >>> settings_read("vividness=0.7 reference='the sea'", where="Row 1")
    {'vividness': '0.7', 'reference': 'the sea'}
    """
    try:
        parts = [part.partition("=") for part in shlex.split(text)]
    except ValueError as error:  # a quote that is not closed
        raise SettingsError(f"{where}: {shown(text)} cannot be read ({error}); write name=value name=value.") from None
    for name, sign, _ in parts:
        if not sign or not name:
            raise SettingsError(f"{where}: {shown(text)} has {shown(name)}; write name=value name=value.")
    return {name: value for name, _, value in parts}


def settings_written(settings: Mapping[str, Any]) -> str:
    """Return settings as a cell holds them.

    Examples
    --------
    >>> settings_written({"vividness": 0.7, "reference": "the sea"})
    "vividness=0.7 'reference=the sea'"
    """
    return shlex.join(f"{name}={text_of(value)}" for name, value in settings.items())


def settings_checked(settings: Mapping[str, Any], *, where: str = "") -> dict[str, Any]:
    """Return what settings change in their preset, as JSON holds it; raise SettingsError, which begins with ``where``."""
    begin = f"{where}: " if where else ""
    try:
        chosen = Settings.from_preset(**settings)
    except SettingsError as error:
        raise SettingsError(f"{begin}{error}") from None
    if chosen.start == "image":
        raise SettingsError(f"{begin}start is 'image', but prints of a collection start from one of the other choices.")
    changed = {name: plain(value) for name, value in chosen.changes_to_preset().items()}
    preset = {"preset": chosen.preset} if chosen.preset != Settings().preset else {}
    return {**preset, **{name: list(value) if isinstance(value, tuple) else value for name, value in changed.items()}}


NOT_OF_THE_PICTURE = {"device", "capture", "weights", "max_megapixels", "snapshot_memory_mb"}
"""Settings whose values make nothing new: where and how it is computed, and where weights lie; their digest counts instead."""


def text_of(value: Any) -> str:
    """Return a setting's value as a cell holds it."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list | tuple):
        return ",".join(map(str, value))
    return "none" if value is None else str(value)
