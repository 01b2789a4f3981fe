"""What a person sees: frames per second and lag of the Studio in a real JupyterLab and Chromium.

    python -m benchmarks.studio

The engine is a fake that makes iterations at a given rate, so that the way to the screen alone is measured; the waits for a
first picture and for a slider's effect are with the real engine.
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
import time
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.browser.conftest import CHROMIUM, FLAGS, Lab, Notebook

FAKE = """
import dataclasses, threading
from ukiyo_widgets.engine import step as steps
made = {}
def fake(members):
    state = members[0].state
    due = fake.begun + (state.index + 1 - fake.first) / RATE
    wait = due - time.time()
    if wait > 0: time.sleep(wait)
    made[state.index + 1] = time.time()
    pixels = state.here.pixels.roll(1, -1)
    here = dataclasses.replace(state.here, pixels=pixels)
    return [dataclasses.replace(state, index=state.index + 1, here=here, elapsed_s=state.elapsed_s + 1 / RATE)]
real, steps.step_together = steps.step_together, fake
studio.run.set(iterations=None)
fake.first, fake.begun = studio.run.index, time.time()
studio.play(int(SECONDS * RATE))
"""
WATCH = """() => {
  const stage = document.querySelector('[data-testid=preview]');
  window.painted = [];
  new MutationObserver(() => window.painted.push([Number(stage.dataset.index), Date.now() / 1000]))
    .observe(stage, { attributes: true, attributeFilter: ['data-index'] });
}"""
COUNT = """() => {
  const kernel = window.jupyterapp.shell.currentWidget.sessionContext.session.kernel;
  window.frames_sent = [];
  kernel.iopubMessage.connect((_, message) => {
    const content = message.content?.data?.content;
    if (content?.kind === 'frame') window.frames_sent.push(message.buffers.reduce((sum, each) => sum + each.byteLength, 0));
  });
}"""


def stream(notebook: Notebook, *, rate: int, seconds: float) -> tuple[float, float, float, float]:
    """Return frames per second painted, median and worst lag in ms, and kB per frame."""
    page = notebook.page
    notebook.edit(1, "import time; studio = uw.Studio(size=512); studio")
    notebook.run(1)
    page.wait_for_selector("[data-testid=preview][data-index='0'][data-format=png]")
    page.evaluate(WATCH)
    page.evaluate(COUNT)
    notebook.edit(2, f"RATE, SECONDS = {rate}, {seconds}\n{FAKE}")
    notebook.run(2)
    page.wait_for_selector(f"[data-testid=preview][data-index='{int(rate * seconds)}'][data-format=png]")
    notebook.edit(3, "steps.step_together = real; import json; print(json.dumps(made))")
    notebook.run(3)
    import json

    made = {int(index): at for index, at in json.loads(notebook.output(3)).items()}
    painted = [(index, at) for index, at in page.evaluate("() => window.painted") if index in made][1:-1]
    lags = [1000 * (at - made[index]) for index, at in painted]
    shown = len(painted) / (painted[-1][1] - painted[0][1])
    sizes = page.evaluate("() => window.frames_sent")
    return shown, statistics.median(lags), max(lags), statistics.mean(sizes) / 1000


def main() -> None:
    """Measure, and print a table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rates", type=int, nargs="+", default=[20, 100, 500], help="iterations per second")
    parser.add_argument("--seconds", type=float, default=6)
    options = parser.parse_args()
    lab = Lab(Path(tempfile.mkdtemp()))
    try:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
            page = browser.new_page(viewport={"width": 1280, "height": 1000})
            notebook = Notebook(lab, page, "studio.ipynb", ["", "", ""])
            notebook.edit(1, "studio = uw.Studio(size=256); studio")
            begun = time.perf_counter()
            notebook.start(1)
            page.wait_for_selector("[data-testid=preview][data-index]")
            print(f"first coloured picture after Run cell, 256 px: {time.perf_counter() - begun:.1f} s")
            page.get_by_role("button", name="Play", exact=True).first.click()
            page.wait_for_selector("[data-testid=preview][data-index='3']")
            slider = page.get_by_role("slider", name="Style", exact=True)
            index = int(page.locator("[data-testid=preview]").get_attribute("data-index") or 0)
            begun = time.perf_counter()
            slider.press("PageUp")
            page.wait_for_function(
                "least => Number(document.querySelector('[data-testid=preview]').dataset.index) >= least", arg=index + 2
            )
            print(
                f"slider to the picture of the iteration that it acted on, 256 px: {time.perf_counter() - begun:.2f} s"
            )
            page.get_by_role("button", name="Stop", exact=True).click()
            print("| iterations/s | frames/s shown | lag, ms: median | worst | kB per frame |\n|---|---|---|---|---|")
            for rate in options.rates:
                shown, median, worst, size = stream(notebook, rate=rate, seconds=options.seconds)
                print(f"| {rate} | {shown:.0f} | {median:.0f} | {worst:.0f} | {size:.0f} |", flush=True)
            browser.close()
    finally:
        lab.close()


if __name__ == "__main__":
    main()
