"""The next day in a real JupyterLab: the saved notebook shows the picture, and the cell goes on where it was."""

from __future__ import annotations

import json
import time

from tests.browser.conftest import READY
from tests.browser.test_studio import PREVIEW, press, wait_index, wait_status

STUDIO = "studio = uw.Studio(size=48, iterations=400, settle=0); studio"


def trees(lab):
    """Return the trees of runs that are kept on a server, which tests share."""
    return {*(lab.folder / "ukiyo-kept").glob("*/tree.json")}


def kept(trees):
    """Return the iterations that trees hold."""
    return [run["index"] for tree in trees for run in json.loads(tree.read_text())["runs"]]


def test_the_next_day_the_picture_is_there_and_the_cell_goes_on(notebook):
    opened = notebook(STUDIO)
    page = opened.page
    others = trees(opened.lab)
    opened.run(1)
    wait_index(page, 0)
    for number in range(1, 4):
        press(page, "Step")
        wait_index(page, number)
    wait_status(page, "paused")
    page.wait_for_function(
        """() => { const outputs = window.jupyterapp.shell.currentWidget.content.widgets[1].model.outputs.toJSON();
           return outputs.some(each => each.data?.['text/plain']?.includes?.('iteration 3 of')); }"""
    )
    outputs = page.locator(".jp-Cell").nth(1).locator(".jp-OutputArea-child")
    assert outputs.count() == 3
    assert [outputs.nth(number).is_visible() for number in range(3)] == [True, False, False]
    opened.command("docmanager:save")
    page.wait_for_function("() => !window.jupyterapp.shell.currentWidget.context.model.dirty")
    deadline_s = time.monotonic() + 60
    while 3 not in kept(trees(opened.lab) - others):
        assert time.monotonic() < deadline_s
        page.wait_for_timeout(100)  # the page must live meanwhile
    for session in opened.lab.api("sessions"):
        if session["path"] == opened.path.name:
            opened.lab.api(f"sessions/{session['id']}", "DELETE")

    page.reload()  # another kernel, which knows nothing of the widget
    page.wait_for_function(READY)
    page.get_by_text("Run the cell to go on with it").wait_for()
    assert outputs.nth(1).locator("img").is_visible()
    broken = outputs.nth(0).locator(".jp-OutputArea-output")
    broken.get_by_text("Error displaying widget").wait_for(state="attached")
    assert not broken.is_visible()

    opened.start(0)
    opened.start(1)
    page.wait_for_selector(f"{PREVIEW}[data-index='0']")
    offer = page.get_by_role("group", name="Go on where you were")
    offer.get_by_text("Run 1 at iteration 3").wait_for()
    assert offer.locator("img").is_visible()
    bar, stage = offer.bounding_box(), page.locator(".uw-stage").first.bounding_box()
    assert stage["y"] <= bar["y"] <= stage["y"] + stage["height"] / 2  # over the picture
    offer.get_by_role("button", name="Go on where you were").click()
    page.wait_for_selector(f"{PREVIEW}[data-index='3']")
    offer.wait_for(state="hidden")
    press(page, "Step")
    wait_index(page, 4)


def test_a_run_deleted_by_mistake_is_brought_back(notebook):
    opened = notebook("studio = uw.Studio(size=48, iterations=400, keep=False); studio")
    page = opened.page
    opened.run(1)
    wait_index(page, 0)
    press(page, "Step")
    wait_index(page, 1)
    wait_status(page, "paused")
    press(page, "Fork here")
    rows = page.locator("[data-testid=runs] li")
    rows.nth(1).wait_for()
    assert "The Sea Rises after" in rows.nth(0).inner_text()
    press(page, "Delete Run 2")
    page.get_by_text("Run 2 was deleted.").wait_for()
    assert rows.count() == 1
    press(page, "Bring back")
    rows.nth(1).wait_for()
    page.get_by_text("Run 2 was deleted.").wait_for(state="hidden")


def elements_held(page):
    """Return how many nodes a page holds in memory, in its document or not."""
    devtools = page.context.new_cdp_session(page)
    devtools.send("HeapProfiler.enable")
    devtools.send("HeapProfiler.collectGarbage")
    devtools.send("Performance.enable")
    metrics = devtools.send("Performance.getMetrics")["metrics"]
    devtools.detach()
    return next(each["value"] for each in metrics if each["name"] == "Nodes")


def test_a_cell_that_is_run_fifty_times_leaves_nothing_behind(notebook):
    count = "import comm, gc; gc.collect(); print(len(comm.get_comm_manager().comms), 'comms')"
    opened = notebook(count, "studio = uw.Studio(size=48, keep=False); studio", count, "studio.close()")
    page = opened.page
    here = "() => window.jupyterapp.shell.currentWidget.sessionContext.session.kernel._comms.size"
    before = page.evaluate(here)
    opened.run(1)
    opened.run(2)
    elements = elements_held(page)
    for _ in range(49):
        opened.run(2)
    # JupyterLab itself holds on to the boxes of a widget, some fifty elements; a Studio has two thousand.
    assert elements_held(page) - elements < 49 * 100
    opened.run(3)
    opened.run(4)
    opened.edit(3, count + "  # with the last one closed")
    opened.run(3)
    assert opened.output(3) == opened.output(1)
    page.wait_for_function(f"before => ({here})() === before", arg=before)
