"""The Studio in a real JupyterLab: clicks, keys, files, reloads, interrupts."""

from __future__ import annotations

import base64
import json
import re
from io import BytesIO

import numpy as np
import PIL.Image
import pytest

import ukiyo_widgets as uw

STUDIO = (
    "studio = uw.Studio('sample:snowy_night', 'sample:wave', size=96, iterations=400, settle=0, keep=False); studio"
)
PREVIEW = "[data-testid=preview]"


def style_after(steps):
    """Return the style weight after so many steps of its slider, which are twentieths of a power of ten."""
    return float(f"{uw.Settings().style_weight * 10 ** (steps / 20):.3g}")


def wait_index(page, least, *, nth=0):
    """Wait until the preview has painted an iteration, and return which."""
    page.wait_for_function(
        "([least, nth]) => Number(document.querySelectorAll('[data-testid=preview]')[nth]?.dataset.index ?? -1) >= least",
        arg=[least, nth],
    )
    return int(page.locator(PREVIEW).nth(nth).get_attribute("data-index"))


def wait_status(page, status):
    page.wait_for_selector(f"[data-testid=status][data-status={status}]")


def press(page, name):
    page.get_by_role("button", name=name, exact=True).first.click()


def copied_code(page):
    """Press Copy as code, and return what the page then has for the clipboard."""
    said = page.locator("[data-testid=said]")
    said.evaluate("said => delete said.dataset.code")
    press(page, "More")
    press(page, "Copy as code")
    page.locator("[data-testid=said][data-code]").wait_for(state="attached")
    return said.get_attribute("data-code")


def canvas_pixels(page, nth=0):
    """Return what stands on the canvas, (H, W, 3)."""
    address = page.evaluate("nth => document.querySelectorAll('.uw-board canvas:first-child')[nth].toDataURL()", nth)
    data = base64.b64decode(address.partition(",")[2])
    return np.asarray(PIL.Image.open(BytesIO(data)).convert("RGB"))


@pytest.fixture
def studio(shared):
    """A fresh Studio in a notebook that the tests share: running its cell again closes the one before."""
    shared.edit(1, STUDIO)
    shared.run(1)
    shared.page.wait_for_selector(f"{PREVIEW}[data-index='0'][data-format=png]")
    return shared


def test_from_a_cold_notebook_to_a_picture_that_is_exact_in_the_end(studio):
    page = studio.page
    press(page, "Play")
    wait_index(page, 3)
    press(page, "Pause")
    wait_status(page, "paused")
    page.wait_for_selector(f"{PREVIEW}[data-format=png]")
    index = wait_index(page, 3)
    code = (
        "from IPython.display import display; display({'application/json': studio.run.image.tobytes().hex()}, raw=True)"
    )
    shown = canvas_pixels(page)
    studio.edit(2, code)
    studio.run(2)
    outputs = page.evaluate("() => window.jupyterapp.shell.currentWidget.content.widgets[2].model.outputs.toJSON()")
    expected = np.frombuffer(bytes.fromhex(outputs[0]["data"]["application/json"]), np.uint8).reshape(shown.shape)
    assert np.array_equal(shown, expected)
    assert index >= 3


def test_a_slider_moved_while_it_plays_acts_and_is_in_the_recipe(studio):
    page = studio.page
    press(page, "Play")
    wait_index(page, 2)
    slider = page.get_by_role("slider", name="Style", exact=True)
    slider.press("ArrowRight")
    slider.press("ArrowRight")
    weights = [None]
    while weights[-1] != style_after(2):  # each time round, the page and the kernel have answered
        code = copied_code(page)
        weights = [None, *map(float, re.findall(r"run\.set\(style_weight=([\d.]+)\)", code))]
        assert {*weights} <= {None, style_after(1), style_after(2)}
    assert slider.get_attribute("aria-valuetext") == str(style_after(2))
    assert page.evaluate("() => navigator.clipboard.readText()") == code


