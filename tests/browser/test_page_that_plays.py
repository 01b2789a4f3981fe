"""A page made of a run, opened from a file with the network off."""

from __future__ import annotations

import pytest

import ukiyo_widgets as uw

PREVIEW = "[data-testid=preview]"


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """Make a page of one run, and one of a run and its fork."""
    folder = tmp_path_factory.mktemp("pages")
    run = uw.colorize("sample:wave", "sample:red_mountain", size=64)
    one = run.export_html(folder / "one.html", frames=[run.frame, *run.steps(4)])
    fork = run.fork(vividness=1.0)
    fork.advance(2)
    two = uw.Batch([run, fork], labels=["first", "second"]).export_html(folder / "two.html", language="ja")
    return {"one": one, "two": two, "run": run}


@pytest.fixture
def opened(made, open_offline):
    """Open one of the pages."""
    return lambda name, **how: open_offline(made[name], **how)


def index(page, wanted):
    page.wait_for_selector(f"{PREVIEW}[data-index='{wanted}']")


def until(page, condition):
    """Wait for a condition; the page forbids the evaluation by which Playwright's own way looks a second time."""
    page.evaluate(
        f"() => new Promise(met => {{ const look = () => {condition} ? met() : requestAnimationFrame(look); look(); }})"
    )


def pixels(page, place):
    return page.evaluate(
        f"[...document.querySelectorAll('{PREVIEW} canvas')][{place}].getContext('2d').getImageData(0, 0, 64, 42).data.join()"
    )


def test_it_shows_the_finished_picture_to_the_bit_and_plays_from_the_start_to_it(opened, made):
    page = opened("one")
    index(page, 4)
    image = made["run"].image.convert("RGBA")
    assert pixels(page, 0) == ",".join(map(str, image.tobytes()[: 64 * 42 * 4]))
    page.get_by_role("button", name="Play").click()
    page.get_by_role("button", name="Pause").wait_for()
    index(page, 0)
    page.get_by_role("button", name="Play").wait_for()  # it has played to its end
    index(page, 4)


def test_everything_can_be_reached_and_used_with_the_keyboard(opened):
    page = opened("one")
    index(page, 4)
    timeline = page.get_by_role("slider", name="Iteration to look at")
    timeline.focus()
    page.keyboard.press("Home")
    index(page, 0)
    assert timeline.get_attribute("aria-valuetext") == "0 of 4 done"
    page.keyboard.press("ArrowRight")
    index(page, 1)
    wipe = page.get_by_role("slider", name="Compare: wipe")
    wipe.focus()
    page.keyboard.press("End")
    assert wipe.get_attribute("aria-valuenow") == "100"
    names = set()
    page.evaluate("document.activeElement.blur()")
    for _ in range(20):
        page.keyboard.press("Tab")
        names.add(page.evaluate("document.activeElement.getAttribute('aria-label') ?? document.activeElement.tagName"))
    assert {
        "Compare with",
        "Side by side",
        "Play",
        "Next picture",
        "Iteration to look at",
        "Compare: wipe",
        "Copy",
    } <= names
    page.get_by_role("button", name="Next picture").press("Enter")
    index(page, 2)
    assert page.get_by_role("img", name="wave, iteration 2").count() == 1


def test_it_compares_with_the_gray_print_and_the_reference(opened):
    page = opened("one")
    index(page, 4)
    page.wait_for_selector(f"{PREVIEW} .uw-before[width='64']")
    before = pixels(page, 2)
    page.get_by_label("Compare with").select_option("reference")
    page.locator(f"{PREVIEW} .uw-tag.left", has_text="reference").wait_for()
    assert pixels(page, 2) != before


def test_several_runs_in_japanese(opened):
    page = opened("two")
    index(page, 4)
    page.get_by_label("実行").select_option("second")
    index(page, 6)
    assert page.get_by_label("比較対象").locator("option").all_inner_texts() == ["白黒の版画", "手本", "first"]
    assert page.get_by_role("button", name="再生").is_enabled()
    assert "undefined" not in page.content().partition("<script")[0]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_is_as_light_or_dark_as_the_system_and_as_wide_as_the_screen(opened, scheme):
    page = opened("one", color_scheme=scheme)
    index(page, 4)
    page.set_viewport_size({"width": 360, "height": 740})
    until(page, "document.documentElement.scrollWidth <= innerWidth")
    ground = page.evaluate("getComputedStyle(document.querySelector('.uw-standalone')).backgroundColor")
    assert ground == ("rgb(255, 255, 255)" if scheme == "light" else "rgb(23, 25, 29)")
    until(
        page,
        f"document.querySelector('.uw-standalone').classList.contains('uw-dark') === {str(scheme == 'dark').lower()}",
    )


def test_without_scripts_it_shows_the_finished_picture(made, chromium):
    context = chromium.new_context(java_script_enabled=False, offline=True)
    page = context.new_page()
    page.goto(made["one"].as_uri())
    assert page.get_by_role("img", name="wave, iteration 4").bounding_box()["width"] == 64
    assert page.get_by_text("run = uw.colorize('sample:wave', 'sample:red_mountain', size=64)").is_visible()
    context.close()
