"""The documentation's films of the Studio, taken in a real JupyterLab: sample prints alone, one film in English, one in Japanese.

    python -m benchmarks.film

The window is photographed, one picture after the other, with a pointer drawn on it and a line of words above. While the Studio
plays, each iteration stands for two frames, however long it took; whatever else is waited for is left out.
"""

from __future__ import annotations

import importlib.resources
import os
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from io import BytesIO
from pathlib import Path

import av
from PIL import Image
from playwright.sync_api import Locator, Page, sync_playwright

from tests.browser.conftest import CHROMIUM, FLAGS, Lab, Notebook

STATIC = Path(__file__).parents[1] / "docs" / "_static"
WIDTH_PX, HEIGHT_PX, WORDS_PX = 1280, 720, 52
FPS = 15
FRAMES_AN_ITERATION = 2
PAUSE_AT = 12
"""Iterations after which the film pauses: the colours have come, and there is something left to do."""

ENCODER = {"crf": "22", "preset": "slow"}
"""Less than half as large as the package's own films, which keep a print's grain."""

BT709 = 1

PATIENCE_MS = 120_000
SHOWN = "[data-testid=preview]"

CELLS = {"en": "uw.Studio()", "ja": 'uw.Studio(language="ja")'}
WORDS = {
    "en": {
        "title": "The Studio: colours for a gray print, while you watch",
        "shelf": "A gray print, and coloured prints of the same series to learn from",
        "play": "Play: the colours come, iteration by iteration",
        "pause": "Pause, whenever you like",
        "vivid": "Vividness: the picture answers",
        "on": "Play on, until nothing moves any more",
        "wipe": "Drag the white line: before and after",
        "back": "Drag the timeline: how it came about",
    },
    "ja": {
        "title": "Studio：白黒の版画に色がつくようすを、見ながら動かす",
        "shelf": "白黒の版画と、手本にする同じ揃物の色刷り",
        "play": "再生：反復ごとに色がついていく",
        "pause": "いつでも一時停止",
        "vivid": "鮮やかさを動かすと、画像が応える",
        "on": "動きが止まるまで再生",
        "wipe": "白い線を動かして、前と後を比べる",
        "back": "タイムラインを動かして、途中を見返す",
    },
}

POINTER = """() => {
  document.body.insertAdjacentHTML("beforeend", `<svg id="film-pointer" width="64" height="64" viewBox="-32 -32 64 64"
    style="position: fixed; z-index: 1000000; margin: -32px; pointer-events: none">
    <circle r="18" fill="#ff9d0066" stroke="#d97700" stroke-width="3" visibility="hidden"/>
    <path d="M0 0V24L6 18.5L10 27L14 25L10.2 17H18Z" fill="#fff" stroke="#111" stroke-width="2" stroke-linejoin="round"/>
  </svg>`);
}"""
POINT = """([x, y, down]) => {
  const pointer = document.querySelector("#film-pointer");
  Object.assign(pointer.style, { left: `${x}px`, top: `${y}px` });
  pointer.firstElementChild.setAttribute("visibility", down ? "visible" : "hidden");
}"""
BAR = """<body style="margin: 0; height: 100vh; display: grid; place-content: center; background: #20242c; color: #fff;
  font: 600 26px system-ui, 'IPAexGothic', sans-serif">{words}</body>"""


@dataclass
class Camera:
    """Photographs a page, with a pointer that it moves and a line of words above; every method gives the film's next frames."""

    page: Page
    above: Page
    words: dict[str, str]
    at: tuple[float, float] = (640.0, 330.0)
    down: bool = False
    bar: Image.Image | None = None

    def say(self, what: str) -> None:
        """Change the words."""
        self.above.set_content(BAR.format(words=self.words[what]))
        self.bar = Image.open(BytesIO(self.above.screenshot()))

    def shot(self) -> Image.Image:
        """Return the page as it is now, with the words."""
        self.page.evaluate(POINT, [*self.at, self.down])
        picture = Image.new("RGB", (WIDTH_PX, HEIGHT_PX))
        picture.paste(self.bar, (0, 0))  # a player has its buttons below
        picture.paste(Image.open(BytesIO(self.page.screenshot())), (0, WORDS_PX))
        return picture

    def hold(self, seconds: float) -> Iterator[Image.Image]:
        """Look at the page for some time."""
        for _ in range(round(seconds * FPS)):
            yield self.shot()

    def go(self, where: tuple[float, float], seconds: float = 0.7) -> Iterator[Image.Image]:
        """Move the pointer, slowly at first and at last; what is held down is dragged."""
        begin, steps = self.at, round(seconds * FPS)
        for step in range(1, steps + 1):
            share = step / steps
            eased = share * share * (3 - 2 * share)
            self.at = tuple(a + (b - a) * eased for a, b in zip(begin, where, strict=True))
            self.page.mouse.move(*self.at)
            yield self.shot()

    def press(self, what: Locator, place: float = 0.5) -> Iterator[Image.Image]:
        """Go somewhere, and press the button down."""
        yield from self.go(place_in(what, place))
        self.page.mouse.down()
        self.down = True
        yield from self.hold(0.2)

    def release(self) -> Iterator[Image.Image]:
        """Let the button go."""
        self.page.mouse.up()
        self.down = False
        yield self.shot()

    def click(self, what: Locator) -> Iterator[Image.Image]:
        """Click something."""
        yield from self.press(what)
        yield from self.release()

    def watch(self, until: str) -> Iterator[Image.Image]:
        """Show each iteration, until a selector is there."""
        seen = -1
        while not self.page.locator(until).count():
            seen = self.page.wait_for_function(
                "([shown, seen, until]) => { const index = Number(document.querySelector(shown).dataset.index);"
                " return (index > seen || document.querySelector(until)) && index; }",
                arg=[SHOWN, seen, until],
                timeout=PATIENCE_MS,
            ).json_value()
            yield from [self.shot()] * FRAMES_AN_ITERATION