def test_a_slider_moved_just_before_a_pause_stays_where_it_is_and_acts_when_it_goes_on(studio):
    page = studio.page
    press(page, "Play")
    wait_index(page, 2)
    slider = page.get_by_role("slider", name="Style", exact=True)
    page.evaluate(  # as one, so that no iteration comes in between
        """() => {
            const slider = document.querySelector("[data-name='style_weight'] input[type=range]");
            slider.stepUp();
            for (const each of ["input", "change"]) slider.dispatchEvent(new Event(each));
            document.querySelector(".uw-play").click();
        }"""
    )
    wait_status(page, "paused")
    assert slider.get_attribute("aria-valuetext") == str(style_after(1))
    at = wait_index(page, 2)
    press(page, "Step")
    wait_index(page, at + 1)
    assert f"run.set(style_weight={style_after(1)})" in copied_code(page)
    slider.press("ArrowRight")
    wait_index(page, at + 2)
    page.locator("[data-testid=controls]", has_text="Play shows more").wait_for()


def test_stop_ends_a_loop_in_a_cell(studio):
    page = studio.page
    studio.edit(2, "for frame in studio.run.steps(5000): pass\nprint('stopped at', frame.index)")
    studio.start(2)
    wait_index(page, 2)
    press(page, "Stop")
    studio.wait_for_output(2, "stopped at")
    assert int(re.search(r"stopped at (\d+)", studio.output(2))[1]) < 5000


def test_interrupting_the_kernel_pauses_what_plays(studio):
    page = studio.page
    press(page, "Play")
    wait_index(page, 2)
    studio.command("kernelmenu:interrupt")
    wait_status(page, "paused")


def test_interrupting_a_loop_in_a_cell_leaves_the_run_whole(studio):
    page = studio.page
    studio.edit(2, "for frame in studio.run.steps(5000): pass")
    studio.edit(3, "print('at', studio.run.advance(1).index)")
    studio.start(2)
    at = wait_index(page, 2)
    studio.command("kernelmenu:interrupt")
    studio.wait_for_output(2, "KeyboardInterrupt")
    studio.run(3)
    assert at < int(re.search(r"at (\d+)", studio.output(3))[1]) < 5000


def test_a_slow_press_and_an_open_list_outlast_what_changes_while_it_plays(studio):
    page = studio.page
    press(page, "Play")
    at = wait_index(page, 2)
    page.evaluate("() => window.option = document.querySelector('.uw-preview option')")
    page.get_by_role("button", name="Pause", exact=True).first.hover()
    page.mouse.down()
    wait_index(page, at + 5)
    assert page.evaluate("() => window.option.isConnected")
    page.mouse.up()
    wait_status(page, "paused")


def test_scrubbing_the_timeline_and_forking_there(studio):
    page = studio.page
    press(page, "More")
    page.get_by_label("Number of steps").fill("6")
    press(page, "Make so many steps")
    wait_index(page, 6)
    wait_status(page, "paused")
    timeline = page.get_by_role("slider", name="Iteration to look at")
    # Numbers are told ten times a second, later than pictures.
    page.wait_for_function("() => document.querySelector('.uw-timeline input').value === '6'")
    for _ in range(3):
        timeline.press("ArrowLeft")
    page.wait_for_selector(f"{PREVIEW}[data-index='3']")
    press(page, "Fork here")
    rows = page.locator("[data-testid=runs] li")
    page.wait_for_function("() => document.querySelectorAll('[data-testid=runs] li').length === 2")
    assert "from 3" in rows.nth(1).inner_text()
    press(page, "Step")
    wait_index(page, 4)
    rows.nth(0).get_by_role("button", name=re.compile("^Compare")).click()
    page.wait_for_function("() => document.querySelector('.uw-wipe').getAttribute('aria-valuenow') === '50'")


