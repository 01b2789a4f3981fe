"""The controls in a real JupyterLab: what is turned by hand and by keys, and what is said about it."""

from __future__ import annotations

import json

import pytest

from tests.browser.test_studio import STUDIO, press, style_after, wait_index, wait_status

RECIPE = "import json; print(json.dumps({'settings': str(studio.run.recipe.settings), 'at': studio.run.index}))"
CODE = "print(studio.run.recipe.to_code(iterations=studio.run.index))"


@pytest.fixture
def studio(shared):
    """A fresh Studio in a notebook that the tests share: nothing is unfolded, its controls are known."""
    shared.page.evaluate(
        "() => { for (const key of Object.keys(localStorage)) if (key.startsWith('ukiyo:')) localStorage.removeItem(key); }"
    )
    shared.edit(1, STUDIO)
    shared.run(1)
    shared.page.wait_for_selector("[data-testid=preview][data-index='0'][data-format=png]")
    shared.page.get_by_role("slider", name="Style", exact=True).wait_for()
    return shared


def control(page, name):
    return page.locator(f".uw-control[data-name='{name}']")


def settings_of(studio):
    """Return what the run's recipe says of the settings that it began with, as text, and where it stands."""
    studio.edit(2, RECIPE)
    studio.run(2)
    told = json.loads(studio.output(2))
    return told["settings"], told["at"]


def test_a_preset_chosen_on_a_run_that_has_begun_begins_a_new_one_whole(studio):
    page = studio.page
    press(page, "Step")
    wait_index(page, 1)
    wait_status(page, "paused")
    control(page, "preset").get_by_role("combobox").select_option("paper")
    pending = page.get_by_text("Takes effect with a new run: Preset")
    pending.wait_for()
    assert control(page, "style_weight").get_by_role("textbox").input_value() == "1000"
    before, at = settings_of(studio)
    assert (at, "preset='print'" in before) == (1, True)
    press(page, "Start a new run")
    page.wait_for_selector("[data-testid=preview][data-index='0']")
    pending.wait_for(state="hidden")
    studio.edit(2, "print(studio.run.recipe.settings == uw.Settings.from_preset('paper', size=96))")
    studio.run(2)
    assert studio.output(2).strip() == "True"


def test_a_page_that_shows_a_value_beyond_its_slider_asks_for_nothing(studio):
    page = studio.page
    studio.edit(2, "studio.run.set(style_weight=1e9, fade=0.9); studio.run.advance(1); print('set')")
    studio.run(2)
    page.wait_for_function(
        "() => document.querySelector('[data-name=style_weight] input[type=text]').value === '1e9'",
    )
    assert control(page, "style_weight").get_by_role("slider").get_attribute("aria-valuetext") == "1e9"
    studio.edit(2, "print(len(studio.run.recipe.changes), studio.run.settings.style_weight, studio.run.settings.fade)")
    studio.run(2)
    assert studio.output(2).split() == ["1", "1000000000.0", "0.9"]


def test_a_slider_moved_at_rest_shows_itself_by_one_iteration(studio):
    page = studio.page
    press(page, "Step")
    wait_index(page, 1)
    wait_status(page, "paused")
    page.get_by_role("slider", name="Style", exact=True).press("ArrowRight")
    assert wait_index(page, 2) == 2
    wait_status(page, "paused")
    studio.edit(2, CODE)
    studio.run(2)
    assert f"run.set(style_weight={style_after(1)})" in studio.output(2)


def test_a_slider_moved_before_the_start_says_what_to_press(studio):
    page = studio.page
    page.get_by_role("slider", name="Style", exact=True).press("ArrowRight")
    page.get_by_text("Press Play to see what it does.").wait_for()
    press(page, "Step")
    wait_index(page, 1)
    page.get_by_text("Press Play to see what it does.").wait_for(state="hidden")


def test_a_slider_is_dragged_and_says_what_stands_beside_it(studio):
    page = studio.page
    slider = page.get_by_role("slider", name="Style", exact=True)
    box = slider.bounding_box()
    middle = box["y"] + box["height"] / 2
    page.mouse.move(box["x"] + box["width"] / 2, middle)
    page.mouse.down()
    for share in (0.6, 0.7, 0.8):
        page.mouse.move(box["x"] + share * box["width"], middle)
    page.mouse.up()
    beside = control(page, "style_weight").get_by_role("textbox", name="Style, as a number").input_value()
    assert 5 < float(beside) < 50
    assert slider.get_attribute("aria-valuetext") == beside
    studio.edit(2, "print(studio.run.next_settings.style_weight)")
    studio.run(2)
    assert float(studio.output(2)) == float(beside)


