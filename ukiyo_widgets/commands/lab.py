"""``ukiyo-widgets lab``: JupyterLab, opened on a fresh copy of the first notebook, with the course beside it."""

from __future__ import annotations

import argparse
import importlib.util
import os
import shutil
import subprocess
import sys
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any

SUMMARY = "open JupyterLab on a fresh copy of the first notebook, with the course beside it"
FIRST_NOTEBOOK = "00_quickstart.ipynb"

CONFIGURATION = Path(__file__).with_name("jupyter")
"""Defaults for JupyterLab: it would ask on its first start whether it may fetch news, over the controls of the Studio."""


def add_parser(commands: Any) -> None:
    """Declare the command."""
    parser = commands.add_parser(
        "lab",
        help=SUMMARY,
        description=f"{SUMMARY.capitalize()}.",
        epilog="Other options go to JupyterLab: ukiyo-widgets lab --port=9000",
    )
    parser.add_argument(
        "--folder", type=Path, default=Path("ukiyo-e"), metavar="FOLDER", help="to work in; default: %(default)s"
    )
    parser.add_argument("--no-browser", action="store_true", help="print the address only")
    parser.set_defaults(command=run, takes_others=True)


def run(options: argparse.Namespace) -> int:
    """Run the command and return JupyterLab's exit status."""
    if importlib.util.find_spec("jupyterlab") is None:
        raise RuntimeError("JupyterLab is not installed here; install it with: pip install 'ukiyo_widgets[lab]'")
    notebook = fresh_copy(options.folder)
    print(f"Your notebook: {notebook}. Pictures that you put beside it appear in the Studio. Ctrl-C ends JupyterLab.")
    arguments = [f"--ServerApp.root_dir={notebook.parent.resolve()}", f"--LabApp.default_url=/lab/tree/{notebook.name}"]
    # Read by our JupyterLab extension: the notebook's first cell runs when it opens, so that the Studio is in sight.
    arguments += [f"--ServerApp.tornado_settings={ {'page_config_data': {'ukiyoFirst': notebook.name}} }"]
    arguments += ["--no-browser"] if options.no_browser else []
    paths = [str(CONFIGURATION), *filter(None, [os.environ.get("JUPYTER_CONFIG_PATH")])]
    os.environ["JUPYTER_CONFIG_PATH"] = os.pathsep.join(paths)
    command = [sys.executable, "-m", "jupyterlab", *arguments, *options.others]
    if sys.platform != "win32":
        sys.stdout.flush()
        os.execv(sys.executable, command)  # noqa: S606 - in our place, so that a signal meant for us ends JupyterLab
    # A list of arguments, no shell: a folder's name is never read as a command.
    return subprocess.call(command)  # noqa: S603


def fresh_copy(folder: Path) -> Path:
    """Copy the course into ``folder`` and return the first notebook; what somebody has worked in is not written over."""
    folder.mkdir(parents=True, exist_ok=True)
    target, number = folder / FIRST_NOTEBOOK, 1
    with as_file(_notebooks()) as notebooks:
        fresh = (notebooks / FIRST_NOTEBOOK).read_bytes()
        for each in notebooks.iterdir():
            if each.suffix in (".ipynb", ".md") and each.name != FIRST_NOTEBOOK and not (folder / each.name).exists():
                shutil.copyfile(each, folder / each.name)
    while target.exists() and target.read_bytes() != fresh:
        number += 1
        target = folder / f"{Path(FIRST_NOTEBOOK).stem}-{number}.ipynb"
    target.write_bytes(fresh)
    return target


def _notebooks() -> Any:
    installed = files("ukiyo_widgets") / "notebooks"
    # In an editable installation they stand where they are written.
    return installed if installed.is_dir() else Path(__file__).parents[2] / "notebooks"
