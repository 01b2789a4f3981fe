"""The notebooks of the course: committed clean, and executed from top to bottom by a real kernel on one core."""

from __future__ import annotations

import base64
import os
import re
from io import BytesIO
from pathlib import Path

import nbformat
import PIL.Image
import pytest
from nbclient import NotebookClient

NOTEBOOKS = Path(__file__).parents[2] / "notebooks"
STUDENTS = sorted(NOTEBOOKS.glob("*.ipynb"))
QUICKSTARTS = [path for path in STUDENTS if "quickstart" in path.stem]
COURSE = [path for path in STUDENTS if path not in QUICKSTARTS]
ALL = [*STUDENTS, *sorted((NOTEBOOKS / "solutions").glob("*.ipynb"))]
MOST_LINES, MOST_CHARACTERS, MOST_PICTURE_BYTES = 15, 120, 40_000


def read(path):
    return nbformat.read(path, as_version=4)


def code_cells(notebook):
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


@pytest.mark.parametrize("path", ALL, ids=lambda path: path.stem)
def test_committed_clean_and_short(path):
    notebook = read(path)
    nbformat.validate(notebook)
    assert notebook.metadata.kernelspec.name == "python3"
    ids = [cell.id for cell in notebook.cells]
    assert len(set(ids)) == len(ids)
    for cell in code_cells(notebook):
        assert cell.outputs == []
        assert cell.execution_count is None
        assert len(cell.source.splitlines()) <= MOST_LINES, cell.source
        assert max(map(len, cell.source.splitlines())) <= MOST_CHARACTERS, cell.source  # what a cell shows
    assert '"widgets"' not in path.read_text(encoding="utf-8")


@pytest.mark.parametrize("path", COURSE, ids=lambda path: path.stem)
def test_the_first_cells_of_the_course_are_for_colab_and_the_same_everywhere(path):
    notebook, first = read(path), read(COURSE[0])
    assert "](README" in notebook.cells[0].source
    assert code_cells(notebook)[0].metadata.tags == ["colab"]
    assert code_cells(notebook)[0].source == code_cells(first)[0].source


@pytest.mark.parametrize("path", QUICKSTARTS, ids=lambda path: path.stem)
def test_a_first_notebook_begins_with_a_picture_and_the_studio(path):
    text, studio, *_ = read(path).cells
    assert "](README" in text.source
    (name,) = re.findall(r"\(attachment:([^)]+)\)", text.source)
    picture = base64.b64decode(text.attachments[name]["image/jpeg"])
    assert len(picture) <= MOST_PICTURE_BYTES
    assert PIL.Image.open(BytesIO(picture)).size[0] > 600
    assert studio.source.endswith("\nstudio")
    assert studio.source.index("%pip install") < studio.source.index("import ukiyo_widgets")


@pytest.mark.parametrize("path", STUDENTS, ids=lambda path: path.stem)
def test_links_lead_somewhere(path):
    for cell in read(path).cells:
        if cell.cell_type == "markdown":
            for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", cell.source):
                assert (NOTEBOOKS / target).exists(), f"{path.name}: {target}"


@pytest.mark.parametrize("path", STUDENTS, ids=lambda path: path.stem)
def test_each_exercise_is_marked_for_nbgrader_and_has_its_check_and_solution(path):
    cells = {cell.id: cell for cell in read(path).cells}
    exercises = [each for each in cells if each.startswith("exercise-")]
    for each in exercises:
        check = cells[each.replace("exercise-", "check-")]
        assert cells[each].metadata.nbgrader.solution
        assert check.metadata.nbgrader.grade
        assert check.metadata.nbgrader.locked
        name = re.search(r'course\.check\("([\w.]+)"', check.source)[1]
        assert name.replace(".", "-").replace("_", "-") == each.removeprefix("exercise-")
    for cell in cells.values():
        if "Studio(" in cell.source and cell.cell_type == "code":
            assert "ungraded" in cell.metadata.tags
    assert bool(exercises) == (NOTEBOOKS / "solutions" / path.name).exists()


@pytest.mark.notebooks
@pytest.mark.parametrize("path", STUDENTS, ids=lambda path: path.stem)
def test_runs_from_top_to_bottom_without_a_word_on_stderr(path, tmp_path):
    notebook = read(path)
    root = str(NOTEBOOKS.parent)
    environment = {**os.environ, "OMP_NUM_THREADS": "1", "PYTHONPATH": root, "PYTHONWARNINGS": "default"}
    # In an empty folder, as after `ukiyo-widgets lab`: a notebook must not need what lies beside it in the repository.
    client = NotebookClient(notebook, timeout=280, resources={"metadata": {"path": str(tmp_path)}})
    client.execute(env=environment)
    for cell in code_cells(notebook):
        for output in cell.outputs:
            assert output.get("name") != "stderr", f"{cell.source}\n\n{output.text}"
