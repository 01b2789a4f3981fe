"""The picture with its scan's own lightness, in a real browser: what is seen is what Save writes."""

from __future__ import annotations

import base64
from io import BytesIO

import numpy as np
import PIL.Image
import pytest

from tests.browser.conftest import CHROMIUM, FLAGS, PATIENCE_MS, Notebook
from tests.browser.test_studio import press, wait_index, wait_status

MAKE_SCAN = "uw.samples.wave.gray(800).save('scan of a wave.png')"
STUDIO = "studio = uw.Studio('scan of a wave.png', 'sample:red_mountain', size=96, iterations=400, settle=0); studio"
SHARP = "canvas.uw-sharp"
ALLOWED = 2
"""Levels of 255 by which the screen may differ: the colours travel in eight bits."""

HAS_CARD = (
    """() => Boolean(document.createElement('canvas').getContext('webgl2')?.getExtension('EXT_color_buffer_float'))"""
)


@pytest.fixture(params=["without a graphics card", "with one"])
def opened(request, lab, chromium):
    """Open a notebook with a Studio whose gray print is a file, in a browser with and without WebGL."""
    card = request.param == "with one"
    without = [*FLAGS, "--disable-3d-apis"]
    browser = chromium if card else chromium.browser_type.launch(executable_path=CHROMIUM, args=without)
    context = browser.new_context(viewport={"width": 1280, "height": 800}, accept_downloads=True)
    page = context.new_page()
    page.set_default_timeout(PATIENCE_MS)
    if page.evaluate(HAS_CARD) != card:
        context.close()
        pytest.skip("this browser's WebGL is not as asked for")
    notebook = Notebook(lab, page, f"sharp-{int(card)}.ipynb", [MAKE_SCAN, STUDIO])
    notebook.run(1)
    notebook.run(2)
    yield page, card
    notebook.close()
    if not card:
        browser.close()


def shown(page):
    """Return what stands on the sharp canvas, (H, W, 3)."""
    address = page.evaluate("name => document.querySelector(name).toDataURL()", SHARP)
    return np.asarray(PIL.Image.open(BytesIO(base64.b64decode(address.partition(",")[2]))).convert("RGB")).astype(int)


def test_what_is_seen_is_what_save_writes_at_the_scans_size(opened):
    page, card = opened
    page.wait_for_selector(f"{SHARP}[data-sharp=exact]:not([hidden])")
    press(page, "Play")
    wait_index(page, 2)
    page.wait_for_selector("[data-testid=preview][data-format=jpeg]")
    how = page.locator(SHARP).get_attribute("data-sharp")
    assert how in (
        ("exact", "blended") if card else ("blended",)
    )  # a card that is none, but a program, is too slow for it
    assert shown(page).shape == (533, 800, 3)
    wait_index(page, 20)  # the first iterations are still pale
    press(page, "Pause")
    wait_status(page, "paused")
    page.wait_for_selector("[data-testid=preview][data-format=png]")
    page.wait_for_selector(f"{SHARP}[data-sharp=exact][data-by={'card' if card else 'page'}]")
    press(page, "Save picture")
    with page.expect_download() as waiting:
        press(page, "As large as the scan (800 × 533)")
    assert waiting.value.suggested_filename.endswith("-large.png")
    with PIL.Image.open(waiting.value.path()) as image:
        saved = np.asarray(image.convert("RGB")).astype(int)
        assert "uw.colorize(" in image.info["Code"]
    errors = np.abs(shown(page) - saved)
    assert errors.max() <= ALLOWED
    chroma = saved.max(axis=2) - saved.min(axis=2)
    assert chroma.max() > 40  # there is colour to compare
    # Without keeping the ink the lightness is the run's own: it is shown as it was computed.
    page.get_by_role("checkbox", name="Keep the ink lines").click()
    page.wait_for_selector(SHARP, state="hidden")


def test_a_print_is_seen_before_its_run_is_prepared(opened):
    page, _card = opened
    page.wait_for_selector(f"{SHARP}[data-sharp=exact]")
    page.evaluate(
        """() => { const gray = document.querySelector('.uw-gray'); window.seen = [];
           new MutationObserver(() => { if (!gray.hidden) window.seen.push(gray.width); })
             .observe(gray, { attributes: true }); }"""
    )
    page.get_by_test_id("picker-content").get_by_role("option", name="Snow at Night").click()
    page.wait_for_function(
        "() => { const { width, height } = document.querySelector('.uw-board canvas'); return height > width; }"
    )
    page.wait_for_function("() => document.querySelector('.uw-gray').hidden")
    assert page.evaluate("() => window.seen.length") >= 1
