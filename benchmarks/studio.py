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

import torch
from playwright.sync_api import Page, sync_playwright

import ukiyo_widgets as uw
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


FIRST, SNOW = "The Sea Rises", "Snow at Night"
SCAN = "uw.samples.snowy_night.gray(1600).save('scan.png')"
KERNEL = """
import time
from ukiyo_widgets.widgets.parts.preview import Preview
spent = [0.0]
def counted(self, refresh=Preview.refresh):
    begun = time.thread_time()
    try: return refresh(self)
    finally: spent[0] += time.thread_time() - begun
studio.player.forget(studio.preview.refresh)
studio.player.listen(lambda: counted(studio.preview))
begun = time.thread_time(); wall = time.perf_counter(); before = studio.run.frame.elapsed_s
studio.play(ITERATIONS); studio.player.wait()
print(f"{spent[0] / ITERATIONS:.5f} {(studio.run.frame.elapsed_s - before) / ITERATIONS:.5f}")
"""


def kernel_share(notebook: Notebook, *, size: int, keep_ink: bool, iterations: int = 30) -> tuple[float, float]:
    """Return the preview's processor seconds and the seconds of an iteration, with the picture sharp or as it is computed."""
    page = notebook.page
    notebook.edit(1, f"{SCAN}; studio = uw.Studio('scan.png', size={size}, keep_ink={keep_ink}); studio")
    notebook.run(1)
    page.wait_for_selector("[data-testid=preview][data-index='0'][data-format=png]")
    page.wait_for_selector(
        "canvas.uw-sharp[data-sharp=exact]:not([hidden])" if keep_ink else "canvas.uw-sharp[hidden]", state="attached"
    )
    notebook.edit(2, f"ITERATIONS = {iterations}\n{KERNEL}")
    notebook.run(2)
    each_s, iteration_s = map(float, notebook.output(2).split())
    return each_s, iteration_s


def seconds_from_pick(page: Page, name: str) -> dict[str, float]:
    """Return the seconds from a pick of a gray print to itself on the stage, to the first guess, and to its run."""
    page.evaluate(
        """() => {
          const [stage, gray, busy] = ['[data-testid=preview]', '.uw-gray', '.uw-busy'].map(each => document.querySelector(each));
          const seen = (window.seen = {}), take = stage.dataset.take;
          const look = () => {
            const now = performance.now();
            if (!gray.hidden) seen.gray ??= now;
            if (!gray.hidden && busy.textContent.includes('guess')) seen.guess ??= now;
            if (stage.dataset.take !== take) { seen.ready ??= now; return; }
            requestAnimationFrame(look);
          };
          addEventListener('click', () => { seen.picked = performance.now(); look(); }, { capture: true, once: true }); }"""
    )
    page.get_by_test_id("picker-content").get_by_role("option", name=name).first.click()
    page.wait_for_function("() => window.seen.ready", timeout=120_000)
    seen = page.evaluate("() => window.seen")
    return {what: (at - seen["picked"]) / 1000 for what, at in seen.items() if what != "picked"}


def share_in_sight(page: Page) -> float:
    """Return the share of the window that the stage takes, as far as it is in sight."""
    return float(
        page.evaluate(
            """() => { const box = (name) => document.querySelector(name).getBoundingClientRect();
               const [stage, room] = [box('.uw-stage'), box('.jp-WindowedPanel-outer')];
               const side = (low, high) => Math.max(0, Math.min(stage[high], room[high]) - Math.max(stage[low], room[low]));
               return side('left', 'right') * side('top', 'bottom') / innerWidth / innerHeight; }"""
        )
    )


def stream(notebook: Notebook, *, rate: int, seconds: float, keep_ink: bool) -> tuple[float, float, float, float]:
    """Return frames per second painted, median and worst lag in ms, and kB per frame."""
    page = notebook.page
    notebook.edit(1, f"import time; {SCAN}; studio = uw.Studio('scan.png', size=512, keep_ink={keep_ink}); studio")
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


def without_a_browser(sizes: list[int]) -> None:
    """Print what it takes to prepare a run, in processor seconds of one thread: the process's first, and once more."""
    torch.set_num_threads(1)
    print("| iteration 0, s of one core | the process's first | again |\n|---|---|---|")
    for size in sizes:
        told = []
        for _ in range(2):
            begun_s = time.process_time()
            _ = uw.colorize("sample:snowy_night", uw.samples.series("sample:snowy_night"), size=size).frame
            told.append(time.process_time() - begun_s)
        print(f"| {size} px | {told[0]:.1f} | {told[1]:.1f} |", flush=True)


def main() -> None:
    """Measure, and print a table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rates", type=int, nargs="+", default=[20, 100, 500], help="iterations per second")
    parser.add_argument("--seconds", type=float, default=6)
    parser.add_argument("--sizes", type=int, nargs="+", default=[256, 512], help="longest sides in px")
    options = parser.parse_args()
    without_a_browser(options.sizes)
    lab = Lab(Path(tempfile.mkdtemp()))
    try:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
            page = browser.new_page(viewport={"width": 1280, "height": 720})
            page.set_default_timeout(180_000)
            notebook = Notebook(lab, page, "studio.ipynb", ["", "", ""])
            notebook.edit(1, "studio = uw.Studio(size=256); studio")
            begun = time.perf_counter()
            notebook.start(1)
            page.wait_for_selector("[data-testid=preview][data-index]")
            print(f"iteration 0 after Run cell, the kernel's first, 256 px: {time.perf_counter() - begun:.1f} s")
            print(f"the stage's share of a window of 1280 × 720: {share_in_sight(page):.0%}")
            page.wait_for_selector("canvas.uw-sharp[data-sharp=exact]")
            print("| pick of a gray print, s to | the gray print | the first guess | iteration 0 |\n|---|---|---|---|")
            for about, name in (("seen for the first time", SNOW), ("again", FIRST), ("again", SNOW)):
                told = seconds_from_pick(page, name)
                print(f"| {about} | {told['gray']:.2f} | {told.get('guess', float('nan')):.2f} | {told['ready']:.2f} |")
            page.get_by_role("button", name="Play", exact=True).first.click()
            page.wait_for_function("() => Number(document.querySelector('[data-testid=preview]').dataset.index) >= 3")
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
            print("| picture | size | preview in the kernel, ms | iteration, ms | share |\n|---|---|---|---|---|")
            for size in options.sizes:
                for keep_ink in (True, False):
                    each_s, iteration_s = kernel_share(notebook, size=size, keep_ink=keep_ink)
                    figures = f"{1000 * each_s:.2f} | {1000 * iteration_s:.0f} | {each_s / iteration_s:.1%}"
                    print(f"| {'sharp' if keep_ink else 'as computed'} | {size} | {figures} |", flush=True)
            print(
                "| picture | iterations/s | frames/s shown | lag, ms: median | worst | kB per frame |\n|---|---|---|---|---|---|"
            )
            for keep_ink in (True, False):
                for rate in options.rates:
                    shown, median, worst, size = stream(notebook, rate=rate, seconds=options.seconds, keep_ink=keep_ink)
                    figures = f"{rate} | {shown:.0f} | {median:.0f} | {worst:.0f} | {size:.0f}"
                    print(f"| {'sharp' if keep_ink else 'as computed'} | {figures} |", flush=True)
            browser.close()
    finally:
        lab.close()


if __name__ == "__main__":
    main()