def test_a_reloaded_page_and_a_second_view_show_the_current_state(notebook):
    studio = notebook(STUDIO)
    page = studio.page
    studio.run(1)
    wait_index(page, 0)
    press(page, "Play")
    at = wait_index(page, 3)
    # Saved while the notebook has the focus: the second view takes it.
    studio.command("docmanager:save")
    page.wait_for_function("() => window.jupyterapp.shell.currentWidget.context.model.dirty === false")
    studio.command("notebook:create-output-view")
    page.wait_for_function("() => document.querySelectorAll('[data-testid=preview]').length === 2")
    wait_index(page, at + 1, nth=1)
    page.reload()
    at = wait_index(page, at + 1)
    wait_index(page, at + 2)


def test_on_a_kernel_without_subshells(notebook, ipykernel6):
    """Play and pause as ever; a loop in a cell is stopped by interrupting it, for clicks wait until the cell has ended."""
    opened = notebook(STUDIO, "import ipykernel; print(ipykernel.__version__)", "", kernel=ipykernel6)
    page = opened.page
    opened.run(2)
    assert opened.output(2).startswith("6.")
    opened.run(1)
    wait_index(page, 0)
    press(page, "Play")
    wait_index(page, 2)
    press(page, "Pause")
    wait_status(page, "paused")
    at = wait_index(page, 2)
    opened.edit(3, "for frame in studio.run.steps(5000): pass")
    opened.start(3)
    wait_index(page, at + 2)
    opened.command("kernelmenu:interrupt")
    opened.wait_for_output(3, "KeyboardInterrupt")
    opened.edit(3, "print('whole at', studio.run.advance(1).index)")
    opened.run(3)
    assert "whole at" in opened.output(3)
    press(page, "Play")
    at = wait_index(page, at + 3)
    opened.command("kernelmenu:interrupt")  # between cells
    wait_status(page, "paused")


def test_a_view_whose_kernel_is_gone_says_so(notebook):
    opened = notebook(STUDIO)
    page = opened.page
    opened.run(1)
    wait_index(page, 0)
    press(page, "Step")
    wait_index(page, 1)
    page.evaluate("() => window.jupyterapp.shell.currentWidget.sessionContext.session.kernel.restart()")
    page.get_by_text("The kernel behind this view is gone").wait_for()  # once, not at every part
    assert page.get_by_role("button", name="Add files…").first.is_disabled()
    assert page.locator(".uw-board canvas").first.is_visible()


