"""The Studio on the widget managers of Colab and VS Code: pages of our own, on the packages that theirs are built on."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from io import BytesIO
from pathlib import Path
from urllib.parse import urlencode

import anywidget
import PIL.Image
import pytest

from tests.browser.conftest import TOKEN, new_page
from tests.browser.test_studio import LIKE_COLAB, PREVIEW, STUDIO, press, style_after, wait_index, wait_status

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
        page.route(
            f"{lab.url}/hosts/**", lambda route: route.fulfill(path=pages / route.request.url.rpartition("/")[2])
        )
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
    assert float(opened.run("print(studio.run.next_settings.style_weight)")) == style_after(1)
    assert page.get_by_text("undefined").count() == 0
    assert not opened.troubles


def shows_the_still_to_readers_alone(opened):
    still = opened.page.locator("div:has(> img[src^='data:image/png'])").last
    note = opened.page.locator(".uw-left-note")
    assert (still.count(), note.count()) == (1, 1)
    assert (still.is_hidden(), note.is_hidden()) == (True, True), "they are for readers without a kernel"
    opened.run("studio.close()")
    still.locator("img").wait_for()


def test_colabs_manager(host, kernel_like_colabs):
    opened = host("colab", kernel=kernel_like_colabs)
    assert opened.run(IMPORTS).strip() == "7.7.1"
    assert opened.run(LIKE_COLAB) == ""
    opened.run(STUDIO)
    renders_and_plays(opened)
    shows_the_still_to_readers_alone(opened)


def test_vs_codes_manager(host):
    opened = host("vscode")
    assert opened.run(IMPORTS).startswith("8.")
    opened.run(STUDIO)
    renders_and_plays(opened)
    shows_the_still_to_readers_alone(opened)


LEAST_CONTRAST = """() => {
  const brush = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  const paint = (words) => {
    brush.clearRect(0, 0, 1, 1); brush.fillStyle = words; brush.fillRect(0, 0, 1, 1);
    const [r, g, b, a] = brush.getImageData(0, 0, 1, 1).data; return [r, g, b, a / 255]; };
  const over = ([r, g, b, a], [R, G, B]) => [a * r + (1 - a) * R, a * g + (1 - a) * G, a * b + (1 - a) * B, 1];
  const light = (c) => [0.2126, 0.7152, 0.0722].reduce((sum, share, i) => {
    const v = c[i] / 255; return sum + share * (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4); }, 0);
  const ground = (element) => {
    const grounds = [];
    for (let each = element; each; each = each.parentElement) {
      grounds.push(paint(getComputedStyle(each).backgroundColor));
      if (grounds.at(-1)[3] === 1) break;
    }
    return grounds.reduceRight((below, each) => over(each, below), [255, 255, 255, 1]); };
  const said = (element) => element.matches("input:not([type=checkbox], [type=range], [type=color]), select")
    || [...element.childNodes].some((each) => each.nodeType === 3 && each.data.trim());
  const found = [...document.querySelectorAll(".uw *")].filter((each) => said(each) && !each.matches("option")
    && each.checkVisibility({ opacityProperty: true, visibilityProperty: true }) && each.getClientRects().length
    && !each.closest(":disabled, [aria-hidden=true]"));
  return found.map((each) => {
    const below = ground(each), ink = over(paint(getComputedStyle(each).color), below);
    const [low, high] = [light(ink), light(below)].sort((a, b) => a - b);
    return [(high + 0.05) / (low + 0.05), each.className + ": " + each.textContent.slice(0, 30)]; })
    .sort((one, other) => one[0] - other[0])[0]; }"""

LENT = {
    "nothing": {},
    "light": {"layout": ["#fff", "#fff", "#eee"], "ui-font": ["#000", "#212121", "#616161"]},
    "dark": {"layout": ["#111", "#212121", "#424242"], "ui-font": ["#fff", "#fff", "#bdbdbd"]},
    "ink alone": {"ui-font": ["#fff", "#ccc", "#aaa"]},
    "ground alone": {"layout": ["transparent", "#1e1e1e", "#2a2a2a"]},
}
"""Which of JupyterLab's colours a page lends to what it shows."""

LOOK = """([ground, lent]) => {
  for (const name of [...document.body.style]) if (name.startsWith("--jp")) document.body.style.removeProperty(name);
  for (const [of, colours] of Object.entries(lent))
    colours.forEach((colour, i) => document.body.style.setProperty(`--jp-${of}-color${i}`, colour));
  document.body.style.background = ground; }"""


def test_everything_can_be_read_on_any_page(host):
    opened = host("vscode")
    page = opened.page
    opened.run(IMPORTS)
    opened.run(STUDIO)
    page.get_by_role("slider", name="Style", exact=True).wait_for()
    press(page, "Advanced")
    page.locator("summary", has_text="The picture").wait_for()
    for ground in ("#1e1e1e", "#ffffff"):
        for name, lent in LENT.items():
            page.evaluate(LOOK, [ground, lent])
            page.evaluate("() => new Promise((settled) => requestAnimationFrame(() => setTimeout(settled)))")
            least, where = page.evaluate(LEAST_CONTRAST)
            assert least >= 4.5, (ground, name, where)


def test_in_forced_colours_inks_are_seen_and_what_is_pressed_differs(host):
    opened = host("vscode")
    page = opened.page
    opened.run(IMPORTS)
    opened.run(STUDIO)
    page.emulate_media(forced_colors="active")
    press(page, "Colour…")
    inks = page.get_by_role("button", name="Inks", exact=True)
    inks.click()
    swatch = page.locator(".uw-swatch").first
    swatch.wait_for()
    with PIL.Image.open(BytesIO(swatch.locator(".uw-inks").screenshot())) as shown:
        seen = shown.convert("RGB").getpixel((shown.width // 2, shown.height // 2))
    assert "#{:02x}{:02x}{:02x}".format(*seen) == swatch.get_attribute("data-ink")
    brush = page.get_by_role("button", name="Brush", exact=True)
    look = "it => [getComputedStyle(it).outlineStyle, it.getAttribute('aria-pressed')]"
    assert (inks.evaluate(look), brush.evaluate(look)) == (["double", "true"], ["none", "false"])
