"""Where things stand in a real JupyterLab: the picture in sight without scrolling, and nothing that jumps."""

from __future__ import annotations

import re

import pytest

from tests.browser.conftest import PATIENCE_MS, Notebook
from tests.browser.test_studio import PREVIEW, press, wait_index, wait_status

STUDIO = "studio = uw.Studio('sample:wave', 'sample:red_mountain', size=96, iterations=40); studio"
STAGE, PLAY = ".uw-stage", ".uw-play"

BOXES = """names => Object.fromEntries(names.map((name) => {
  const { left, top, right, bottom } = document.querySelector(name).getBoundingClientRect();
  return [name, [left, top, right, bottom]];
}))"""


@pytest.fixture
def opened(lab, chromium):
    """Open a notebook on a screen of some size, run the Studio's cell as a person does, and return its page."""
    contexts, notebooks = [], []

    def open_(width, height, *, scale=1, cell=STUDIO, touch=False, forced_colors="none"):
        context = chromium.new_context(
            viewport={"width": width, "height": height},
            device_scale_factor=scale,
            has_touch=touch,
            forced_colors=forced_colors,
        )
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(PATIENCE_MS)
        notebooks.append(Notebook(lab, page, f"layout-{len(contexts)}-{width}.ipynb", [cell, ""]))
        page.locator(".jp-Notebook .jp-Cell").nth(1).locator(".cm-content").click()
        page.keyboard.press("Shift+Enter")
        page.wait_for_selector(f"{PREVIEW}[data-index='0'][data-format=png]")
        page.wait_for_function("() => !document.querySelector('.uw-busy').textContent")
        return page

    yield open_
    for each in notebooks:
        each.close()


def boxes(page, *names):
    return page.evaluate(BOXES, list(names))


def room(page):
    """Return the part of the window that the notebook has."""
    return boxes(page, ".jp-WindowedPanel-outer")[".jp-WindowedPanel-outer"]


def seen(box, within):
    """Return whether a box is wholly in sight."""
    return box[0] >= within[0] and box[1] >= within[1] and box[2] <= within[2] and box[3] <= within[3]


@pytest.mark.parametrize("scale", [1, 1.5], ids=["1280x720", "1920x1080 at 150 %"])
def test_after_shift_enter_picture_play_and_controls_are_in_sight(opened, scale):
    page = opened(1280, 720, scale=scale)
    within, found = room(page), boxes(page, STAGE, PLAY, ".uw-timeline", ".uw-controls", ".uw-studio-shelf")
    assert seen(found[STAGE], within)
    assert seen(found[PLAY], within)
    assert seen(found[".uw-timeline"], within)
    left, top, right, bottom = found[STAGE]
    assert (right - left) * (bottom - top) >= 0.25 * 1280 * 720
    first_control = found[".uw-controls"]
    assert within[1] <= first_control[1] < within[3] - 200
    assert found[".uw-studio-shelf"][2] - found[".uw-studio-shelf"][0] <= 100
    assert found[".uw-studio-shelf"][2] <= left
    assert right <= first_control[0]


@pytest.mark.parametrize(("width", "height"), [(700, 900), (2000, 1100), (900, 1400)])
def test_other_screens_show_picture_and_play_and_cut_nothing_off(opened, width, height):
    page = opened(width, height)
    within, found = room(page), boxes(page, STAGE, PLAY)
    assert seen(found[STAGE], within)
    assert seen(found[PLAY], within)
    cut = page.evaluate(
        """() => [...document.querySelectorAll('.uw-transport .uw-button, .uw-head-row > *, .uw-zoom > *')]
             .filter((each) => each.getClientRects().length)
             .filter((each) => {
               const box = each.getBoundingClientRect();
               const studio = document.querySelector('.uw-studio-center').getBoundingClientRect();
               return box.left < studio.left - 1 || box.right > studio.right + 1 || each.scrollWidth > each.clientWidth + 1; })
             .map((each) => each.getAttribute('aria-label') ?? each.className)"""
    )
    assert cut == []


