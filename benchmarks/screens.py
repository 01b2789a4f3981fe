"""The README's pictures of the Studio, taken in a real JupyterLab: sample prints alone, the wave with its series, finished.

python -m benchmarks.screens
"""

from __future__ import annotations

import tempfile
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page, sync_playwright

from tests.browser.conftest import CHROMIUM, FLAGS, Lab, Notebook

DOCS = Path(__file__).parents[1] / "docs"
SHOWN = "[data-testid=preview]"
WINDOW = {"width": 1280, "height": 860}
CREST = 0.8, 0.24
"""Where a person would repair a colour: in the true print the crest's shadows are blue."""

INK = 1

EDGE_PX = 13
"""Of the notebook, over the lower edge of what is in it."""


def finished(notebook: Notebook) -> Page:
    """Show a Studio, let it play, and wait until nothing moves any more."""
    page = notebook.page
    notebook.edit(1, "studio = uw.Studio(size=384, keep=False)\nstudio")
    notebook.run(1)
    page.wait_for_selector(f"{SHOWN}[data-index='0'][data-format=png]")
    page.get_by_role("button", name="Play", exact=True).first.click()
    page.wait_for_selector("[data-testid=status][data-status=finished]", timeout=600_000)
    page.wait_for_selector(f"{SHOWN}[data-format=png]")
    page.wait_for_selector("canvas.uw-sharp[data-sharp=exact]")
    return page


def settle(page: Page) -> None:
    """Take the pointer away, and wait until everything is painted."""
    page.mouse.move(2, 2)
    page.evaluate("() => document.activeElement.blur()")
    # What is said over the picture has passed.
    page.wait_for_function("() => getComputedStyle(document.querySelector('.uw-note')).visibility !== 'visible'")


def take(page: Page, name: str) -> None:
    """Save the Studio as it stands on the screen."""
    settle(page)
    with Image.open(BytesIO(page.locator(".uw-studio").screenshot())) as shot:
        whole = shot.crop((0, 0, shot.width, shot.height - EDGE_PX)).convert("RGB")
        whole.save(DOCS / f"studio-{name}.jpg", quality=86, optimize=True)


def main() -> None:
    """Take the pictures."""
    lab = Lab(Path(tempfile.mkdtemp()))
    try:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
            page = browser.new_page(viewport=WINDOW)
            page.set_default_timeout(60_000)
            notebook = Notebook(lab, page, "studio.ipynb", [""])
            notebook.command("application:toggle-left-area")
            finished(notebook)
            wipe = page.locator(".uw-wipe")
            wipe.focus()
            for _ in range(2):
                wipe.press("PageUp")
            take(page, "light")
            notebook.command("apputils:change-theme", {"theme": "JupyterLab Dark"})
            take(page, "dark")
            notebook.command("apputils:change-theme", {"theme": "JupyterLab Light"})
            wipe.press("Home")
            page.get_by_role("button", name="Colour…", exact=True).click()
            page.locator(".uw-swatch .uw-ink").nth(INK).click()
            box = page.locator(".uw-board canvas").first.bounding_box()
            assert box is not None
            page.mouse.click(box["x"] + CREST[0] * box["width"], box["y"] + CREST[1] * box["height"])
            page.wait_for_selector("[data-testid=status][data-status=paused]")
            page.get_by_role("button", name="Play", exact=True).first.click()
            page.wait_for_selector("[data-testid=status][data-status=finished]", timeout=600_000)
            page.wait_for_selector(f"{SHOWN}[data-format=png]")
            take(page, "colour")
            browser.close()
    finally:
        lab.close()


if __name__ == "__main__":
    main()
