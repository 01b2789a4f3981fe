"""A real JupyterLab with real kernels, and a real Chromium that drives it."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import nbformat
import pytest

playwright_api = pytest.importorskip("playwright.sync_api", reason="needs Playwright")

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
TOKEN = "for-tests-alone"

# Kernels start in folders of their own, where a relative path would lead to another copy of the package, or to none.
if "PYTHONPATH" in os.environ:
    os.environ["PYTHONPATH"] = os.pathsep.join(map(os.path.abspath, os.environ["PYTHONPATH"].split(os.pathsep)))
PATIENCE_MS = 120_000
SERVER_PYTHON = os.environ.get("UKIYO_JUPYTER_PYTHON", sys.executable)
"""Whose JupyterLab and Notebook serve: the oldest that are supported may stand in an environment of their own."""
EXTENSION = Path(__file__).parents[2] / "frontend" / "labextension" / "built"

# The kernel has a core to itself where there is one: small pictures gain nothing from two threads.
FIRST_CELL = "import torch; torch.set_num_threads(1); import ukiyo_widgets as uw"

READY = """() => {
  const app = window.jupyterapp;
  const panel = app && app.shell.currentWidget;
  const session = panel && panel.sessionContext;
  return Boolean(session && session.isReady && session.session && session.session.kernel
    && session.session.kernel.connectionStatus === 'connected' && session.session.kernel.status === 'idle'
    && panel.content && panel.content.activeCell);
}"""


def pytest_collection_modifyitems(items):
    for item in items:
        if "browser" in str(item.path):
            item.add_marker(pytest.mark.browser)
            # Several servers and a browser share two cores: one late answer is no fault. -rR lists what needed a second try.
            item.add_marker(pytest.mark.flaky(reruns=1, only_rerun=["TimeoutError"]))


def pytest_terminal_summary(terminalreporter):
    """Say what each test that was tried twice had waited for: pytest names only the test."""
    for report in terminalreporter.getreports("rerun"):
        terminalreporter.write_sep("-", f"first try of {report.nodeid}")
        terminalreporter.write_line(report.longreprtext)


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


def wait_for_answer(url: str, process: subprocess.Popen, log: Path) -> None:
    """Wait until a server that was started answers."""
    deadline = time.monotonic() + 60
    while True:
        try:
            urllib.request.urlopen(url, timeout=60).close()
        except (urllib.error.URLError, ConnectionError):
            assert process.poll() is None, log.read_text()
            assert time.monotonic() < deadline, f"no answer within a minute: {log.read_text()}"
            time.sleep(0.1)  # between two tries: nothing else tells that a port has opened
        else:
            return


class Lab:
    """A running JupyterLab, or Notebook 7."""

    def __init__(self, folder: Path, *, app: str = "lab") -> None:
        self.folder = folder / "notebooks"
        self.folder.mkdir(parents=True)
        port = free_port()
        self.url = f"http://127.0.0.1:{port}"
        self.app = app
        self.data = folder / "data"
        settings = folder / "settings"
        overrides = settings / "@jupyterlab" / "apputils-extension"
        overrides.mkdir(parents=True)
        (overrides / "notification.jupyterlab-settings").write_text('{"fetchNews": "false", "checkForUpdates": false}')
        # This checkout's extension, whatever is installed; and small pictures for its Studios.
        extensions = folder / "share" / "labextensions"
        extensions.mkdir(parents=True)
        (extensions / "ukiyo-widgets").symlink_to(EXTENSION, target_is_directory=True)
        # Kernels are those of the tests' own environment.
        kernel = folder / "share" / "kernels" / "python3" / "kernel.json"
        kernel.parent.mkdir(parents=True)
        command = [sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}"]
        kernel.write_text(json.dumps({"argv": command, "display_name": "Python 3 (ipykernel)", "language": "python"}))
        self.preferences = settings / "ukiyo-widgets" / "plugin.jupyterlab-settings"
        self.preferences.parent.mkdir()
        self.preferences.write_text('{"size": 96}')
        environment = {
            **os.environ,
            "JUPYTER_PATH": os.pathsep.join([str(extensions.parent), *filter(None, [os.environ.get("JUPYTER_PATH")])]),
            "JUPYTER_CONFIG_DIR": str(folder / "config"),
            "JUPYTER_DATA_DIR": str(self.data),
            "JUPYTER_RUNTIME_DIR": str(folder / "runtime"),
            "JUPYTERLAB_SETTINGS_DIR": str(settings),
            "JUPYTERLAB_WORKSPACES_DIR": str(folder / "workspaces"),
            "JUPYTER_PLATFORM_DIRS": "1",
        }
        exposed = "LabApp" if app == "lab" else "JupyterNotebookApp"
        self.log = (folder / "server.log").open("wb")
        self.process = subprocess.Popen(
            [
                SERVER_PYTHON, "-m", "jupyter", app, "--no-browser", "--allow-root", f"--ServerApp.port={port}",
                f"--IdentityProvider.token={TOKEN}", f"--ServerApp.root_dir={self.folder}",
                f"--{exposed}.expose_app_in_browser=True",
            ],
            env=environment, stdout=self.log, stderr=self.log,
        )  # fmt: skip
        wait_for_answer(f"{self.url}/api/status?token={TOKEN}", self.process, folder / "server.log")

    def api(self, path: str, method: str = "GET") -> object:
        request = urllib.request.Request(
            f"{self.url}/api/{path}", method=method, headers={"Authorization": f"token {TOKEN}"}
        )
        with urllib.request.urlopen(request, timeout=30) as answer:
            body = answer.read()
        return json.loads(body) if body else None

    def close(self) -> None:
        self.process.terminate()
        try:
            self.process.wait(20)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.log.close()


class Notebook:
    """A notebook on a page: cells are written first, run one by one."""

    def __init__(self, lab: Lab, page, name: str, cells: list[str], *, kernel: str = "python3") -> None:
        self.lab, self.page, self.path = lab, page, lab.folder / name
        notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell) for cell in [FIRST_CELL, *cells]])
        notebook.metadata["kernelspec"] = {"name": kernel, "display_name": kernel, "language": "python"}
        nbformat.write(notebook, self.path)
        # A workspace of its own: else a reloaded page shows the notebook that another page has looked at last.
        where = f"lab/workspaces/{Path(name).stem}/tree/{name}" if lab.app == "lab" else f"notebooks/{name}"
        page.goto(f"{lab.url}/{where}?token={TOKEN}&reset")
        page.wait_for_function(READY, timeout=PATIENCE_MS)
        self.run(0)

    def start(self, number: int) -> None:
        """Begin a cell; do not wait for it."""
        self.page.evaluate(
            """number => { const panel = window.jupyterapp.shell.currentWidget;
               panel.content.activeCellIndex = number; panel.content.deselectAll();
               window.cellHasEnded = false;
               window.jupyterapp.commands.execute('notebook:run-cell').then(() => { window.cellHasEnded = true; }); }""",
            number,
        )

    def edit(self, number: int, source: str) -> None:
        """Write a cell anew."""
        self.page.evaluate(
            """([number, source]) =>
               window.jupyterapp.shell.currentWidget.content.widgets[number].model.sharedModel.setSource(source)""",
            [number, source],
        )

    def run(self, number: int) -> None:
        """Run a cell and wait for its end."""
        self.page.wait_for_function(READY, timeout=PATIENCE_MS)
        before = self.count(number)
        ended = "aborted"
        while ended == "aborted":  # as ipykernel does with what reaches it too soon after an error or an interrupt
            self.start(number)
            ended = self.page.wait_for_function(
                """([number, before]) => {
                   const cell = window.jupyterapp.shell.currentWidget.content.widgets[number];
                   const count = cell.model.executionCount;
                   const busy = cell.node.querySelector('.jp-InputPrompt').textContent.includes('*');
                   if (count !== null && count !== before && !busy) return 'done';
                   return window.cellHasEnded && count === null && !busy && 'aborted'; }""",
                arg=[number, before],
                timeout=PATIENCE_MS,
            ).json_value()

    def count(self, number: int) -> int | None:
        return self.page.evaluate(
            "number => window.jupyterapp.shell.currentWidget.content.widgets[number].model.executionCount", number
        )

    def wait_for_output(self, number: int, text: str) -> None:
        """Wait until a cell's output contains a text."""
        cell = self.page.locator(".jp-Notebook .jp-Cell").nth(number)
        cell.locator(".jp-OutputArea", has_text=text).first.wait_for()

    def output(self, number: int) -> str:
        return self.page.locator(".jp-Notebook .jp-Cell").nth(number).locator(".jp-OutputArea").inner_text()

    def close(self) -> None:
        """End the kernel and close the page."""
        for session in self.lab.api("sessions"):
            if session["path"] == self.path.name:
                self.lab.api(f"sessions/{session['id']}", "DELETE")
        self.page.context.close()

    def command(self, name: str, arguments: dict | None = None) -> None:
        self.page.evaluate("([name, args]) => window.jupyterapp.commands.execute(name, args)", [name, arguments or {}])


