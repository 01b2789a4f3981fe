"""The extension in a real JupyterLab and Notebook 7: launcher, file browser, tab, commands, settings."""

from __future__ import annotations

import json
import shutil
import sys

import nbformat
import pytest

import ukiyo_widgets as uw
from tests.browser.conftest import PATIENCE_MS, READY, TOKEN, Lab, Notebook, new_page
from tests.browser.test_studio import STUDIO, press, wait_index, wait_status
from ukiyo_widgets.widgets.keeping.sessions import FOLDER, LIMIT_MB

SHOWN = ".uw-lab-studio:visible"
PLAYING = ".uw-lab-status:visible"

WITHOUT_PACKAGE = """
import sys

class Refusal:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] == "ukiyo_widgets":
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)

sys.meta_path.insert(0, Refusal())
from ipykernel.kernelapp import launch_new_instance
launch_new_instance()
"""


class Window:
    """A JupyterLab with nothing open but the launcher."""

    def __init__(self, lab: Lab, page, name: str) -> None:
        self.lab, self.page = lab, page
        self.others = {each["id"] for each in lab.api("sessions")}
        """Sessions of other tests on the same server, which are none of ours."""
        self.url = f"{lab.url}/lab/workspaces/{name}?token={TOKEN}"
        page.goto(f"{self.url}&reset")
        page.locator(".jp-LauncherCard").first.wait_for()

    def run(self, command: str, **arguments: object) -> None:
        """Begin a command of the extension."""
        self.page.evaluate(
            "([name, args]) => void window.jupyterapp.commands.execute(name, args)",
            [f"ukiyo-widgets:{command}", arguments],
        )

    def enabled(self, command: str) -> bool:
        return self.page.evaluate("name => window.jupyterapp.commands.isEnabled(name)", f"ukiyo-widgets:{command}")

    def wait_enabled(self, command: str) -> None:
        self.page.wait_for_function(
            "name => window.jupyterapp.commands.isEnabled(name)", arg=f"ukiyo-widgets:{command}"
        )

    def file(self, name: str):
        """Return a line of the file browser."""
        return self.page.locator(".jp-DirListing-item", has=self.page.get_by_text(name, exact=True))

    def selected(self, name: str):
        """Return a line of the file browser, where it is selected."""
        return self.file(name).and_(self.page.locator(".jp-mod-selected"))

    def menu(self, name: str) -> list[str]:
        """Return what a line's context menu offers, of ours."""
        self.file(name).click(button="right")
        ours = self.page.locator(".lm-Menu-item[data-command^='ukiyo-widgets:']:not(.lm-mod-hidden) .lm-Menu-itemLabel")
        ours.first.wait_for()
        entries = ours.all_inner_texts()
        self.page.keyboard.press("Escape")
        return entries

    def choose(self, name: str, entry: str) -> None:
        """Choose an entry of a line's context menu."""
        self.file(name).click(button="right")
        self.page.locator(".lm-Menu-item", has_text=entry).click()

    def drag(self, name: str, target: str) -> None:
        """Drag a line onto something."""
        mouse = self.page.mouse
        for each, act in ((self.file(name), mouse.down), (self.page.locator(target), mouse.up)):
            box = each.bounding_box()
            mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2, steps=8)
            act()

    def wait_picked(self, role: str, *names: str) -> None:
        """Wait until these prints are picked in the Studio in front."""
        self.page.wait_for_function(
            """([role, names]) => {
               const shown = [...document.querySelectorAll('.uw-lab-studio')].find(each => each.offsetParent);
               const picked = shown?.querySelectorAll(`[data-testid=picker-${role}] [role=option][aria-selected=true]`);
               return String([...picked ?? []].map(each => each.getAttribute('aria-label')).sort()) === String(names); }""",
            arg=[role, sorted(names)],
        )

    def kernels(self) -> list[str]:
        """Return the kernels of Studios that have a tab or document of their own."""
        return [each["kernel"]["id"] for each in self.sessions() if not each["path"].endswith(".ipynb")]

    def wait_closed(self) -> None:
        """Wait until the kernels of this window's Studios have ended."""
        self.page.wait_for_function(
            """others => [...window.jupyterapp.serviceManager.sessions.running()]
                 .every(each => others.includes(each.id))""",
            arg=[*self.others],
        )

    def sessions(self) -> list[dict]:
        return [each for each in self.lab.api("sessions") if each["id"] not in self.others]

    def end_kernels(self) -> None:
        for each in self.sessions():
            self.lab.api(f"sessions/{each['id']}", "DELETE")

    def close(self) -> None:
        self.end_kernels()
        self.page.context.close()