def picture(size=(320, 240), color=(180, 40, 30), format_="PNG"):
    buffer = BytesIO()
    image = PIL.Image.new("RGB", size, color)
    image.paste((20, 40, 120), (0, 0, size[0] // 2, size[1] // 3))
    image.save(buffer, format_)
    return buffer.getvalue()


def test_a_file_by_button_drop_and_paste(studio, tmp_path):
    page = studio.page
    content = page.get_by_test_id("picker-content")
    (tmp_path / "by button.png").write_bytes(picture())
    content.locator("input[type=file]").set_input_files(tmp_path / "by button.png")
    content.get_by_role("option", name="by button.png", selected=True).wait_for()
    page.wait_for_function("() => document.querySelector('.uw-board canvas').height === 72")
    give = """async (root, [kind, name, bytes]) => {
      const transfer = new DataTransfer();
      transfer.items.add(new File([new Uint8Array(bytes)], name, { type: 'image/png' }));
      const event = kind === 'drop' ? new DragEvent('drop', { dataTransfer: transfer, bubbles: true, cancelable: true })
        : new ClipboardEvent('paste', { clipboardData: transfer, bubbles: true, cancelable: true });
      root.dispatchEvent(event); }"""
    reference = page.get_by_test_id("picker-reference")
    for kind in ("drop", "paste"):
        reference.evaluate(give, [kind, f"by {kind}.png", list(picture((64, 48)))])
        reference.get_by_role("option", name=f"by {kind}.png", selected=True).wait_for()


def test_a_photo_of_40_mb_is_scaled_down_before_it_travels(studio, tmp_path):
    page = studio.page
    noise = np.random.default_rng(0).integers(0, 255, (3700, 3700, 3), dtype=np.uint8)
    PIL.Image.fromarray(noise).save(tmp_path / "huge.png", compress_level=0)
    assert (tmp_path / "huge.png").stat().st_size > 40e6
    content = page.get_by_test_id("picker-content")
    content.locator("input[type=file]").set_input_files(tmp_path / "huge.png")
    content.get_by_role("option", name="huge.png", selected=True).wait_for()
    page.wait_for_function("() => document.querySelector('.uw-board canvas').height === 96")


def test_a_file_that_is_no_picture_is_refused_at_the_picker(studio, tmp_path):
    (tmp_path / "<b>not.png").write_bytes(b"<html>no</html>")
    content = studio.page.get_by_test_id("picker-content")
    content.locator("input[type=file]").set_input_files(tmp_path / "<b>not.png")
    alert = content.get_by_role("alert")
    alert.get_by_text("'<b>not.png'").wait_for()
    assert alert.locator("b").count() == 0


def test_the_pickers_keys(studio):
    page = studio.page
    reference = page.get_by_test_id("picker-reference")
    reference.get_by_role("option").first.focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    reference.get_by_role("option", selected=True).nth(0).wait_for()
    assert reference.get_by_role("option").nth(1).get_attribute("aria-selected") == "true"
    page.keyboard.press("ArrowRight")
    page.keyboard.press(" ")
    page.wait_for_function(
        "() => document.querySelectorAll('[data-testid=picker-reference] [role=option][aria-selected=true]').length === 2"
    )
    reference.get_by_role("button", name="More prints").click()
    reference.get_by_role("slider").nth(1).wait_for()


def test_suggested_references_come_first_and_say_why(studio):
    page = studio.page
    content, reference = page.get_by_test_id("picker-content"), page.get_by_test_id("picker-reference")
    chosen = reference.get_by_role("option", selected=True).get_attribute("aria-label")
    assert content.get_by_role("button", name="Suggest", exact=True).count() == 0
    reference.get_by_role("button", name="More prints").click()
    reference.get_by_role("button", name="Suggest", exact=True).click()
    note = reference.locator(".uw-why")
    note.get_by_text("Best first").wait_for()
    first = reference.get_by_role("option").first
    assert first.get_attribute("aria-label") in note.inner_text()
    reference.get_by_role("option").nth(1).hover()
    note.get_by_text(reference.get_by_role("option").nth(1).get_attribute("aria-label")).wait_for()
    assert "paper " in first.get_attribute("title")
    assert first.locator(".uw-place").inner_text() == "1"
    assert reference.get_by_role("option", selected=True).get_attribute("aria-label") == chosen
    page.keyboard.press("Escape")
    content.get_by_role("option").last.click()
    note.wait_for(state="hidden")
    reference.locator(".uw-place").first.wait_for(state="detached")


def test_saving_a_picture_downloads_it(studio):
    page = studio.page
    press(page, "Step")
    wait_index(page, 1)
    wait_status(page, "paused")
    with page.expect_download() as waiting:
        press(page, "Save picture")
        press(page, "PNG")
    assert waiting.value.suggested_filename == "snowy_night-run-1-1.png"
    with PIL.Image.open(waiting.value.path()) as image:
        assert "uw.colorize('sample:snowy_night', 'sample:wave'" in image.info["Code"]


def test_the_wipe_by_keys_and_the_zoom(studio):
    page = studio.page
    wipe = page.get_by_role("slider", name="Compare: wipe")
    wipe.press("PageUp")
    assert wipe.get_attribute("aria-valuenow") == "20"
    place = page.locator(".uw-board").get_attribute("style")
    press(page, "Zoom in")
    assert page.locator(".uw-board").get_attribute("style") != place
    press(page, "Fit")
    assert page.locator(".uw-board").get_attribute("style") == place


def test_another_theme_draws_the_losses_anew_at_full_width(studio):
    page = studio.page
    press(page, "Step")
    wait_index(page, 1)
    losses = page.get_by_role("button", name="Losses", exact=True)
    if losses.get_attribute("aria-expanded") == "false":
        losses.click()
    ink = "() => getComputedStyle(document.querySelector('.uw-chart')).getPropertyValue('--uw-ink')"
    fits = """() => {
        const [chart, plot] = ['.uw-chart', '.uw-chart .uplot'].map((name) => document.querySelector(name));
        return plot && Math.abs(chart.clientWidth - plot.clientWidth) < 2;
    }"""
    page.wait_for_function(fits)
    light = page.evaluate(ink)
    for theme in ("JupyterLab Dark", "JupyterLab Light"):
        page.evaluate("theme => window.jupyterapp.commands.execute('apputils:change-theme', {theme})", theme)
        page.wait_for_function(f"light => (({ink})() === light) === {str(theme.endswith('Light')).lower()}", arg=light)
        page.wait_for_function(fits)


def test_running_the_cell_again_frees_the_first_studio(studio):
    studio.edit(
        2, "import threading; print(sum(t.name == 'ukiyo_widgets engine' for t in threading.enumerate()), 'thread')"
    )
    studio.run(1)
    wait_index(studio.page, 0)
    studio.run(2)
    assert studio.output(2).strip() == "1 thread"


def test_a_saved_notebook_shows_the_picture_and_stays_small(studio):
    page = studio.page
    press(page, "Step")
    wait_index(page, 1)
    wait_status(page, "paused")
    # The still is replaced by the kernel when the run has come to rest.
    page.wait_for_function(
        """() => { const outputs = window.jupyterapp.shell.currentWidget.content.widgets[1].model.outputs.toJSON();
           return outputs.some(each => each.data?.['text/plain']?.includes?.('iteration 1 of')); }"""
    )
    still = page.locator(".jp-Cell").nth(1).locator(".jp-OutputArea-child").nth(1)
    assert not still.is_visible()
    studio.command("docmanager:save")
    page.wait_for_function("() => !window.jupyterapp.shell.currentWidget.context.model.dirty")
    saved = json.loads(studio.path.read_text())
    assert studio.path.stat().st_size < 100_000
    for model in saved["metadata"].get("widgets", {}).values():
        assert "state" in model
    from nbconvert import HTMLExporter

    body, _ = HTMLExporter().from_filename(str(studio.path))
    assert 'src="data:image/png;base64' in body


def test_the_texts_in_japanese(studio):
    studio.edit(1, "uw.Studio('sample:snowy_night', 'sample:wave', size=48, language='ja')")
    studio.run(1)
    studio.page.get_by_role("button", name="再生", exact=True).first.wait_for()


LIKE_COLAB = """
import sys, threading, types
from ipykernel.comm.comm import BaseComm
output = types.ModuleType("google.colab.output")
output.enable_custom_widget_manager = lambda: None
sys.modules["google.colab"], sys.modules["google.colab.output"] = types.ModuleType("google.colab"), output
publish = BaseComm.publish_msg
def published(self, msg_type, data=None, metadata=None, buffers=None, **keys):
    if threading.current_thread() is threading.main_thread():
        publish(self, msg_type, data, metadata, buffers if msg_type == "comm_open" else None, **keys)
BaseComm.publish_msg = published
"""


def test_where_the_page_gets_no_binary_data_and_nothing_from_background_threads(notebook, ipykernel6):
    """Colab, as far as it can be had here."""
    opened = notebook(LIKE_COLAB, STUDIO, "studio.play(2)", kernel=ipykernel6)
    page = opened.page
    opened.run(1)
    opened.run(2)
    page.wait_for_selector(f"{PREVIEW}[data-index='0'][data-format=png]")
    press(page, "Play")
    wait_index(page, 3)
    press(page, "Pause")
    wait_status(page, "paused")
    page.wait_for_selector(f"{PREVIEW}[data-format=png]")
    assert page.evaluate("() => [...document.querySelectorAll('.uw-picker img')].some((each) => each.naturalWidth > 0)")
    at = wait_index(page, 3)
    opened.run(3)
    wait_index(page, at + 2)
    assert opened.page.locator(".jp-Cell").nth(3).locator(".jp-OutputArea img").count() == 1
