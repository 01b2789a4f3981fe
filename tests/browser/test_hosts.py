"""The Studio on the widget managers of Colab and VS Code: pages of our own, on the packages that theirs are built on."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlencode

import anywidget
import pytest

from tests.browser.conftest import TOKEN, new_page
from tests.browser.test_studio import LIKE_COLAB, PREVIEW, STUDIO, press, wait_index, wait_status

SOURCES = Path(__file__).parents[2] / "frontend" / "hosts"
ANYWIDGET = Path(anywidget.__file__).parent / "nbextension" / "index.js"
IMPORTS = "import torch; torch.set_num_threads(1); import ukiyo_widgets as uw; import ipywidgets; print(ipywidgets.__version__)"


@pytest.fixture(scope="session")
def pages(tmp_path_factory):
    """Build the pages, and return their folder."""
    npm = shutil.which("npm")
    if npm is None:
        pytest.skip("needs Node.js, to build the pages of frontend/hosts")
    folder = tmp_path_factory.mktemp("hosts")
    shutil.copytree(SOURCES, folder / "sources", ignore=shutil.ignore_patterns("node_modules"))
    commands = [npm, "ci", "--no-audit", "--no-fund"], ["node", "build.js", str(folder / "pages"), str(ANYWIDGET)]
    for command in commands:
        done = subprocess.run(command, cwd=folder / "sources", capture_output=True, text=True, check=False)
        if done.returncode and command[0] == npm:
            pytest.skip(f"needs npm's registry: {done.stderr[-300:]}")
        assert not done.returncode, done.stderr
    return folder / "pages"


@pytest.fixture(scope="session")
def ipywidgets7(tmp_path_factory):
    """Install the ipywidgets of Colab, and return its folder."""
    folder = tmp_path_factory.mktemp("ipywidgets7")
    packages = ["ipywidgets==7.7.1", "ipython-genutils==0.2.0"]
    install = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--target", str(folder), *packages]
    done = subprocess.run(install, capture_output=True, text=True, check=False)
    if done.returncode:
        pytest.skip(f"needs ipywidgets 7.7.1: {done.stderr[-200:]}")
    return folder


@pytest.fixture(scope="session")
def kernel_like_colabs(lab, ipykernel6, ipywidgets7):
    """Return the name of a kernel with the versions of ipykernel and ipywidgets that Colab has."""
    specifications = lab.data / "kernels"
    about = json.loads((specifications / ipykernel6 / "kernel.json").read_text())
    about["env"]["PYTHONPATH"] = os.pathsep.join(
        [str(ipywidgets7), about["env"]["PYTHONPATH"], os.environ.get("PYTHONPATH", "")]
    )
    (specifications / "like_colab").mkdir()
    (specifications / "like_colab" / "kernel.json").write_text(json.dumps(about))
    return "like_colab"


class Host:
    """A page that shows what cells display."""

    def __init__(self, lab, page, pages, name, *, kernel):
        self.page, self.troubles = page, []
        page.on("console", lambda message: self.troubles.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: self.troubles.append(str(error)))
        page.route(f"{lab.url}/hosts/**", lambda route: route.fulfill(path=pages / route.request.url.rpartition("/")[2]))
        # On a real page of the server: from one that was made up, Chromium lets nothing go to this computer.
        asked = {"server": f"{lab.url}/", "secret": TOKEN, "kernel": kernel}
        page.goto(f"{lab.url}/login?{urlencode(asked)}")
        page.set_content((pages / f"{name}.html").read_text("utf-8"))
        page.wait_for_function("() => window.host")

    def run(self, code):
        """Run a cell, show what it displays, and return what it prints."""
        return self.page.evaluate("code => window.host.run(code)", code)

    def close(self):
        self.page.evaluate("() => window.host.end()")
        self.page.context.close()


@pytest.fixture
def host(lab, chromium, pages):
    opened = []

    def open_(name, *, kernel="python3"):
        opened.append(Host(lab, new_page(chromium), pages, name, kernel=kernel))
        return opened[-1]

    yield open_
    for each in opened:
        each.close()


def renders_and_plays(opened):
    page = opened.page
    page.wait_for_selector(f"{PREVIEW}[data-index='0'][data-format=png]")
    page.get_by_role("slider", name="Style", exact=True).wait_for()
    assert page.locator(".uw-studio").count() == 1
    press(page, "Play")
    at = wait_index(page, 2)
    page.get_by_role("slider", name="Style", exact=True).press("ArrowRight")
    wait_index(page, at + 2)
    press(page, "Pause")
    wait_status(page, "paused")
    page.wait_for_selector(f"{PREVIEW}[data-format=png]")
    page.wait_for_function(
        "() => [...document.querySelectorAll('.uw-picker img')].some((each) => each.naturalWidth > 0)"
    )
    assert "style_weight=1.12" in opened.run("print(studio.run.recipe.to_code(iterations=studio.run.index))")
    assert page.get_by_text("undefined").count() == 0
    assert not opened.troubles


def test_colabs_manager(host, kernel_like_colabs):
    opened = host("colab", kernel=kernel_like_colabs)
    assert opened.run(IMPORTS).strip() == "7.7.1"
    assert opened.run(LIKE_COLAB) == ""
    opened.run(STUDIO)
    renders_and_plays(opened)


def test_vs_codes_manager(host):
    opened = host("vscode")
    assert opened.run(IMPORTS).startswith("8.")
    opened.run(STUDIO)
    renders_and_plays(opened)