def test_nothing_jumps(opened):
    page = opened(1280, 720)
    names = [STAGE, PLAY, ".uw-timeline", ".uw-controls", ".uw-foot", ".uw-drive > :last-of-type"]
    before, at_first = boxes(page, *names), boxes(page, ".uw-studio-main")[".uw-studio-main"]

    def stays(what):
        now, main = boxes(page, *names), boxes(page, ".uw-studio-main")[".uw-studio-main"]
        scrolled = main[1] - at_first[1]  # a click far below brings it in sight
        assert {name: [x, y - scrolled, to_x, to_y - scrolled] for name, (x, y, to_x, to_y) in now.items()} == before, (
            what
        )

    press(page, "Play")
    wait_index(page, 2)
    stays("Play, and its first pictures")
    press(page, "Pause")
    wait_status(page, "paused")
    stays("Pause")
    page.get_by_role("button", name="Side by side").click()
    stays("side by side")
    page.get_by_role("button", name="Side by side").click()
    press(page, "Colour…")
    page.wait_for_selector(".uw-swatch")
    stays("the colour tools")
    tools = boxes(page, ".uw-source", ".uw-toolset")
    for name in ("Pick colour", "Region", "Inks", "Brush"):
        press(page, name)
        assert boxes(page, ".uw-source", ".uw-toolset") == tools, name
    press(page, "Colour…")
    press(page, "Losses")
    page.wait_for_selector(".uw-chart .uplot")
    stays("the losses")
    chart = boxes(page, ".uw-chart")
    press(page, "Step")
    wait_status(page, "paused")
    assert boxes(page, ".uw-chart") == chart
    page.get_by_label("Compare with").select_option("reference")
    stays("what it is compared with")


def test_another_shape_of_print_moves_nothing(opened):
    page = opened(1280, 720)
    before = boxes(page, STAGE, PLAY)
    page.get_by_test_id("picker-content").get_by_role("option", name="Snow at Night").click()
    page.wait_for_function(
        "() => { const { width, height } = document.querySelector('.uw-board canvas'); return height > width; }"
    )
    assert boxes(page, STAGE, PLAY) == before


@pytest.mark.parametrize(("width", "height"), [(1280, 720), (700, 900)], ids=["beside", "in a row above"])
def test_a_picker_that_is_open_moves_nothing(opened, width, height):
    page = opened(width, height)
    pickers = [f"[data-testid=picker-{role}]" for role in ("content", "reference")]
    page.wait_for_function(
        "() => [...document.querySelectorAll('.uw-print .uw-picture')].every((each) => each.firstElementChild)"
    )
    before = boxes(page, *pickers, STAGE, PLAY)
    for picker in pickers:
        page.locator(picker).get_by_role("button", name="More prints").click()
        page.locator(picker).locator(".uw-panel:popover-open .uw-prints").wait_for()
        assert boxes(page, *pickers, STAGE, PLAY) == before
        page.keyboard.press("Escape")
        page.locator(picker).locator(".uw-panel").wait_for(state="hidden")
        page.locator(picker).locator("> .uw-stock .uw-prints").wait_for()
        assert boxes(page, *pickers, STAGE, PLAY) == before


def test_the_reference_is_in_sight_beside_the_picture_while_colours_are_chosen(opened):
    page = opened(1280, 720)
    press(page, "Colour…")
    page.wait_for_selector(".uw-swatch")
    within, found = room(page), boxes(page, STAGE, ".uw-reference", ".uw-swatches")
    assert all(seen(each, within) for each in found.values())
    assert found[STAGE][2] <= found[".uw-reference"][0]


def test_the_whole_screen_has_picture_play_and_wipe_and_escape_ends_it(opened):
    page = opened(1280, 720)
    press(page, "Whole screen")
    page.wait_for_selector(".uw-studio.uw-presenting")
    page.wait_for_function("() => document.querySelector('.uw-stage').clientWidth > 1100")
    found = boxes(page, STAGE, PLAY, ".uw-wipe")
    assert all(seen(each, [-20, 0, 1300, 720]) for each in found.values())
    left, top, right, bottom = found[STAGE]
    assert (right - left) * (bottom - top) > 0.6 * 1280 * 720
    assert not page.locator(".uw-studio-shelf").is_visible()
    press(page, "Leave the whole screen (Esc)")
    page.wait_for_selector(".uw-studio:not(.uw-presenting)")
    assert page.locator(".uw-studio-shelf").is_visible()


