"""The extension in a real JupyterLab and Notebook 7: launcher, file browser, tab, commands, settings."""

from __future__ import annotations

import pytest

from tests.browser.conftest import PATIENCE_MS, TOKEN, Lab, new_page
from tests.browser.test_studio import press, wait_index, wait_status

SLOW_MS = PATIENCE_MS  # a kernel starts and imports torch


class Window:
    """A JupyterLab with nothing open but the launcher."""

    def __init__(self, lab: Lab, page, name: str) -> None:
        self.lab, self.page, self.name = lab, page, name
        page.set_default_timeout(SLOW_MS)
        page.goto(f"{lab.url}/lab/workspaces/{name}?token={TOKEN}&reset")
        page.locator(".jp-LauncherCard").first.wait_for()

    def run(self, command: str, **arguments: object) -> None:
        """Begin a command of the extension."""
        self.page.evaluate(
            "([name, args]) => void window.jupyterapp.commands.execute(name, args)",
            [f"ukiyo-widgets:{command}", arguments],
        )

    def kernels(self) -> list[str]:
        """Return the kernels of Studios that have a tab or document of their own."""
        return [each["kernel"]["id"] for each in self.lab.api("sessions") if not each["path"].endswith(".ipynb")]

    def close(self) -> None:
        for each in self.lab.api("sessions"):
            self.lab.api(f"sessions/{each['id']}", "DELETE")
        self.page.context.close()


@pytest.fixture
def window(lab, chromium, request):
    opened = Window(lab, new_page(chromium), request.node.name.replace("_", "-"))
    yield opened
    opened.close()


def test_the_launchers_tile_opens_a_studio_and_closing_it_ends_its_kernel(window):
    page = window.page
    page.locator(".jp-LauncherCard[title*='tab of its own']").click()
    wait_index(page, 0)
    assert len(window.kernels()) == 1
    page.locator(".lm-TabBar-tab", has_text="Ukiyo-e Studio").locator(".lm-TabBar-tabCloseIcon").click()
    page.wait_for_function("() => [...window.jupyterapp.serviceManager.sessions.running()].length === 0")
    assert window.kernels() == []
    assert page.locator(".jp-Dialog").count() == 0


def test_a_reload_finds_the_studio_playing_on_the_same_kernel(window):
    page = window.page
    window.run("open", wish={"iterations": 4000})
    wait_index(page, 0)
    kernels = window.kernels()
    assert len(kernels) == 1
    press(page, "Play")
    before = wait_index(page, 2)
    page.get_by_role("button", name="Iteration").wait_for()  # in the status bar
    page.reload()
    assert wait_index(page, before + 1) > before
    wait_status(page, "playing")
    assert window.kernels() == kernels
    press(page, "Pause")
    wait_status(page, "paused")
