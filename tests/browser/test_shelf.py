"""The pickers in a real JupyterLab: they speak of the run on the screen, nothing blends by itself, files come by themselves."""

from __future__ import annotations

import pytest

from tests.browser.test_studio import STUDIO, picture, press, wait_index, wait_status


def chosen(page, role):
    return page.get_by_test_id(f"picker-{role}").get_by_role("option", selected=True)


def names_chosen(page, role):
    chosen(page, role).first.wait_for()
    return [each.get_attribute("aria-label") for each in chosen(page, role).all()]


def test_a_run_that_is_shown_selects_its_prints_and_reset_keeps_them(notebook):
    opened = notebook(STUDIO, "print(studio.run.recipe.references[0].source, studio.run.settings.size)")
    page = opened.page
    opened.run(1)
    wait_index(page, 0)
    press(page, "Step")
    wait_index(page, 1)
    wait_status(page, "paused")
    reference = page.get_by_test_id("picker-reference")
    [first] = names_chosen(page, "reference")
    other = reference.locator("[role=option][aria-selected=false]").first
    other_name = other.get_attribute("aria-label")
    other.click()
    rows = page.locator("[data-testid=runs] li")
    page.wait_for_function("() => document.querySelectorAll('[data-testid=runs] li').length === 2")
    press(page, "Step")
    wait_index(page, 1)
    wait_status(page, "paused")
    assert names_chosen(page, "reference") == [other_name]
    rows.nth(0).get_by_role("button", name="Show Run 1").first.click()
    reference.get_by_role("option", name=first, exact=True, selected=True).wait_for()
    assert names_chosen(page, "reference") == [first]
    press(page, "Reset")
    page.wait_for_function("() => document.querySelectorAll('[data-testid=runs] li').length === 3")
    wait_status(page, "ready")
    opened.run(2)
    assert "sample:wave" in opened.output(2)
    assert names_chosen(page, "reference") == [first]


def test_references_added_together_go_on_the_shelf_and_one_is_chosen(notebook, tmp_path):
    opened = notebook(STUDIO, "print(len(studio.run.recipe.references), 'references')")
    page = opened.page
    opened.run(1)
    wait_index(page, 0)
    files = [tmp_path / f"sheet {number}.png" for number in range(3)]
    for number, file in enumerate(files):
        file.write_bytes(picture((64, 48), color=(40 * number, 90, 30)))
    reference = page.get_by_test_id("picker-reference")
    reference.locator("input[type=file]").set_input_files(files)
    reference.get_by_role("option", name="sheet 2.png", exact=True).wait_for()
    reference.get_by_role("option", name="sheet 0.png", exact=True, selected=True).wait_for()
    assert names_chosen(page, "reference") == ["sheet 0.png"]
    more = reference.get_by_role("button", name="More prints")
    more.click()
    press(page, "Blend several")
    reference.get_by_role("option", name="sheet 1.png", exact=True).click()
    page.wait_for_function(
        "() => document.querySelectorAll('[data-testid=picker-reference] [role=option][aria-selected=true]').length === 2"
    )
    press(page, "All of these")
    page.wait_for_function(
        "() => !document.querySelector('[data-testid=picker-reference] [role=option][aria-selected=false]')"
    )  # the gray print is not among them
    assert names_chosen(page, "content")[0] not in names_chosen(page, "reference")


@pytest.fixture
def shelf(notebook):
    opened = notebook(STUDIO)
    opened.run(1)
    wait_index(opened.page, 0)
    return opened


def test_the_panel_by_keys(shelf):
    page = shelf.page
    reference = page.get_by_test_id("picker-reference")
    opener = reference.get_by_role("button", name="More prints")
    [before] = names_chosen(page, "reference")
    assert before in opener.get_attribute("aria-label")
    opener.focus()
    page.keyboard.press("Enter")
    panel = reference.get_by_role("group", name="Colour reference")
    panel.wait_for()
    page.wait_for_selector("[data-testid=picker-reference] .uw-chosen[aria-expanded=true]")
    page.wait_for_function("() => document.activeElement.getAttribute('role') === 'option'")
    page.keyboard.press("Escape")
    panel.wait_for(state="hidden")
    page.wait_for_function("() => document.activeElement.matches('.uw-chosen[aria-expanded=false]')")
    page.keyboard.press("Enter")
    page.wait_for_function("() => document.activeElement.getAttribute('role') === 'option'")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    panel.wait_for(state="hidden")  # what was asked for is there: the picture is to be seen
    label = "() => document.querySelector('[data-testid=picker-reference] .uw-chosen').getAttribute('aria-label')"
    page.wait_for_function(f"name => !({label})().includes(name)", arg=before)
    assert names_chosen(page, "reference") != [before]


def test_a_print_put_beside_the_notebook_appears_by_itself_and_is_found_by_name(shelf):
    page = shelf.page
    reference = page.get_by_test_id("picker-reference")
    for number in range(9):
        (shelf.lab.folder / f"hiroshige-station-{number}.png").write_bytes(
            picture((64, 48), color=(20 * number, 9, 90))
        )
    reference.get_by_role("option", name="hiroshige-station-8.png", exact=True).wait_for()
    reference.get_by_role("button", name="More prints").click()
    reference.get_by_role("searchbox", name="Search").fill("STATION-8")
    listed = "[data-testid=picker-reference] [role=option]:not([hidden])"
    page.wait_for_function(
        "listed => document.querySelectorAll(listed).length === 2", arg=listed
    )  # with the one chosen
    reference.get_by_role("option", name="hiroshige-station-8.png").click()
    reference.get_by_role("option", name="hiroshige-station-8.png", selected=True).wait_for()
    for each in shelf.lab.folder.glob("hiroshige-*"):
        each.unlink()


def test_a_drag_from_the_file_browser_chooses_the_print(shelf):
    page = shelf.page
    (shelf.lab.folder / "dragged.png").write_bytes(picture((64, 48), color=(200, 90, 10)))
    shelf.command("filebrowser:refresh")
    row = page.locator(".jp-DirListing-item", has_text="dragged.png")
    row.wait_for()
    reference = page.get_by_test_id("picker-reference")
    here, there = row.bounding_box(), reference.bounding_box()
    page.mouse.move(here["x"] + 30, here["y"] + 8)
    page.mouse.down()
    page.mouse.move(here["x"] + 60, here["y"] + 30, steps=4)
    page.mouse.move(there["x"] + there["width"] / 2, there["y"] + there["height"] / 2, steps=6)
    page.locator("[data-testid=picker-reference].over").wait_for()
    page.mouse.up()
    reference.get_by_role("option", name="dragged.png", exact=True, selected=True).wait_for()
    assert page.locator(".jp-MainAreaWidget", has=page.locator(".jp-ImageViewer")).count() == 0
    (shelf.lab.folder / "dragged.png").unlink()
