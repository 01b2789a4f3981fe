"""The colour tools in a real JupyterLab: dabs, lassos, swatches, keys."""

from __future__ import annotations

import re

import pytest

from tests.browser.test_studio import PREVIEW, copied_code, press, wait_index, wait_status

STUDIO = "studio = uw.Studio('sample:wave', 'sample:red_mountain', size=96, iterations=400, settle=0); studio"
PICTURE, REFERENCE = ".uw-board canvas", ".uw-reference"
SQUARE = [(0.2, 0.2), (0.6, 0.2), (0.6, 0.7), (0.2, 0.7)]


@pytest.fixture
def studio(shared):
    """A fresh Studio with its colour tools open."""
    shared.edit(1, STUDIO)
    shared.run(1)
    page = shared.page
    page.wait_for_selector(f"{PREVIEW}[data-index='0'][data-format=png]")
    press(page, "Colour…")
    page.wait_for_selector(".uw-swatch")
    return shared


def place(page, x, y, canvas=PICTURE):
    """Return where a point of a picture, in shares, lies on the screen, to which it is scrolled."""
    page.locator(PREVIEW if canvas == PICTURE else canvas).scroll_into_view_if_needed()
    box = page.locator(canvas).first.bounding_box()
    return box["x"] + x * box["width"], box["y"] + y * box["height"]


def click(page, x, y, canvas=PICTURE):
    page.mouse.click(*place(page, x, y, canvas))


def drag(page, points, canvas=PICTURE):
    page.mouse.move(*place(page, *points[0], canvas))
    page.mouse.down()
    for point in points[1:]:
        page.mouse.move(*place(page, *point, canvas), steps=5)
    page.mouse.up()


def setting(studio, name):
    """Return what a setting is in Python now, as text."""
    studio.edit(2, f"studio.player.wait(); print(repr(str(studio.run.settings.{name})))")
    studio.run(2)
    return re.search(r"'(.*)'", studio.output(2))[1]


def wait_edits(page, count):
    """Wait until the kernel has answered that so many edits are there."""
    page.wait_for_function(
        "count => (document.querySelector('.uw-count').textContent || '0') === String(count)", arg=count
    )


def test_a_click_lays_a_dab_that_the_next_iteration_and_the_recipe_have(studio):
    page = studio.page
    click(page, 0.25, 0.5)
    wait_edits(page, 1)
    wait_index(page, 1)
    wait_status(page, "paused")
    x, y, colour = re.fullmatch(r"([\d.]+),([\d.]+)=(#\w{6})", setting(studio, "hints")).groups()
    assert (float(x), float(y)) == (pytest.approx(0.25, abs=0.01), pytest.approx(0.5, abs=0.01))
    assert colour == page.get_by_label("Colour of the brush").input_value()
    assert f"run.set(hints='{x},{y}={colour}')" in copied_code(page)


def test_where_a_dab_lies_does_not_depend_on_zoom_and_pan(studio):
    page = studio.page
    stage = page.locator(PREVIEW).bounding_box()
    page.mouse.move(stage["x"] + 20, stage["y"] + 20)
    for _ in range(2):
        press(page, "Zoom in")
    page.keyboard.down("Shift")
    middle = (stage["x"] + stage["width"] / 2, stage["y"] + stage["height"] / 2)
    page.mouse.move(*middle)
    page.mouse.down()
    page.mouse.move(middle[0] + 30, middle[1] + 20, steps=3)
    page.mouse.up()
    page.keyboard.up("Shift")
    click(page, 0.45, 0.4)
    wait_edits(page, 1)
    x, y = setting(studio, "hints").split("=")[0].split(",")
    assert (float(x), float(y)) == (pytest.approx(0.45, abs=0.01), pytest.approx(0.4, abs=0.01))


def test_a_stroke_and_undo_by_keys_while_jupyterlab_keeps_its_cells(studio):
    page = studio.page
    cells = page.locator(".jp-Notebook .jp-Cell").count()
    drag(page, [(0.3, 0.3), (0.6, 0.5)])
    page.wait_for_function("() => Number(document.querySelector('.uw-count').textContent) > 3")
    page.keyboard.press("Control+z")
    wait_edits(page, 0)
    for key, name in {"r": "Region", "i": "Inks", "b": "Brush"}.items():
        page.keyboard.press(key)
        page.locator(f"[data-testid=tools] [aria-label='{name}'][aria-pressed=true]").wait_for()
    assert page.locator(".jp-Notebook .jp-Cell").count() == cells
    assert setting(studio, "hints") == ""


