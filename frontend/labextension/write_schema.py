"""Writes schema/plugin.json, which is settings, menus and shortcuts, and the Japanese texts as JupyterLab reads them.

Whatever Python knows of a setting comes from there; every other Japanese text stands in ja.json.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from ukiyo_widgets import __version__
from ukiyo_widgets.engine.knobs import Knob
from ukiyo_widgets.engine.settings import Settings, knobs
from ukiyo_widgets.widgets.keeping.sessions import FOLDER, LIMIT, LIMIT_MB
from ukiyo_widgets.widgets.setting_texts import choice_title, setting_help, setting_title
from ukiyo_widgets.widgets.texts import LANGUAGES

HERE = Path(__file__).parent
PATH = HERE / "schema" / "plugin.json"
DOMAIN = "ukiyo_widgets"
JAPANESE_PATH = HERE.parents[1] / "ukiyo_widgets" / "locale" / "ja_JP" / "LC_MESSAGES" / f"{DOMAIN}.json"
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
        "jupyter.lab.transform": True,
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
    keep = "Where a Studio keeps its runs, seen from the folder of its picture or of the launcher; empty keeps nothing."
    kernel = "Name of the kernel that runs the Studio; empty takes the server's own. It needs ukiyo_widgets in its environment."
    return {
        **{name: _property(name, known[name]) for name in SETTINGS},
        "language": {
            "type": "string", "enum": ["auto", *LANGUAGES], "default": "auto",
            "title": "Language", "description": "Language of the Studio; auto is that of JupyterLab.",
        },
        "keep": {"type": "string", "default": FOLDER, "title": "Folder for kept runs", "description": keep},
        "keep_mb": {
            "type": "number", "default": LIMIT_MB, "minimum": LIMIT.low, "maximum": LIMIT.high,
            "title": "Room for kept runs (MB)", "description": LIMIT.help,
        },
        "kernel": {"type": "string", "default": "", "title": "Kernel", "description": kernel},
    }  # fmt: skip


def _property(name: str, knob: Knob) -> dict[str, Any]:
    """Return a setting as JSON Schema has it; the default is Python's."""
    made = {"title": setting_title(name), "description": setting_help(name, knob), "default": getattr(Settings(), name)}
    if knob.choices:
        choices = [{"const": each, "title": choice_title(name, each)} for each in knob.choices]
        return {**made, "type": "string", "oneOf": choices}
    return {**made, "type": "integer", "minimum": knob.low, "maximum": knob.high}


def japanese() -> dict[str, Any]:
    """Return the Japanese texts by the English ones, as JupyterLab's translations are written."""
    texts = json.loads((HERE / "ja.json").read_text(encoding="utf-8"))
    for name in SETTINGS:
        texts[setting_title(name)] = setting_title(name, language="ja")
        texts[setting_help(name, knobs()[name])] = setting_help(name, knobs()[name], language="ja")
        for each in knobs()[name].choices:
            texts[choice_title(name, each)] = choice_title(name, each, language="ja")
    head = {"domain": DOMAIN, "language": "ja-JP", "plural_forms": "nplurals=1; plural=0;", "version": __version__}
    return {"": head, **{english: [text] for english, text in sorted(texts.items())}}


def text(of: dict[str, Any]) -> str:
    """Return the text of a file."""
    return json.dumps(of, indent=2, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    PATH.write_text(text(schema()), encoding="utf-8")
    JAPANESE_PATH.parent.mkdir(parents=True, exist_ok=True)
    JAPANESE_PATH.write_text(text(japanese()), encoding="utf-8")
