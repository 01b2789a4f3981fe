"""How the documentation is built: ``sphinx-build -W -b html docs docs/_build/html``."""

from __future__ import annotations

import os
import sys
import tomllib
from pathlib import Path
from typing import Any

sys.path[:0] = [str(Path(__file__).parent), str(Path(__file__).parents[1])]

import prepare  # noqa: E402 - stands beside this file
from lessons import markup, pages, printing  # noqa: E402 - as well

import ukiyo_widgets  # noqa: E402 - of this checkout

_PROJECT = tomllib.loads((prepare.ROOT / "pyproject.toml").read_text("utf-8"))["project"]
_ADDRESS = _PROJECT["urls"]["Repository"]
_EXECUTE = bool(os.environ.get("UKIYO_DOCS_EXECUTE"))

project = "ukiyo_widgets"
author = _PROJECT["authors"][0]["name"]
release = version = ukiyo_widgets.__version__
project_copyright = f"{author}, MIT licence"

prepare.take(_ADDRESS)
prepare.make_example(large=_EXECUTE)
prepare.list_lessons(pdf=printing.chromium() is not None)

extensions = [
    "myst_nb",
    "sphinx.ext.autodoc",
    "sphinx.ext.autosummary",
    "sphinx.ext.napoleon",
    "sphinx_copybutton",
    "sphinx_design",
]
exclude_patterns = ["_build", "_extra"]
html_theme = "pydata_sphinx_theme"
html_title = "ukiyo_widgets"
html_static_path = ["_static"]
html_css_files = ["docs.css"]
html_extra_path = ["_extra"]
html_show_sourcelink = False
html_math_renderer = "mathml"  # needs no script, so that the site works without a network
html_theme_options = {
    "icon_links": [{"name": "Repository", "url": _ADDRESS, "icon": "fa-brands fa-github"}],
    "navbar_align": "left",
    "header_links_before_dropdown": 8,
    "footer_start": ["copyright"],
    "footer_end": [],
}

# The course is executed where the site is published; on every change, only read.
nb_execution_mode = "force" if _EXECUTE else "off"
nb_execution_timeout = 300
nb_execution_raise_on_error = True
nb_merge_streams = True
nb_ipywidgets_js: dict[str, Any] = {}  # which would be fetched from elsewhere
suppress_warnings = ["mystnb.unknown_mime_type"]  # a live widget: its picture is shown instead

myst_enable_extensions = ["colon_fence", "deflist", "dollarmath"]
myst_heading_anchors = 3

autosummary_generate = True
autodoc_member_order = "bysource"
autodoc_typehints = "signature"
napoleon_google_docstring = False
napoleon_use_rtype = False
templates_path = ["_templates"]

_OTHERS = ("matplotlib", "ipywidgets", "traitlets", "anywidget")


def _skip(_app: object, _what: str, _name: str, value: object, skipped: bool, _options: object) -> bool:
    """Leave out what a class has from the libraries that it stands on."""
    return skipped or str(getattr(value, "__module__", "")).startswith(_OTHERS)


def setup(app: Any) -> None:
    """Connect with Sphinx."""
    app.connect("autodoc-skip-member", _skip)
    markup.use_for_the_site(app)
    pages.connect(app, guides=prepare.ROOT / "notebooks")
