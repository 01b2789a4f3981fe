"""Time and peak memory of every notebook of the course on one core, and a sheet of their figures.

    python benchmarks/notebooks.py --gallery docs/gallery.jpg

Each notebook runs in a fresh kernel. Seconds are the kernel's computing time: on a machine of one's own the time that passes, and
a fairer figure than that where others compute too. Memory is its highest resident size, and with it that of an idle JupyterLab
server. Figures of cells tagged "gallery" go onto the sheet.
"""

from __future__ import annotations

import argparse
import base64
import itertools
import os
import re
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from typing import Any

import nbformat
from nbclient import NotebookClient
from PIL import Image, ImageDraw, ImageFont

ROOT = Path(__file__).parents[1]
_COLUMNS = 3
_WIDTH_PX, _TITLE_PX, _GAP_PX, _PAPER, _INK = 560, 48, 12, (255, 255, 255), (40, 36, 32)
_MOST_BYTES = 300_000


@dataclass
class Measured:
    """One notebook's figures."""

    title: str
    passed_s: float = 0.0
    computing_s: list[float] = field(default_factory=list)
    """After each cell, since the kernel began."""
    kernel_mb: float = 0.0
    pictures: list[Image.Image] = field(default_factory=list)


def peak_mb(pid: int) -> float:
    """Return the highest resident size that a process has had."""
    status = Path(f"/proc/{pid}/status").read_text(encoding="utf-8")
    return int(re.search(r"VmHWM:\s+(\d+) kB", status)[1]) / 1e3


def computing_s(pid: int) -> float:
    """Return the seconds that a process has computed, on all its threads."""
    times = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[11:13]
    return sum(map(int, times)) / os.sysconf("SC_CLK_TCK")


def answers(address: str) -> bool:
    """Return whether a server can be reached."""
    try:
        with urllib.request.urlopen(address, timeout=60):
            return True
    except urllib.error.URLError:
        return False


def server_mb() -> float:
    """Start a JupyterLab server, wait until it answers, and return its peak."""
    command = [sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root", "--port=0", "--ServerApp.token=x"]
    with (
        tempfile.TemporaryDirectory() as folder,
        subprocess.Popen(command, cwd=folder, stderr=subprocess.PIPE, text=True) as server,
    ):
        address = next(found[0] for line in server.stderr if (found := re.search(r"http://\S+(?=/lab\?token)", line)))
        try:
            while not answers(
                f"{address}/api"
            ):  # it names the address first; told to end before it listens, it may hang
                time.sleep(0.1)
            peak = peak_mb(server.pid)
        finally:
            server.terminate()
            server.stderr.read()
    return peak


def measure(path: Path) -> Measured:
    """Execute a notebook in a kernel of its own."""
    notebook = nbformat.read(path, as_version=4)
    measured = Measured(notebook.cells[0].source.splitlines()[0].lstrip("# "))

    def look(**_: Any) -> None:
        pid = client.km.provisioner.pid
        measured.computing_s.append(computing_s(pid))
        measured.kernel_mb = peak_mb(pid)

    with tempfile.TemporaryDirectory() as folder:
        client = NotebookClient(notebook, timeout=600, resources={"metadata": {"path": folder}}, on_cell_executed=look)
        start = time.perf_counter()
        client.execute(env={**os.environ, "OMP_NUM_THREADS": "1", "PYTHONPATH": str(ROOT)})
        measured.passed_s = time.perf_counter() - start
    measured.pictures = list(pictures(notebook))
    return measured


def pictures(notebook: nbformat.NotebookNode) -> Iterator[Image.Image]:
    """Give the figures of the cells that are tagged for the gallery."""
    for cell in notebook.cells:
        if "gallery" in cell.metadata.get("tags", []):
            for output in cell.outputs:
                if "image/png" in output.get("data", {}):
                    yield Image.open(BytesIO(base64.b64decode(output.data["image/png"]))).convert("RGB")


def sheet(notebooks: list[Measured]) -> Image.Image:
    """Return the figures under the notebooks' titles, in columns of about the same height."""
    blocks = [_block(each) for each in notebooks if each.pictures]
    columns = min(_orders(blocks), key=lambda columns: max(sum(each.height for each in column) for column in columns))
    paper = Image.new(
        "RGB", (len(columns) * _WIDTH_PX, max(sum(each.height for each in column) for column in columns)), _PAPER
    )
    for place, column in enumerate(columns):
        for block, top in zip(column, itertools.accumulate((each.height for each in column), initial=0), strict=False):
            paper.paste(block, (place * _WIDTH_PX, top))
    return paper


def _orders(blocks: list[Image.Image]) -> Iterator[list[list[Image.Image]]]:
    """Give every way to cut the row of blocks into columns."""
    for cuts in itertools.combinations(range(1, len(blocks)), min(_COLUMNS, len(blocks)) - 1):
        yield [blocks[begin:end] for begin, end in itertools.pairwise((0, *cuts, len(blocks)))]


def _block(notebook: Measured) -> Image.Image:
    """Return one notebook's title and figures, as wide as a column."""
    width = _WIDTH_PX - 2 * _GAP_PX
    figures = []
    for each in notebook.pictures:
        shown = min(width, each.width)
        figures.append(each.resize((shown, round(each.height * shown / each.width)), Image.Resampling.LANCZOS))
    block = Image.new("RGB", (_WIDTH_PX, _TITLE_PX + sum(each.height + _GAP_PX for each in figures)), _PAPER)
    ImageDraw.Draw(block).text((_GAP_PX, _GAP_PX), notebook.title, fill=_INK, font=ImageFont.load_default(22))
    top = _TITLE_PX
    for each in figures:
        block.paste(each, (_GAP_PX, top))
        top += each.height + _GAP_PX
    return block


def save_small(image: Image.Image, path: Path) -> None:
    """Write a JPEG of at most 300 kB: first with less quality, then smaller."""
    for scale in (1.0, 0.85, 0.7, 0.6, 0.5):
        scaled = image.resize((round(image.width * scale), round(image.height * scale)), Image.Resampling.LANCZOS)
        for quality in (85, 78, 70):
            buffer = BytesIO()
            scaled.save(buffer, "JPEG", quality=quality, optimize=True)
            if buffer.tell() <= _MOST_BYTES:
                path.write_bytes(buffer.getvalue())
                return
    raise ValueError(f"The gallery does not fit into {_MOST_BYTES} bytes; tag fewer cells.")


def main() -> None:
    """Measure, print the table, draw the gallery."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("notebooks", type=Path, nargs="*", default=sorted((ROOT / "notebooks").glob("*.ipynb")))
    parser.add_argument("--gallery", type=Path, help="JPEG to write")
    options = parser.parse_args()
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})  # one core; kernels and server inherit it
    server, measured = server_mb(), []
    print(
        "| notebook | s | its longest cell, s | passed, s | kernel, MB | with the server, MB |\n|---|---|---|---|---|---|"
    )
    for path in options.notebooks:
        each = measure(path)
        measured.append(each)
        longest_s = max(after - before for before, after in itertools.pairwise([0.0, *each.computing_s]))
        seconds = f"{each.computing_s[-1]:.0f} | {longest_s:.0f} | {each.passed_s:.0f}"
        print(f"| {path.stem} | {seconds} | {each.kernel_mb:.0f} | {each.kernel_mb + server:.0f} |", flush=True)
    if options.gallery:
        save_small(sheet(measured), options.gallery)


if __name__ == "__main__":
    main()