@pytest.fixture(scope="session")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lab]:
    server = Lab(tmp_path_factory.mktemp("lab"))
    yield server
    server.close()


@pytest.fixture(scope="session")
def chromium():
    if CHROMIUM is None:
        pytest.skip("needs Chromium: apt-get install chromium")
    with playwright_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


def new_page(chromium):
    context = chromium.new_context(viewport={"width": 1280, "height": 1000}, accept_downloads=True)
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.set_default_timeout(PATIENCE_MS)
    return page


@pytest.fixture
def open_offline(chromium):
    """Open a page from its file with the network off; whatever it asks for or complains of fails the test."""
    contexts, asked, complaints = [], [], []

    def open_(path, *, size=(1280, 720), **media):
        page = new_page(chromium)
        contexts.append(page.context)
        page.context.set_offline(True)
        page.on("request", lambda request: asked.append(request.url))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
        page.emulate_media(**media)
        page.set_viewport_size({"width": size[0], "height": size[1]})
        page.goto(path.as_uri())
        return page

    yield open_
    for each in contexts:
        each.close()
    assert {url.partition(":")[0] for url in asked} <= {"file", "data", "blob"}
    assert not complaints


@pytest.fixture
def notebook(lab, chromium, request):
    """Open a notebook of its own with the given cells; its kernel ends with the test."""
    opened = []

    def open_(*cells: str, kernel: str = "python3") -> Notebook:
        name = f"{request.node.name}-{len(opened)}.ipynb"
        opened.append(Notebook(lab, new_page(chromium), name, list(cells), kernel=kernel))
        return opened[-1]

    yield open_
    for each in opened:
        each.close()


@pytest.fixture(scope="session")
def ipykernel6(lab, tmp_path_factory):
    """Install a kernel without subshells, as Colab and many servers have it, and return its name."""
    folder = tmp_path_factory.mktemp("ipykernel6")
    install = [
        sys.executable,
        "-m",
        "pip",
        "install",
        "--quiet",
        "--no-deps",
        "--target",
        str(folder),
        "ipykernel==6.31.0",
    ]
    done = subprocess.run(install, capture_output=True, text=True, check=False)
    if done.returncode:
        pytest.skip(f"needs ipykernel 6: {done.stderr[-200:]}")
    specification = lab.data / "kernels" / "ipykernel6" / "kernel.json"
    specification.parent.mkdir(parents=True)
    command = [sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}"]
    about = {"argv": command, "display_name": "ipykernel6", "language": "python", "env": {"PYTHONPATH": str(folder)}}
    specification.write_text(json.dumps(about))
    return "ipykernel6"


@pytest.fixture(scope="session")
def shared(lab, chromium):
    """A notebook that tests share: its kernel has imported everything."""
    opened = Notebook(lab, new_page(chromium), "shared.ipynb", ["", "", ""])
    yield opened
    opened.close()
