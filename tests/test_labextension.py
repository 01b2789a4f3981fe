"""The extension for JupyterLab: what Python and its settings say of each other, and what is built."""

from __future__ import annotations

import importlib.util
import json
import re
from pathlib import Path

from ukiyo_widgets.engine.settings import Settings

HOME = Path(__file__).parents[1] / "frontend" / "labextension"


def write_schema():
    specification = importlib.util.spec_from_file_location("write_schema", HOME / "write_schema.py")
    module = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(module)
    return module


def test_the_schema_is_what_python_says():
    """After a change of a setting: python labextension/write_schema.py, then npm run build, in the frontend folder."""
    text = write_schema().text()
    assert text == (HOME / "schema" / "plugin.json").read_text(encoding="utf-8")
    assert json.loads(text) == json.loads(
        (HOME / "built/schemas/ukiyo-widgets/plugin.json").read_text(encoding="utf-8")
    )


def test_defaults_are_pythons():
    properties = write_schema().schema()["properties"]
    for name in write_schema().SETTINGS:
        assert properties[name]["default"] == getattr(Settings(), name)


def test_menus_and_shortcuts_name_commands_that_there_are():
    names = set(re.findall(r'"(ukiyo-widgets:[\w-]+)"', (HOME / "src" / "names.ts").read_text()))
    used = set(re.findall(r'"command": "([^"]+)"', write_schema().text()))
    assert used <= names


def test_what_is_built_names_its_own_files():
    about = json.loads((HOME / "built" / "package.json").read_text())
    assert about["name"] == "ukiyo-widgets"
    assert (HOME / "built" / about["jupyterlab"]["_build"]["load"]).is_file()
