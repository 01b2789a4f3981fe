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


def test_what_is_written_from_python_is_what_python_says():
    """After a change of a setting: python labextension/write_schema.py, then npm run build, in the frontend folder."""
    module = write_schema()
    schema = module.text(module.schema())
    assert schema == module.PATH.read_text(encoding="utf-8")
    assert schema.strip() == (HOME / "built/schemas/ukiyo-widgets/plugin.json").read_text(encoding="utf-8").strip()
    assert module.text(module.japanese()) == module.JAPANESE_PATH.read_text(encoding="utf-8")


def test_every_text_has_a_japanese_one():
    module = write_schema()
    sources = "".join(path.read_text(encoding="utf-8") for path in (HOME / "src").glob("*.ts"))
    said = set(re.findall(r'trans\.__\(\s*"([^"]+)"', sources)) | set(schema_texts(module.schema()))
    assert said == set(module.japanese()) - {""}


def schema_texts(value):
    """Find the texts of a schema that a person reads."""
    if isinstance(value, list):
        for each in value:
            yield from schema_texts(each)
    elif isinstance(value, dict):
        for key, each in value.items():
            if isinstance(each, str) and key in ("title", "description", "label", "jupyter.lab.setting-icon-label"):
                yield each
            else:
                yield from schema_texts(each)


def test_defaults_are_pythons():
    properties = write_schema().schema()["properties"]
    for name in write_schema().SETTINGS:
        assert properties[name]["default"] == getattr(Settings(), name)


def test_menus_and_shortcuts_name_commands_that_there_are():
    names = set(re.findall(r'"(ukiyo-widgets:[\w-]+)"', (HOME / "src" / "names.ts").read_text()))
    used = set(re.findall(r'"command": "([^"]+)"', json.dumps(write_schema().schema())))
    assert used <= names


def test_what_is_built_names_its_own_files():
    about = json.loads((HOME / "built" / "package.json").read_text())
    assert about["name"] == "ukiyo-widgets"
    assert (HOME / "built" / about["jupyterlab"]["_build"]["load"]).is_file()
