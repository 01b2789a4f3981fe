"""The pickers in a real JupyterLab: they speak of the run on the screen, and nothing blends by itself."""

from __future__ import annotations

from tests.browser.test_studio import STUDIO, picture, press, wait_index, wait_status


def chosen(page, role):
    return page.get_by_test_id(f"picker-{role}").get_by_role("option", selected=True)


def names_chosen(page, role):
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
    press(page, "Blend several")
    reference.get_by_role("option", name="sheet 1.png", exact=True).click()
    page.wait_for_function(
        "() => document.querySelectorAll('[data-testid=picker-reference] [aria-selected=true]').length === 2"
    )
    press(page, "All of these")
    page.wait_for_function(
        """() => document.querySelectorAll('[data-testid=picker-reference] [aria-selected=false]').length === 1"""
    )  # the gray print stays out
    assert names_chosen(page, "content")[0] not in names_chosen(page, "reference")