@pytest.fixture
def window(lab, chromium, request):
    opened = Window(lab, new_page(chromium), request.node.name.replace("_", "-"))
    yield opened
    opened.close()


@pytest.fixture
def prints(lab, window):
    """A folder of pictures with a saved run."""
    folder = lab.folder / "prints"
    draw(folder)
    yield folder
    window.end_kernels()  # whose Studios keep their runs in it
    shutil.rmtree(folder)


def draw(folder):
    # Prints that can serve: a choice of others is shown for a moment, then taken back.
    (folder / "series").mkdir(parents=True)
    uw.samples.wave.gray(64).save(folder / "gray.png")
    uw.samples.red_mountain.color(64).save(folder / "red.png")
    for name in ("calm_sea", "surf"):
        uw.samples[name].color(64).save(folder / "series" / f"{name}.png")
    run = uw.colorize("sample:wave", "sample:red_mountain", size=32)
    run.advance(3)
    run.save(folder / "saved.ukiyo")


@pytest.fixture
def preferences(lab):
    """Settings that somebody has set; those of the other tests come back afterwards."""
    before = lab.preferences.read_text()
    yield lambda **values: lab.preferences.write_text(json.dumps({**json.loads(before), **values}))
    lab.preferences.write_text(before)


# ---------------------------------------------------------------- launcher


def test_the_launchers_tile_opens_a_studio_and_closing_it_ends_its_kernel(window):
    page = window.page
    tile = page.locator(".jp-LauncherCard[title='Ukiyo-e Studio']")
    box = tile.bounding_box()
    assert box["y"] + box["height"] < page.viewport_size["height"]  # in sight, whatever else is installed
    tile.click()
    wait_index(page, 0)
    assert page.locator(SHOWN).get_by_role("spinbutton", name="Size").input_value() == "96", "as it is set"
    assert len(window.kernels()) == 1
    page.locator(".lm-TabBar-tab", has_text="Ukiyo-e Studio").locator(".lm-TabBar-tabCloseIcon").click()
    window.wait_closed()
    assert window.kernels() == []
    assert page.locator(".jp-Dialog").count() == 0


def test_the_launchers_notebook_lies_in_the_current_folder_and_runs(window, prints):
    page = window.page
    window.file("prints").dblclick()
    window.file("red.png").wait_for()
    page.locator(".jp-LauncherCard[title='Colour a Print']").click()
    page.wait_for_function(READY)
    [path] = prints.glob("*.ipynb")
    made = nbformat.read(path, 4)
    nbformat.validate(made)
    assert made.metadata.kernelspec["name"] == "python3"
    page.evaluate("void window.jupyterapp.commands.execute('notebook:run-all-cells')")
    wait_index(page, 0)


# ---------------------------------------------------------------- tab


def test_a_reload_finds_the_studio_playing_on_the_same_kernel(window):
    page = window.page
    window.run("open", wish={"iterations": 4000, "settle": 0})
    wait_index(page, 0)
    kernels = window.kernels()
    assert len(kernels) == 1
    press(page, "Play")
    before = wait_index(page, 2)
    page.reload()
    assert wait_index(page, before + 1) > before
    wait_status(page, "playing")
    assert window.kernels() == kernels
    press(page, "Pause")
    wait_status(page, "paused")


def note_what_is_said(page):
    """Have the page note each sentence of the tab's message: how long one stands is no business of a test."""
    page.evaluate(
        """() => {
            window.said = [];
            const message = document.querySelector(".uw-lab-studio .uw-lab-message");
            const note = () => said.push(message.textContent);
            new MutationObserver(note).observe(message, { childList: true });
        }"""
    )


