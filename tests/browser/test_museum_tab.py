"""The picker's museum in a real JupyterLab: searched for, shown with its credit line, taken with a click into the Studio."""

from __future__ import annotations

import pytest

from tests.browser.test_shelf import names_chosen
from tests.browser.test_studio import STUDIO, wait_index
from tests.museum.here import serving

AT = """
from ukiyo_widgets.museum import collections
from ukiyo_widgets.museum.met import Met
collections.MUSEUMS["met"] = Met({address!r})
"""
CREDITS = "print(studio.run.recipe.content.credit, studio.run.recipe.references[0].credit)"


@pytest.fixture(scope="module")
def museum():
    with serving() as place:
        yield place


@pytest.fixture
def shelf(notebook, museum):
    museum.begin_anew()
    opened = notebook(AT.format(address=museum.address) + STUDIO, CREDITS)
    opened.run(1)
    wait_index(opened.page, 0)
    yield opened
    (opened.lab.folder / "met-36461.jpg").unlink(missing_ok=True)


def open_museum(page, role):
    picker = page.get_by_test_id(f"picker-{role}")
    picker.get_by_role("button", name="More prints").click()
    picker.get_by_role("tab", name="Museum").click()
    return picker


def test_a_gray_print_is_searched_for_and_taken_and_the_studio_shows_it(shelf, museum):
    search_and_take(shelf, museum, "content")


def test_a_reference_is_searched_for_and_taken_and_the_studio_shows_it(shelf, museum):
    search_and_take(shelf, museum, "reference")


def search_and_take(shelf, museum, role):
    page = shelf.page
    picker = open_museum(page, role)
    page.keyboard.type("Hiroshige rain")
    assert museum.asked == []
    page.keyboard.press("Enter")
    work = picker.get_by_role("button", name="Sudden Shower & Rain")
    work.locator("img").wait_for()
    assert "Gift of somebody, 1914. Public domain (CC0)" in work.inner_text()
    panel = page.locator(".uw-panel:popover-open").bounding_box()
    assert panel["y"] + panel["height"] <= page.viewport_size["height"]  # though it has grown meanwhile
    work.click()
    picker.get_by_role("option", name="met-36461.jpg", exact=True, selected=True).wait_for()
    work.wait_for(state="hidden")  # the picture is to be seen
    assert names_chosen(page, role) == ["met-36461.jpg"]
    page.locator(f"[data-testid=picker-{role}] .uw-chosen[title*='Gift of somebody, 1914']").wait_for()
    page.get_by_test_id("runs").get_by_text("met-36461").first.wait_for(state="attached")
    shelf.run(2)
    assert "Gift of somebody, 1914. Public domain (CC0)" in shelf.output(2)


def test_a_museum_that_fails_says_so_where_it_was_asked(shelf, museum):
    museum.says("/search", b"", status=503)
    picker = open_museum(shelf.page, "reference")
    picker.get_by_role("searchbox", name="Words to look for").fill("rain")
    picker.get_by_role("button", name="Search", exact=True).click()
    picker.get_by_role("alert").filter(has_text="try again in some minutes").wait_for()
    picker.get_by_role("tab", name="Here").press("ArrowRight")
    picker.get_by_role("tab", name="Museum", selected=True).wait_for()