def test_tab_reaches_every_control_in_order_and_the_folded_ones_by_keys(studio):
    page = studio.page
    page.get_by_role("slider", name="Style", exact=True).focus()
    assert tabbed(page, 2) == ["Style, as a number", "keep_ink"]
    toggle = page.get_by_role("button", name="Advanced", exact=True)
    assert toggle.get_attribute("aria-expanded") == "false"
    toggle.focus()
    page.keyboard.press("Enter")
    page.get_by_role("searchbox").wait_for()
    assert toggle.get_attribute("aria-expanded") == "true"
    assert tabbed(page, 2) == ["Search all settings", "The picture"]
    page.keyboard.press("Enter")
    control(page, "coarse").wait_for()
    assert tabbed(page, 2) == ["Begin small", "Iterations while small"]
    assert page.evaluate("() => window.jupyterapp.shell.currentWidget.content.mode") == "command"


def tabbed(page, n):
    """Press Tab so many times, and return what had the focus each time."""
    found = []
    for _ in range(n):
        page.keyboard.press("Tab")
        found.append(
            page.evaluate(
                """() => { const it = document.activeElement;
                   return it.getAttribute('aria-label') ?? it.closest('.uw-control')?.dataset.name
                     ?? it.firstChild.textContent; }"""
            )
        )
    return found


def test_what_differs_from_the_preset_is_marked_and_goes_back_by_a_click(studio):
    page = studio.page
    press(page, "Advanced")
    page.get_by_role("searchbox").fill("fade")
    fade = control(page, "fade")
    back = fade.get_by_role("button")
    assert back.count() == 0
    fade.get_by_role("textbox").fill("0.01")
    fade.get_by_role("textbox").press("Enter")
    back.wait_for()
    assert back.get_attribute("aria-label") == "Style fades: back to 0.0025, as in the preset"
    assert page.locator("summary", has_text="What is minimised").get_by_text("1 changed").count() == 1
    back.click()
    back.wait_for(state="hidden")
    assert fade.get_by_role("textbox").input_value() == "0.0025"
    assert fade.get_by_role("slider").evaluate("it => it === document.activeElement")


def test_a_search_finds_by_name_words_and_help(studio):
    page = studio.page
    press(page, "Advanced")
    search = page.get_by_role("searchbox")
    shown = page.locator(".uw-advanced .uw-control:visible")
    for sought, name in (
        ("snapshot", "snapshot_memory_mb"),
        ("How differences", "loss_form"),
        ("quasi-", "lbfgs_step"),
    ):
        search.fill(sought)
        page.wait_for_function("() => document.querySelectorAll('.uw-advanced .uw-control:not([hidden])').length === 1")
        assert shown.get_attribute("data-name") == name
    search.fill("nothing of the kind")
    page.get_by_text("No setting goes by that.").wait_for()
    search.fill("")
    page.get_by_text("No setting goes by that.").wait_for(state="hidden")
    assert shown.count() == 0


def test_help_comes_with_the_focus_and_goes_with_escape(studio):
    page = studio.page
    help_ = control(page, "size").get_by_role("tooltip")
    assert not help_.is_visible()
    page.get_by_role("checkbox", name="Keep the ink lines").focus()
    page.keyboard.press("Tab")
    help_.wait_for()
    assert "Longest side" in help_.inner_text()
    assert "In Python: size" in help_.inner_text()
    described = control(page, "size").get_by_role("spinbutton").get_attribute("aria-describedby")
    assert help_.get_attribute("id") in described
    page.keyboard.press("Escape")
    help_.wait_for(state="hidden")
    control(page, "iterations").locator("label").hover()
    control(page, "iterations").get_by_role("tooltip").wait_for()


def test_a_wrong_value_is_refused_at_its_place_and_stays_to_be_mended(studio):
    page = studio.page
    size = control(page, "size").get_by_role("spinbutton")
    size.fill("3")
    size.press("Enter")
    control(page, "size").get_by_role("alert").get_by_text("16 to 8192").wait_for()
    assert (size.input_value(), size.get_attribute("aria-invalid")) == ("3", "true")
    size.fill("64")
    size.press("Enter")
    page.wait_for_function("() => document.querySelector('[data-name=size] [aria-invalid]').ariaInvalid === 'false'")
