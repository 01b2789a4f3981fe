"""Slides are gone through with keys and clicks, offline; worksheets come out of the printer as whole pages."""

from __future__ import annotations

import re

import pypdfium2
import pytest

from docs.lessons import pages, printing
from docs.lessons.lesson import read
from docs.lessons.words import Words
from tests.browser.conftest import new_page
from tests.lessons import NOTEBOOKS, as_if_executed

TOO_LARGE = """() => [...document.querySelectorAll('section')].filter(section => {
  document.querySelector('section.here').classList.remove('here');
  section.classList.add('here');
  return [section, section.querySelector('.words')].some(box =>
    box.scrollWidth > box.clientWidth + 2 || box.scrollHeight > box.clientHeight + 2);
}).map(section => section.innerText.slice(0, 80))"""


@pytest.fixture(scope="module")
def written(tmp_path_factory):
    folder = tmp_path_factory.mktemp("lessons")
    pages.write(as_if_executed(folder / "notebooks"), NOTEBOOKS, folder / "out")
    return folder / "out"


@pytest.fixture
def page(chromium):
    page = new_page(chromium)
    page.context.set_offline(True)
    page.set_viewport_size({"width": 1280, "height": 720})
    yield page
    page.context.close()


def at(page):
    """Return the place, which only one screen has."""
    (shown,) = page.locator("section.here").all()
    assert shown.is_visible()
    return page.locator("#place").inner_text()


def test_keys_and_clicks_go_through_the_slides(page, written):
    page.goto((written / "slides-09.html").as_uri())
    number = page.locator("section").count()
    assert at(page) == f"1 / {number}"
    for key, place in [
        ("ArrowRight", 2), (" ", 3), ("PageDown", 4), ("ArrowLeft", 3), ("Shift+ ", 2), ("PageUp", 1), ("PageUp", 1),
        ("End", number), ("ArrowRight", number), ("Home", 1),
    ]:  # fmt: skip
        page.keyboard.press(key)
        assert at(page) == f"{place} / {number}"
    page.mouse.click(900, 300)
    assert at(page) == f"2 / {number}"
    page.mouse.click(40, 300)
    assert at(page) == f"1 / {number}"

    page.keyboard.press("Escape")
    assert page.locator("section >> visible=true").count() == number
    page.locator("section").nth(4).click()
    assert at(page) == f"5 / {number}"
    assert page.locator("section >> visible=true").count() == 1
    page.reload()
    assert at(page) == f"5 / {number}"


def test_notes_stand_below_or_in_a_window_that_goes_along(page, written):
    page.goto((written / "slides-01.html").as_uri() + "#3")
    assert not page.locator("#notes").is_visible()
    page.keyboard.press("n")
    assert "Each filter gives one feature map" in page.locator("#notes").inner_text()
    page.keyboard.press("n")
    assert not page.locator("#notes").is_visible()
    with page.context.expect_page() as opened:
        page.keyboard.press("s")
    notes = opened.value
    notes.locator("#notes", has_text="Each filter gives one feature map").wait_for()
    page.keyboard.press("Home")
    notes.locator("#notes", has_text="neither").wait_for()  # of the introduction
    notes.keyboard.press("End")
    page.locator("#place", has_text=re.compile(r"^(\d+) / \1$")).wait_for()


@pytest.mark.parametrize("size", [(1280, 720), (1920, 1080), (1024, 768)], ids=str)
def test_nothing_is_larger_than_the_wall(page, written, size):
    page.set_viewport_size({"width": size[0], "height": size[1]})
    for path in sorted(written.glob("slides-*.html")):
        page.goto(path.as_uri())
        page.evaluate("document.fonts.ready.then(() => true)")
        assert page.evaluate(TOO_LARGE) == [], path.name


def test_printed_slides_are_a_page_each(page, written):
    page.goto((written / "slides-05-ja.html").as_uri())
    assert len(pypdfium2.PdfDocument(page.pdf(prefer_css_page_size=True))) == page.locator("section").count()


def letters(markdown):
    """Return the first letters, up to a formula or code, which a PDF has as other characters."""
    return re.sub(r"[\W_]", "", re.split(r"[$`]", markdown)[0])[:12]


def test_worksheets_are_one_or_two_pages_with_their_text_in_both_languages(written, chromium):
    printing.write_pdfs(written, browser=chromium)
    for language in ("en", "ja"):
        words = Words(language)
        for path in pages.notebooks(NOTEBOOKS):
            lesson = read(path)
            with pypdfium2.PdfDocument(written / f"{pages.page_name('worksheet', lesson.number, language)}.pdf") as pdf:
                sheets = [re.sub(r"[\W_]", "", sheet.get_textpage().get_text_range()) for sheet in pdf]
                assert [tuple(map(round, sheet.get_size())) for sheet in pdf] == [(595, 842)] * len(sheets)
            assert len(sheets) == (2 if lesson.exercises else 1), path.stem
            assert letters(words(lesson.title)) in sheets[0]
            assert all(letters(words(each.texts[0])) in sheets[0] for each in lesson.predictions), path.stem
            assert all(letters(words(each.text)) in sheets[-1] for each in lesson.exercises), path.stem
            assert letters(words("What surprised me, and what I would say about it now")) in sheets[-1]
