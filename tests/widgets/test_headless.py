"""Notebooks that nobody looks at: executed by nbclient, exported by nbconvert, with a real kernel."""

from __future__ import annotations

import base64
from io import BytesIO
from pathlib import Path

import nbformat
import PIL.Image
from nbclient import NotebookClient
from nbconvert import HTMLExporter

QUICKSTART = Path(__file__).parents[2] / "notebooks" / "00_quickstart.ipynb"


def stills(cell):
    """Return the pictures in a cell's outputs."""
    found = [output.data["image/png"] for output in cell.outputs if "image/png" in output.get("data", {})]
    return [PIL.Image.open(BytesIO(base64.b64decode(each))) for each in found]


def test_the_first_notebook_runs_and_leaves_a_picture():
    notebook = nbformat.read(QUICKSTART, as_version=4)
    cells = [cell for cell in notebook.cells if cell.cell_type == "code"]
    cells[0].source = cells[0].source.replace("size=256", "size=64")
    NotebookClient(notebook, timeout=120).execute()
    (still,) = stills(cells[0])
    assert max(still.size) == 64
    assert "application/vnd.jupyter.widget-view+json" in cells[0].outputs[0]["data"]
    said = "".join(output.text for output in cells[1].outputs)
    assert said.startswith("iteration 1: colours moved by ")
    series = ["sample:calm_sea", "sample:surf", "sample:homeward"]
    assert f"uw.colorize('sample:wave', {series}, size=64" in said
    body, _ = HTMLExporter().from_notebook_node(notebook)
    assert 'src="data:image/png;base64' in body


def test_what_is_left_is_the_newest_picture():
    source = "import ukiyo_widgets as uw\nstudio = uw.Studio(size=48)\nstudio"
    play = "studio.run.advance(3)\nstudio.player.wait()\nprint(studio.run.index)"
    notebook = nbformat.v4.new_notebook(
        cells=[nbformat.v4.new_code_cell(each) for each in (source, play, "studio.close()")]
    )
    NotebookClient(notebook, timeout=120).execute()
    texts = [output.data["text/plain"] for output in notebook.cells[0].outputs if "image/png" in output.get("data", {})]
    assert "iteration 3" in texts[0]