def test_gray_is_seen_as_long_as_a_button_or_a_key_is_held(opened):
    page = opened(1280, 720)
    gray = page.locator(".uw-gray")
    button = page.get_by_role("button", name="Hold to see the gray print")
    button.hover()
    page.mouse.down()
    gray.wait_for(state="visible")
    page.mouse.up()
    gray.wait_for(state="hidden")
    page.locator(STAGE).click()
    page.keyboard.down("g")
    gray.wait_for(state="visible")
    pixels = gray.evaluate("each => [...each.getContext('2d').getImageData(0, 0, each.width, each.height).data]")
    assert pixels[0::4] == pixels[1::4] == pixels[2::4]
    assert max(pixels[0::4]) - min(pixels[0::4]) > 100
    page.keyboard.up("g")
    gray.wait_for(state="hidden")


def test_the_wipes_line_and_handle_are_whole_at_the_edge_of_the_picture(opened):
    page = opened(1280, 720)
    wipe = page.get_by_role("slider", name="Compare: wipe")
    for key in ("Home", "End"):
        wipe.press(key)
        stage, board = boxes(page, STAGE, ".uw-board")[STAGE], page.locator(".uw-board canvas").first.bounding_box()
        line = page.evaluate(
            """() => { const wipe = document.querySelector('.uw-wipe'); const box = wipe.getBoundingClientRect();
               const aside = parseFloat(getComputedStyle(wipe).getPropertyValue('--uw-aside'));
               return [box.left + box.width / 2, box.left + aside, box.left + aside + 28]; }"""
        )
        edge = board["x"] + (board["width"] if key == "End" else 0)
        assert line[0] == pytest.approx(min(max(edge, stage[0]), stage[2]), abs=2)
        assert line[1] >= stage[0]
        assert line[2] <= stage[2]


def test_folded_sections_stay_as_they_were_left(opened):
    page = opened(1280, 720)
    losses = page.get_by_role("button", name="Losses", exact=True)
    assert losses.get_attribute("aria-expanded") == "false"
    losses.click()
    page.evaluate("() => window.jupyterapp.commands.execute('docmanager:save')")
    page.wait_for_function("() => window.jupyterapp.shell.currentWidget.context.model.dirty === false")
    page.reload()
    page.wait_for_selector(f"{PREVIEW}[data-index='0']")
    page.locator(".uw-fold[aria-expanded=true]", has_text="Losses").wait_for()


def test_after_a_stop_beyond_the_end_the_numbers_agree(opened):
    page = opened(1280, 720, cell=STUDIO.replace("iterations=40", "iterations=40, settle=0"))
    press(page, "Play")
    wait_status(page, "finished")
    press(page, "Play")
    wait_index(page, 41)
    press(page, "Pause")
    page.wait_for_selector("[data-testid=status]:not([data-status=playing]):not([data-status=stopping])")
    at, end = map(int, re.fullmatch(r"(\d+) of (\d+)", page.get_by_test_id("where").inner_text()).groups())
    status = page.get_by_test_id("status").inner_text()
    assert (status, end) == (("Finished", at) if at >= end else ("Paused", 80))


def test_keys_are_listed_and_the_picture_is_no_tab_stop_without_a_tool(opened):
    page = opened(1280, 720)
    assert page.locator(".uw-stage .uw-glass").get_attribute("tabindex") == "-1"
    page.locator(STAGE).click()
    page.keyboard.press("?")
    page.get_by_text("hold: the gray print").wait_for()
    page.keyboard.press("Escape")
    page.get_by_text("hold: the gray print").wait_for(state="hidden")
    press(page, "Colour…")
    assert page.locator(".uw-stage .uw-glass").get_attribute("tabindex") == "0"


def test_forced_colours_and_touch(opened):
    page = opened(1280, 720, touch=True, forced_colors="active")
    button = page.get_by_role("button", name="Side by side")
    plain = button.evaluate("each => getComputedStyle(each).outlineStyle")
    button.tap()
    page.locator("[aria-label='Side by side'][aria-pressed=true]").wait_for()
    assert button.evaluate("each => getComputedStyle(each).outlineStyle") != plain
    page.get_by_role("button", name="Play", exact=True).first.tap()
    wait_index(page, 1)
