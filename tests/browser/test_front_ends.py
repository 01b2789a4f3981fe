"""The Studio in the other front ends that can run here: Notebook 7, Voilà, marimo."""

from __future__ import annotations

import subprocess
import sys

import nbformat
import pytest

from tests.browser.conftest import Lab, Notebook, free_port, new_page, wait_for_answer
from tests.browser.test_studio import PREVIEW, STUDIO, press, wait_index, wait_status

MARIMO_APP = f"""
import marimo
app = marimo.App()

@app.cell
def _():
    import ukiyo_widgets as uw
    {STUDIO}
    return studio,
"""


@pytest.fixture
def serve(tmp_path):
    """Start a program that serves a page; it ends with the test."""
    processes = []

    def start(*command):
        port = free_port()
        url = f"http://127.0.0.1:{port}"
        with (tmp_path / "log").open("wb") as log:
            arguments = [each.format(port=port) for each in command]
            processes.append(subprocess.Popen([sys.executable, "-m", *arguments], stdout=log, stderr=log, cwd=tmp_path))
        wait_for_answer(url, processes[-1], tmp_path / "log")
        return url

    yield start
    for process in processes:
        process.terminate()
        process.wait(90)


@pytest.fixture
def page(chromium):
    made = new_page(chromium)
    yield made
    made.context.close()


def plays_and_pauses(page):
    press(page, "Play")
    wait_index(page, 3)
    press(page, "Pause")
    wait_status(page, "paused")
    page.wait_for_selector(f"{PREVIEW}[data-format=png]")


def test_notebook_7(tmp_path, chromium):
    pytest.importorskip("notebook")
    server = Lab(tmp_path, app="notebook")
    try:
        opened = Notebook(server, new_page(chromium), "studio.ipynb", [STUDIO])
        opened.run(1)
        wait_index(opened.page, 0)
        plays_and_pauses(opened.page)
        opened.close()
    finally:
        server.close()


def test_voila(tmp_path, serve, page):
    pytest.importorskip("voila")
    cell = nbformat.v4.new_code_cell(f"import ukiyo_widgets as uw; {STUDIO}")
    notebook = nbformat.v4.new_notebook(cells=[cell])
    notebook.metadata["kernelspec"] = {"name": "python3", "display_name": "python3", "language": "python"}
    nbformat.write(notebook, tmp_path / "studio.ipynb")
    page.goto(serve("voila", "studio.ipynb", "--port={port}", "--no-browser", "--Voila.ip=127.0.0.1"))
    wait_index(page, 0)
    plays_and_pauses(page)


def test_marimo(tmp_path, serve, page):
    pytest.importorskip("marimo")
    (tmp_path / "app.py").write_text(MARIMO_APP)
    page.goto(serve("marimo", "run", "app.py", "--headless", "--no-token", "--port", "{port}"))
    preview = page.locator(PREVIEW).element_handle()  # it lies in a shadow tree

    def index_after(least):
        page.wait_for_function("([each, least]) => Number(each.dataset.index ?? -1) > least", arg=[preview, least])
        return int(preview.get_attribute("data-index"))

    index_after(-1)
    assert page.get_by_text("not supported in marimo").count() == 0
    press(page, "Play")
    index_after(1)
    page.get_by_role("slider", name="Style", exact=True).press("ArrowRight")
    index_after(index_after(2))
    press(page, "Pause")
    wait_status(page, "paused")
    press(page, "More")
    press(page, "Copy as code")
    page.locator("[data-testid=said][data-code*='run.set(style_weight=']").wait_for(state="attached")
