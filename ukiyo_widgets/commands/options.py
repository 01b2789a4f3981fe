"""Command-line options made from the settings: one for each knob, with its help, range, unit and default."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from ukiyo_widgets.engine.settings import Settings, knobs
from ukiyo_widgets.images.reading.files import SUFFIXES


def add_settings(parser: argparse.ArgumentParser) -> None:
    """Add an option for every setting, under the headings of the settings' groups."""
    defaults = Settings()
    groups: dict[str, argparse._ArgumentGroup] = {}
    for name, knob in knobs().items():
        if knob.group not in groups:
            groups[knob.group] = parser.add_argument_group(knob.group)
        text = f"{knob.help} {_capitalised(knob.allowed)}; default: {_shown(getattr(defaults, name))}."
        groups[knob.group].add_argument(
            f"--{name.replace('_', '-')}",
            dest=name,
            metavar=_metavar(name, unit=knob.unit, choices=knob.choices),
            default=argparse.SUPPRESS,
            help=text.replace("%", "%%"),
        )


def chosen_settings(options: argparse.Namespace) -> dict[str, Any]:
    """Return the settings that were given, as text by name: the settings themselves read and check them."""
    chosen = {name: getattr(options, name) for name in knobs() if hasattr(options, name)}
    if "regions" in chosen:
        chosen["regions"] = _with_masks(chosen["regions"])
    return chosen


def _with_masks(regions: str) -> list[Any]:
    """Return regions from their text; a part that is the name of a picture is a mask: white is here."""
    found: list[Any] = []
    for entry in filter(str.strip, regions.split(";")):
        content, arrow, rest = entry.partition(">")
        reference, _, number = rest.rpartition("@") if "@" in rest else (rest, "", "1")
        parts = [
            Path(part.strip()) if part.strip().lower().endswith(SUFFIXES) else part for part in (content, reference)
        ]
        found.append((*parts, number.strip()) if arrow and any(isinstance(part, Path) for part in parts) else entry)
    return found


def _metavar(name: str, *, unit: str, choices: tuple[str, ...]) -> str:
    if choices:
        return "|".join(choices)
    return {"px": "PX", "MB": "MB", "Mpx": "MPX"}.get(unit, name.rpartition("_")[2].upper())


def _shown(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "equal shares" if value == () else str(value)


def _capitalised(text: str) -> str:
    return text[:1].upper() + text[1:]