def test_a_restarted_kernel_brings_the_studio_back(window):
    page = window.page
    window.run("open")
    wait_index(page, 0)
    press(page, "Step")
    wait_index(page, 1)
    [kernel] = window.kernels()
    note_what_is_said(page)
    window.run("restart-kernel")
    page.locator(".jp-Dialog button", has_text="Restart").click()
    page.locator(f"{SHOWN} [data-testid=preview][data-index='0']").wait_for()
    page.locator(f"{SHOWN} .uw-lab-message").wait_for(state="hidden")
    assert page.evaluate("window.said") == ["The kernel starts anew…", "Opening the Studio…"]
    assert window.kernels() == [kernel]
    press(page, "Step")
    wait_index(page, 1)


def test_a_notebooks_studio_in_a_tab_beside_it_is_the_same_object(lab, chromium, window):
    opened = Notebook(lab, new_page(chromium), "beside.ipynb", [STUDIO, "studio.player.shown.run.index"])
    page = opened.page
    try:
        opened.run(1)
        wait_index(page, 0)
        opened.command("ukiyo-widgets:show-notebook-studio")
        wait_index(page, 0, nth=1)
        page.locator(SHOWN).get_by_role("button", name="Step", exact=True).click()
        wait_index(page, 1)
        wait_index(page, 1, nth=1)
        page.locator(".lm-TabBar-tab", has_text="Studio of").locator(".lm-TabBar-tabCloseIcon").click()
        page.locator(SHOWN).wait_for(state="detached")
        opened.run(2)
        opened.wait_for_output(2, "1")
    finally:
        opened.close()


def test_a_notebook_without_a_studio_says_so(lab, chromium):
    opened = Notebook(lab, new_page(chromium), "without.ipynb", [])
    try:
        opened.command("ukiyo-widgets:show-notebook-studio")
        opened.page.locator(f"{SHOWN} .uw-lab-message", has_text="This notebook has no Studio yet").wait_for()
    finally:
        opened.close()


# ---------------------------------------------------------------- file browser


def test_pictures_and_folders_go_to_the_studio(window, prints):
    page = window.page
    window.file("prints").dblclick()
    window.file("red.png").wait_for()
    assert window.menu("gray.png") == ["Colorize in the Studio…", "Use as Colour Reference"]
    assert window.menu("series") == ["Use as a Series of References"]
    assert window.menu("saved.ukiyo") == ["Go On with This Run"]

    window.choose("gray.png", "Colorize in the Studio")
    window.wait_picked("content", "gray.png")
    wait_index(page, 0)
    window.choose("red.png", "Use as Colour Reference")
    window.wait_picked("reference", "red.png")
    window.choose("series", "Use as a Series")
    window.wait_picked("reference", "series")
    window.file("red.png").click()
    window.selected("red.png").wait_for()
    window.file("gray.png").click(modifiers=["ControlOrMeta"])
    window.selected("gray.png").wait_for()
    window.choose("gray.png", "Use as References")
    window.wait_picked("reference", "gray.png", "red.png")
    assert len(window.kernels()) == 1, "all of this is about one Studio"

    page.reload()
    window.wait_picked("content", "gray.png")
    assert len(window.kernels()) == 1


def test_a_menu_speaks_of_what_it_was_opened_on(window, prints):
    page = window.page
    window.file("prints").dblclick()
    window.file("series").click(button="right")
    # As JupyterLab does on its own, a moment after a document came to the front.
    page.evaluate(
        """() => [...window.jupyterapp.shell.widgets("left")].find(each => each.id === "filebrowser")
             .selectItemByName("gray.png")"""
    )
    window.selected("gray.png").wait_for()
    page.locator(".lm-Menu-item", has_text="Use as a Series").click()
    window.wait_picked("reference", "series")


def test_files_are_dragged_onto_the_tab(window, prints):
    page = window.page
    window.file("prints").dblclick()
    window.file("red.png").wait_for()
    page.locator(".jp-LauncherCard[title='Ukiyo-e Studio']").click()
    wait_index(page, 0)
    window.drag("red.png", f"{SHOWN} [data-testid=picker-reference]")
    window.wait_picked("reference", "red.png")
    window.drag("gray.png", f"{SHOWN} .uw-stage")
    window.wait_picked("content", "gray.png")
    assert page.locator(".lm-TabBar-tab", has_text="gray.png").count() == 0, "JupyterLab opens nothing beside it"


def test_a_reference_opens_a_studio_where_there_is_none(window, prints):
    window.file("prints").dblclick()
    window.choose("red.png", "Use as Colour Reference")
    window.wait_picked("reference", "red.png")


