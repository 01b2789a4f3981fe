"""`ukiyo-widgets lab`: the Studio is in sight as soon as JupyterLab has opened, and nothing stands over it."""

from __future__ import annotations

import subprocess
import sys

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import free_port, new_page, wait_for_answer

pytestmark = pytest.mark.browser


@pytest.fixture
def address(tmp_path):
    port = free_port()
    command = [sys.executable, "-m", "ukiyo_widgets.cli", "lab", "--no-browser", "--folder", str(tmp_path / "prints")]
    command += ["--allow-root", f"--ServerApp.port={port}", "--IdentityProvider.token=t"]
    log = tmp_path / "log"
    with log.open("w") as out, subprocess.Popen(command, stdout=out, stderr=out) as process:
        wait_for_answer(f"http://127.0.0.1:{port}/api/status?token=t", process, log)
        yield f"http://127.0.0.1:{port}/lab/tree/00_quickstart.ipynb?token=t"
        process.terminate()


def test_the_studio_is_in_sight_and_jupyterlab_asks_nothing(address, chromium):
    page = new_page(chromium)
    page.set_viewport_size({"width": 1280, "height": 720})
    page.goto(address)
    play = page.get_by_role("button", name="Play", exact=True)
    expect(play).to_be_in_viewport(timeout=120_000)
    expect(page.locator(".uw-stage").first).to_be_in_viewport(ratio=0.9)
    expect(page.get_by_text("Would you like to get notified")).to_have_count(0)
    page.close()
