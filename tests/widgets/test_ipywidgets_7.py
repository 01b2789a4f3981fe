"""The widgets with the ipywidgets that Google Colab has, in a kernel of their own."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import nbformat
import pytest
from nbclient import NotebookClient

CELLS = [
    "import ipywidgets, ukiyo_widgets as uw; print(ipywidgets.__version__)\nstudio = uw.Studio(size=48)\nstudio",
    "studio.play(2); print(studio.player.wait(60), studio.run.index)",
    "uw.Controls(studio.run)",
    "studio.close()",
]


@pytest.fixture
def kernel(tmp_path, monkeypatch):
    """Make a kernel that finds ipywidgets 7.7.1 first, and return its name."""
    packages = ["ipywidgets==7.7.1", "ipython-genutils==0.2.0"]
    folder = tmp_path / "ipywidgets7"
    install = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--target", str(folder), *packages]
    done = subprocess.run(install, capture_output=True, text=True, check=False)
    if done.returncode:
        pytest.skip(f"needs ipywidgets 7.7.1: {done.stderr[-200:]}")
    paths = [str(folder), *filter(None, [os.environ.get("PYTHONPATH")])]
    about = {
        "argv": [sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}"],
        "display_name": "ipywidgets 7",
        "language": "python",
        "env": {"PYTHONPATH": os.pathsep.join(map(os.path.abspath, paths))},
    }
    (tmp_path / "kernels" / "ipywidgets7").mkdir(parents=True)
    (tmp_path / "kernels" / "ipywidgets7" / "kernel.json").write_text(json.dumps(about))
    monkeypatch.setenv("JUPYTER_PATH", str(tmp_path))
    return "ipywidgets7"


def test_a_studio_is_made_shown_played_and_closed(kernel):
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell) for cell in CELLS])
    NotebookClient(notebook, kernel_name=kernel, timeout=120).execute()
    first, played, controls, _closed = notebook.cells
    assert first.outputs[0].text.strip() == "7.7.1"
    shown = [output.data for output in first.outputs if "data" in output]
    assert "application/vnd.jupyter.widget-view+json" in shown[0]
    assert "image/png" in shown[1]
    assert played.outputs[0].text.split() == ["True", "2"]
    assert "application/vnd.jupyter.widget-view+json" in controls.outputs[0].data