def test_a_double_click_on_a_saved_run_goes_on_with_it(window, prints):
    page = window.page
    window.file("prints").dblclick()
    window.file("saved.ukiyo").dblclick()
    assert wait_index(page, 3) == 3
    press(page, "Step")
    wait_index(page, 4)


def test_a_damaged_run_is_one_sentence(window, prints):
    saved = prints / "saved.ukiyo"
    saved.write_bytes(saved.read_bytes()[:-10])
    window.file("prints").dblclick()
    window.file("saved.ukiyo").dblclick()
    window.page.locator(f"{SHOWN} .uw-lab-trouble", has_text="saved.ukiyo").wait_for()


# ---------------------------------------------------------------- commands, status bar, settings


def test_commands_mean_something_only_beside_a_studio(window):
    page = window.page
    driving = ("toggle", "step", "fork", "save", "present")
    assert not any(map(window.enabled, driving))
    window.run("open", wish={"iterations": 4000, "settle": 0})
    wait_index(page, 0)
    window.wait_enabled("fork")
    assert all(map(window.enabled, driving))

    page.locator(SHOWN).focus()
    page.keyboard.press("Shift+Enter")
    wait_index(page, 1)
    # The picture, the timeline and the sliders keep their own keys; combinations are JupyterLab's there too.
    page.locator(f"{SHOWN} .uw-stage").click()
    page.keyboard.press("Shift+Enter")
    wait_index(page, 2)
    page.keyboard.press("g")
    assert page.locator(f"{SHOWN} .uw-gray").is_hidden(), "once only: the gray print is gone when the key is"
    page.locator(f"{SHOWN} input[type=range]").first.focus()
    page.keyboard.press("Control+Enter")
    wait_status(page, "playing")
    assert not window.enabled("step")
    wait_index(page, 3)
    page.locator(f"{SHOWN} .uw-stage").click()
    page.keyboard.press("Alt+Shift+P")
    page.locator(".uw-presenting").wait_for()
    page.keyboard.press("Alt+Shift+P")
    page.locator(".uw-presenting").wait_for(state="detached")

    page.locator(".lm-MenuBar-item", has_text="File").click()  # elsewhere
    page.keyboard.press("Escape")
    page.evaluate("void window.jupyterapp.commands.execute('launcher:create')")
    page.locator(".jp-Launcher:visible").wait_for()
    assert not window.enabled("toggle")
    page.locator(PLAYING, has_text="Iteration").click()
    page.locator(f"{SHOWN} .uw-stage").wait_for()
    window.run("toggle")
    wait_status(page, "paused")
    page.locator(PLAYING).wait_for(state="detached")


def test_the_palette_and_the_menu_have_the_commands(window):
    page = window.page
    page.evaluate("void window.jupyterapp.commands.execute('apputils:activate-command-palette')")
    page.keyboard.type("ukiyo-e")
    found = page.locator(".lm-CommandPalette-item[data-command^='ukiyo-widgets:']")
    found.first.wait_for()
    names = {each.get_attribute("data-command").partition(":")[2] for each in found.all()}
    assert names >= {"open", "new-notebook", "show-notebook-studio", "toggle", "step", "fork", "save", "present"}
    page.keyboard.press("Escape")
    page.locator(".lm-MenuBar-item", has_text="Run").click()
    page.locator(".lm-Menu-item", has_text="Ukiyo-e Studio").hover()
    page.locator(".lm-Menu-item[data-command='ukiyo-widgets:toggle']").wait_for()


def test_the_settings_editor_shows_pythons_defaults(window):
    page = window.page
    page.evaluate("void window.jupyterapp.commands.execute('settingeditor:open', {query: 'Ukiyo'})")
    form = page.locator(".jp-SettingsPanel")
    form.get_by_text("Longest side of the picture").wait_for()
    form.get_by_text(f"Default: {uw.Settings().size}").wait_for()
    assert form.locator("input[id$=_keep]").input_value() == FOLDER
    assert float(form.locator("input[id$=_keep_mb]").input_value()) == LIMIT_MB


