"""Writes schema/plugin.json: settings, menus and shortcuts; whatever Python knows of a setting comes from there."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from ukiyo_widgets.engine.knobs import Knob
from ukiyo_widgets.engine.settings import Settings, knobs
from ukiyo_widgets.widgets.texts import LANGUAGES, setting_help, setting_title

PATH = Path(__file__).parent / "schema" / "plugin.json"
SETTINGS = ("preset", "size")
"""Of a run's settings, those that a new Studio in JupyterLab can begin with."""

_ITEM, _TAB = '.jp-DirListing-item[data-isdir="{}"]', ".uw-lab-studio"
_CONTEXT = {
    "colorize": "false",
    "use-as-reference": "false",
    "use-as-references": "false",
    "go-on": "false",
    "use-as-series": "true",
}
_DRIVING = ("toggle", "step", "fork", "save", "present")
_KEYS = {
    "toggle": "Accel Enter", "step": "Shift Enter", "fork": "Alt Shift F", "save": "Accel S", "present": "Alt Shift P",
}  # fmt: skip


def schema() -> dict[str, Any]:
    """Return the extension's schema."""
    return {
        "title": "Ukiyo-e Studio",
        "description": "What a Studio from the launcher or the file browser begins with. A cell of a notebook says so itself.",
        "jupyter.lab.setting-icon": "ukiyo-widgets:studio",
        "jupyter.lab.setting-icon-label": "Ukiyo-e Studio",
        "jupyter.lab.menus": {"main": _main_menu(), "context": _context_menu()},
        "jupyter.lab.shortcuts": [
            {"command": _command(name), "keys": [keys], "selector": _TAB} for name, keys in _KEYS.items()
        ],
        "type": "object",
        "additionalProperties": False,
        "properties": _properties(),
    }


def _command(name: str) -> str:
    return f"ukiyo-widgets:{name}"


def _main_menu() -> list[dict[str, Any]]:
    new = [{"command": _command("open"), "rank": 40}, {"command": _command("new-notebook"), "rank": 41}]
    driving = [{"command": _command(name)} for name in (*_DRIVING, "show-notebook-studio")]
    return [
        {"id": "jp-mainmenu-file", "items": [_submenu({"id": "jp-mainmenu-file-new", "items": new})]},
        {
            "id": "jp-mainmenu-run",
            "items": [
                {"type": "separator", "rank": 900},
                _submenu({"id": "jp-mainmenu-run-ukiyo", "label": "Ukiyo-e Studio", "items": driving}) | {"rank": 901},
            ],
        },
    ]


def _submenu(menu: dict[str, Any]) -> dict[str, Any]:
    return {"type": "submenu", "submenu": menu}


def _context_menu() -> list[dict[str, Any]]:
    files = [
        {"command": _command(name), "selector": _ITEM.format(folder), "rank": 1.5} for name, folder in _CONTEXT.items()
    ]
    return [*files, {"command": _command("show-notebook-studio"), "selector": ".jp-Notebook .uw-studio", "rank": 1}]


def _properties() -> dict[str, Any]:
    known = knobs()
    kernel = "Name of the kernel that runs the Studio; empty takes the server's own. It needs ukiyo_widgets in its environment."
    return {
        **{name: _property(name, known[name]) for name in SETTINGS},
        "language": {
            "type": "string", "enum": ["auto", *LANGUAGES], "default": "auto",
            "title": "Language", "description": "Language of the Studio; auto is that of JupyterLab.",
        },
        "kernel": {"type": "string", "default": "", "title": "Kernel", "description": kernel},
    }  # fmt: skip


def _property(name: str, knob: Knob) -> dict[str, Any]:
    """Return a setting as JSON Schema has it; the default is Python's."""
    made = {"title": setting_title(name), "description": setting_help(name, knob), "default": getattr(Settings(), name)}
    if knob.choices:
        return {**made, "type": "string", "enum": list(knob.choices)}
    return {**made, "type": "integer", "minimum": knob.low, "maximum": knob.high}


def text() -> str:
    """Return the text of schema/plugin.json."""
    return json.dumps(schema(), indent=2, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    PATH.write_text(text(), encoding="utf-8")
