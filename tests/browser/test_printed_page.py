"""A page of a print, block by block, opened from a file with the network off."""

from __future__ import annotations

import pytest

import ukiyo_widgets as uw
from tests.browser.test_page_that_plays import PREVIEW, until
from tests.engine.printing.test_separation import printed

LAST = 3


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """Make a page of a print with three inks, in both languages, and one of a gray print."""
    folder = tmp_path_factory.mktemp("printed")
    found = uw.impressions(uw.to_pil(printed()))
    assert len(found) == 1 + LAST
    return {
        "en": found.save(folder / "en.html", title="A print"),
        "ja": found.save(folder / "ja.html", language="ja"),
        "gray": uw.impressions(uw.samples.wave.gray(48)).save(folder / "gray.html"),
        "found": found,
    }


@pytest.fixture
def opened(made, open_offline):
    """Open one of the pages."""
    return lambda name, **how: open_offline(made[name], **how)


def at(page, wanted):
    page.wait_for_selector(f"{PREVIEW}[data-index='{wanted}']")


def shown(page):
    """Return the pixels of the print so far."""
    return page.evaluate(
        f"[...document.querySelectorAll('{PREVIEW} canvas')][0].getContext('2d').getImageData(0, 0, 96, 64).data.join()"
    )


def test_it_shows_the_finished_print_to_the_bit_and_every_block_by_name(opened, made):
    page = opened("en")
    at(page, LAST)
    image = made["found"][-1].image.convert("RGBA")
    assert shown(page) == ",".join(map(str, image.tobytes()))
    block = page.get_by_test_id("block")
    assert block.inner_text() == made["found"][-1].name
    page.get_by_role("button", name="key block").click()
    at(page, 0)
    assert block.inner_text() == "key block"
    assert page.get_by_role("img", name="picture, after key block").count() == 1
    assert page.get_by_role("button", name="key block").get_attribute("aria-current") == "step"


def test_it_prints_from_the_key_block_to_the_finished_print(opened):
    page = opened("en")
    at(page, LAST)
    page.evaluate(
        """() => {
            window.seen = [];
            const stage = document.querySelector("[data-testid=preview]");
            new MutationObserver(() => window.seen.push(stage.dataset.index)).observe(stage, { attributeFilter: ["data-index"] });
        }"""
    )
    page.get_by_role("button", name="Play").click()
    page.get_by_role("button", name="Pause").wait_for()
    until(page, f"window.seen.at(-1) === '{LAST}'")
    seen = page.evaluate("window.seen")
    assert seen[0] == "0"
    assert seen == sorted(set(seen))  # a slow page may leave a block out, but never goes back
    page.get_by_role("button", name="Play").wait_for()  # it has come to its end


def test_everything_can_be_reached_and_used_with_the_keyboard(opened):
    page = opened("en")
    at(page, LAST)
    timeline = page.get_by_role("slider", name="Blocks printed")
    timeline.focus()
    page.keyboard.press("Home")
    at(page, 0)
    assert timeline.get_attribute("aria-valuetext") == "0 of 3"
    page.keyboard.press("ArrowRight")
    at(page, 1)
    page.get_by_role("button", name="Next block").press("Enter")
    at(page, 2)
    names = set()
    page.evaluate("document.activeElement.blur()")
    for _ in range(20):
        page.keyboard.press("Tab")
        names.add(page.evaluate("document.activeElement.getAttribute('aria-label') ?? document.activeElement.tagName"))
    assert {"Compare with", "Side by side", "Play", "Block before", "Blocks printed", "key block", "Copy"} <= names


def test_a_block_alone_lies_beside_the_print_where_there_is_room(opened):
    page = opened("en")
    at(page, LAST)
    side = page.get_by_role("button", name="Side by side")
    assert side.get_attribute("aria-pressed") == "true"
    page.locator(f"{PREVIEW} .uw-tag.left", has_text="this block alone").wait_for()
    page.get_by_label("Compare with").select_option("the finished print")
    page.locator(f"{PREVIEW} .uw-tag.left", has_text="the finished print").wait_for()
    page.get_by_label("Compare with").select_option("the sheet before it")
    page.get_by_role("button", name="key block").click()
    at(page, 0)
    before = "[...document.querySelectorAll('[data-testid=preview] canvas')][2].getContext('2d').getImageData(30, 30, 1, 1).data"
    assert page.evaluate(f"[...{before}]") == [0xF3, 0xE8, 0xCF, 255]
    narrow = opened("en", size=(360, 740))
    at(narrow, LAST)
    assert narrow.get_by_role("button", name="Side by side").get_attribute("aria-pressed") == "false"
    until(narrow, "document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_is_in_japanese_and_as_light_or_dark_as_the_system(opened, scheme):
    page = opened("ja", color_scheme=scheme)
    at(page, LAST)
    assert page.get_by_role("button", name="再生").is_enabled()
    assert page.get_by_role("slider", name="摺った版").is_enabled()
    assert page.get_by_test_id("block").inner_text().startswith("色版 3/3：")
    assert "undefined" not in page.content().partition("<script")[0]
    ground = page.evaluate("getComputedStyle(document.querySelector('.uw-impressions')).backgroundColor")
    assert ground == ("rgb(255, 255, 255)" if scheme == "light" else "rgb(23, 25, 29)")


def test_a_print_without_colours_is_shown_and_it_says_why(opened):
    page = opened("gray")
    at(page, 0)
    assert page.get_by_text("no colours beyond its paper").is_visible()
    assert page.get_by_role("button", name="Play").count() == 0


def test_without_scripts_the_print_and_its_blocks_are_listed(made, chromium):
    context = chromium.new_context(java_script_enabled=False, offline=True)
    page = context.new_page()
    page.goto(made["en"].as_uri())
    assert page.get_by_role("img", name="the finished print").is_visible()
    assert page.locator("#uw-blocks li").all_inner_texts() == [each.name for each in made["found"]]
    context.close()
