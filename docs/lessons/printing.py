"""Worksheets as PDF, printed by Chromium where there is one; elsewhere the pages are offered, which any browser prints."""

from __future__ import annotations

import importlib.util
import shutil
from pathlib import Path
from typing import Any


def chromium() -> str | None:
    """Return the path of a Chromium that Playwright can drive, or None."""
    if not importlib.util.find_spec("playwright"):
        return None
    return next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)


def print_all(folder: Path) -> None:
    """Print every worksheet of a folder, with a Chromium of its own."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=["--no-sandbox", "--disable-gpu"])
        write_pdfs(folder, browser=browser)
        browser.close()


def write_pdfs(folder: Path, *, browser: Any) -> None:
    """Print every worksheet of a folder into a PDF beside it."""
    page = browser.new_page()
    for path in sorted(folder.glob("worksheet-*.html")):
        page.goto(path.absolute().as_uri())
        page.evaluate("document.fonts.ready.then(() => true)")
        path.with_suffix(".pdf").write_bytes(page.pdf(prefer_css_page_size=True, print_background=True, tagged=True))
    page.close()