def place_in(what: Locator, share: float = 0.5) -> tuple[float, float]:
    """Return a point in the middle of something, so far from its left."""
    box = what.bounding_box()
    assert box is not None
    return box["x"] + share * box["width"], box["y"] + box["height"] / 2


def scenes(camera: Camera, poster: Path) -> Iterator[Image.Image]:
    """Give the film, frame by frame; and save the poster on the way."""
    page = camera.page
    play, stage = page.locator(".uw-play"), page.locator(".uw-stage")
    vividness, wipe = page.locator("[data-name=vividness] input[type=range]"), page.locator(".uw-wipe")
    timeline = page.locator(".uw-timeline input")
    status = "[data-testid=status][data-status={}]".format
    camera.say("shelf")
    yield from camera.hold(0.6)
    for role in ("content", "reference"):
        yield from camera.go(place_in(page.get_by_test_id(f"picker-{role}")))
        yield from camera.hold(0.6)
    camera.say("play")
    yield from camera.click(play)
    yield from camera.watch(f"{SHOWN}[data-index='{PAUSE_AT}']")
    camera.say("pause")
    yield from camera.click(play)
    page.wait_for_selector(status("paused"))
    yield from camera.hold(0.8)
    camera.say("vivid")
    yield from camera.press(vividness)
    yield from camera.go(place_in(vividness, 0.9))
    yield from camera.release()
    page.wait_for_selector(status("paused"))
    yield from camera.hold(1.0)
    camera.say("on")
    yield from camera.click(play)
    yield from camera.watch(status("finished"))
    page.wait_for_selector(f"{SHOWN}[data-format=png]")
    yield from camera.hold(1.4)
    camera.say("wipe")
    yield from camera.press(wipe)
    yield from camera.go(place_in(stage, 0.55), 1.2)
    camera.say("title")
    camera.shot().save(poster, quality=82, optimize=True)
    camera.say("wipe")
    yield from camera.hold(0.6)
    yield from camera.go(place_in(stage, 0.03), 0.8)
    yield from camera.release()
    camera.say("back")
    yield from camera.press(timeline, 0.985)
    yield from camera.go(place_in(timeline, 0.03), 1.6)
    yield from camera.go(place_in(timeline, 0.985), 1.2)
    yield from camera.release()
    yield from camera.hold(0.8)


def encode(frames: Iterable[Image.Image], path: Path) -> None:
    """Write a film that every browser plays, from its beginning on while it loads."""
    with av.open(str(path), "w", options={"movflags": "+faststart"}) as container:
        stream = container.add_stream("libx264", rate=FPS, options=ENCODER)
        stream.width, stream.height, stream.pix_fmt = WIDTH_PX, HEIGHT_PX, "yuv420p"
        stream.codec_context.colorspace = stream.codec_context.color_primaries = stream.codec_context.color_trc = BT709
        for index, picture in enumerate(frames):
            frame = av.VideoFrame.from_image(picture).reformat(format="yuv420p", dst_colorspace="ITU709")
            frame.pts, frame.time_base = index, Fraction(1, FPS)
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))


def fonts(folder: Path) -> dict[str, str]:
    """Return an environment in which a browser finds a Japanese font, also on a machine that has none."""
    shutil.copytree(Path(str(importlib.resources.files("matplotlib_fontja"))) / "fonts", folder / "fonts")
    return {**os.environ, "XDG_DATA_HOME": str(folder)}


def main() -> None:
    """Take the films and their posters."""
    folder = Path(tempfile.mkdtemp())
    lab = Lab(folder / "lab")
    try:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS, env=fonts(folder / "share"))
            for language, words in WORDS.items():
                page = browser.new_page(viewport={"width": WIDTH_PX, "height": HEIGHT_PX - WORDS_PX})
                above = browser.new_page(viewport={"width": WIDTH_PX, "height": WORDS_PX})
                page.set_default_timeout(PATIENCE_MS)
                notebook = Notebook(lab, page, f"studio-{language}.ipynb", [CELLS[language]])
                notebook.command("application:toggle-left-area")
                notebook.run(1)
                page.wait_for_selector(f"{SHOWN}[data-index='0'][data-format=png]")
                page.evaluate(POINTER)
                path = STATIC / f"studio-{language}.mp4"
                encode(scenes(Camera(page, above, words), path.with_suffix(".jpg")), path)
                print(
                    f"{path.name}: {path.stat().st_size:,} bytes, {path.with_suffix('.jpg').stat().st_size:,} its poster"
                )
                notebook.close()
            browser.close()
    finally:
        lab.close()


if __name__ == "__main__":
    main()