def test_what_is_set_reaches_python(window, preferences, lab):
    preferences(size=64, preset="paper", language="ja", keep="kept-elsewhere", keep_mb=50)
    page = window.page
    page.goto(f"{window.url}&reset")
    page.locator(".jp-LauncherCard[title='Ukiyo-e Studio']").click()
    wait_index(page, 0)
    assert page.locator(SHOWN).get_by_role("spinbutton", name="大きさ").input_value() == "64"
    page.get_by_role("button", name="再生", exact=True).first.wait_for()
    page.locator(SHOWN).focus()
    page.keyboard.press("Shift+Enter")
    wait_index(page, 1)
    page.locator(".lm-TabBar-tab.lm-mod-current .lm-TabBar-tabCloseIcon").first.click()
    window.wait_closed()
    folder = lab.folder / "kept-elsewhere"
    assert [each.name for each in folder.glob("*/tree.json")] == ["tree.json"]
    shutil.rmtree(folder)


def test_japanese_throughout(lab, chromium, window):
    pytest.importorskip("jupyterlab_language_pack_ja_JP")
    japanese = lab.preferences.parents[1] / "@jupyterlab" / "translation-extension" / "plugin.jupyterlab-settings"
    japanese.parent.mkdir()
    japanese.write_text('{"locale": "ja_JP"}')
    page = window.page
    try:
        page.goto(f"{window.url}&reset")
        page.locator(".jp-LauncherCard", has_text="浮世絵スタジオ").click()
        wait_index(page, 0)
        press(page, "再生")
        page.locator(PLAYING, has_text="反復").wait_for()
        page.locator(".lm-MenuBar-item").nth(3).click()  # Run
        page.locator(".lm-Menu-item", has_text="浮世絵スタジオ").wait_for()
        page.keyboard.press("Escape")
        page.evaluate("void window.jupyterapp.commands.execute('settingeditor:open', {query: '浮世絵'})")
        page.locator(".jp-SettingsPanel").get_by_text("大きさ", exact=True).wait_for()
    finally:
        shutil.rmtree(japanese.parent)


def test_a_kernel_without_the_package_is_one_sentence_with_the_command(window, lab, preferences):
    folder = lab.data / "kernels" / "without"
    folder.mkdir(parents=True)
    command = [sys.executable, "-c", WITHOUT_PACKAGE, "-f", "{connection_file}"]
    (folder / "kernel.json").write_text(json.dumps({"argv": command, "display_name": "without", "language": "python"}))
    preferences(kernel="without")
    page = window.page
    try:
        page.goto(f"{window.url}&reset")
        page.locator(".jp-LauncherCard[title='Ukiyo-e Studio']").click()
        page.locator(f"{SHOWN} .uw-lab-trouble", has_text="does not have ukiyo_widgets").wait_for()
        assert page.locator(f"{SHOWN} code").inner_text() == f"{sys.executable} -m pip install ukiyo_widgets"
    finally:
        shutil.rmtree(folder)


# ---------------------------------------------------------------- Notebook 7


@pytest.fixture(scope="module")
def notebook_7(tmp_path_factory):
    pytest.importorskip("notebook")
    server = Lab(tmp_path_factory.mktemp("notebook"), app="notebook")
    draw(server.folder / "prints")
    yield server
    server.close()


def test_notebook_7_opens_a_picture_in_a_studio_of_its_own(notebook_7, chromium):
    page = new_page(chromium)
    troubles = []
    page.on("console", lambda message: troubles.append(message.text) if message.type == "error" else None)
    page.goto(f"{notebook_7.url}/tree/prints?token={TOKEN}")
    window = Window.__new__(Window)
    window.page = page
    window.file("gray.png").wait_for()
    assert window.menu("gray.png") == ["Colorize in the Studio…", "Use as Colour Reference"]
    with page.context.expect_page() as opening:
        window.choose("gray.png", "Colorize in the Studio")
    studio = opening.value
    studio.set_default_timeout(PATIENCE_MS)
    wait_index(studio, 0)
    press(studio, "Step")
    wait_index(studio, 1)
    with page.context.expect_page() as opening:
        window.choose("red.png", "Use as Colour Reference")
    made = opening.value
    made.set_default_timeout(PATIENCE_MS)
    made.locator(".jp-Notebook .jp-CodeCell", has_text='reference=["red.png"]').wait_for()
    page.context.close()
    assert [each for each in troubles if "ukiyo" in each] == []