def test_the_eyedropper_takes_the_references_colour_and_the_pictures(studio):
    page = studio.page
    press(page, "Pick colour")
    for canvas in (REFERENCE, PICTURE):
        press(page, "Pick colour") if canvas == PICTURE else None
        click(page, 0.55, 0.62, canvas)
        page.locator("[data-testid=tools] [aria-label=Brush][aria-pressed=true]").wait_for()
        mean = page.locator(canvas).first.evaluate(
            """canvas => { const at = (share, size) => Math.floor(share * size) - 1;
               const { data } = canvas.getContext('2d').getImageData(at(0.55, canvas.width), at(0.62, canvas.height), 3, 3);
               return [0, 1, 2].map((c) => data.filter((_, i) => i % 4 === c).reduce((sum, each) => sum + each) / 9); }"""
        )
        colour = page.get_by_label("Colour of the brush").input_value()
        assert [int(colour[i : i + 2], 16) for i in (1, 3, 5)] == pytest.approx(mean, abs=12)


def test_a_region_of_two_lassos_led_in_words(studio):
    page = studio.page
    press(page, "Region")
    drag(page, [*SQUARE, SQUARE[0]])
    page.get_by_text("Now draw a line around the part of the reference").wait_for()
    drag(page, [*SQUARE, SQUARE[0]], REFERENCE)
    wait_edits(page, 1)
    content, reference = setting(studio, "regions").split(" > ")
    for outline in (content, reference):
        points = [tuple(map(float, point.split(","))) for point in outline.split()]
        assert 4 <= len(points) <= 8
        for corner in SQUARE:
            assert min(abs(x - corner[0]) + abs(y - corner[1]) for x, y in points) < 0.03
    press(page, "Undo")
    wait_edits(page, 0)
    assert setting(studio, "regions") == ""


def test_escape_forgets_half_a_region(studio):
    page = studio.page
    press(page, "Region")
    drag(page, [*SQUARE, SQUARE[0]])
    page.get_by_text("Now draw a line around the part of the reference").wait_for()
    page.keyboard.press("Escape")
    page.get_by_text("Draw a line around a part of the picture, then").wait_for()
    assert page.locator("[data-testid=tools]").is_visible()


def test_an_ink_is_printed_in_another_colour_and_brought_back(studio):
    page = studio.page
    press(page, "Inks")
    swatch = page.locator(".uw-swatch").nth(1)
    ink = swatch.get_attribute("data-ink")
    swatch.locator("input[type=color]").fill("#2a6e4e")
    wait_edits(page, 1)
    assert setting(studio, "palette") == f"{ink}=#2a6e4e"
    page.locator(".uw-swatch.changed").wait_for()
    press(page, f"Print {ink} as it is")
    wait_edits(page, 0)
    assert setting(studio, "palette") == ""


def test_the_tools_by_keys_alone(studio):
    page = studio.page
    page.get_by_role("application", name="Picture to paint on").focus()
    for key in ("ArrowRight", "ArrowRight", "ArrowUp", "Enter"):
        page.keyboard.press(key)
    wait_edits(page, 1)
    assert setting(studio, "hints").startswith("0.54,0.48=#")


def test_a_cells_hints_show_and_clear_takes_them_away(studio):
    page = studio.page
    studio.edit(2, "studio.run.set(hints='0.2,0.2=#112233; 0.4,0.4=#445566')")
    studio.run(2)
    wait_edits(page, 2)
    assert page.get_by_role("button", name="Undo", exact=True).is_disabled()
    press(page, "Clear")
    wait_edits(page, 0)
    assert setting(studio, "hints") == ""


def test_a_forged_message_is_refused_in_words(studio):
    page = studio.page
    studio.edit(2, "studio.preview._handle_custom_msg({'kind': 'dabs', 'dabs': [[0.1, 0.1, 'red', 0.1]]}, [])")
    studio.run(2)
    page.get_by_role("alert").get_by_text("six hexadecimal digits").wait_for()
    click(page, 0.5, 0.5)
    wait_edits(page, 1)
    page.get_by_role("alert").get_by_text("six hexadecimal digits").wait_for(state="hidden")
