"""The README's picture of results and the small one in the first notebooks: gray prints on their way to their series' colours.

    python benchmarks/pictures.py

Sample prints only, whose true colours are known. Each is coloured from the others of its series by the default preset, at
384 px. All frames of a row come from one run, which ends by itself.
"""

from __future__ import annotations

import base64
import json
from io import BytesIO
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

import ukiyo_widgets as uw

ROOT = Path(__file__).parents[1]
PRINTS = ("wave", "red_mountain", "rain_bridge")
ON_THE_WAY = (5, 10, 15)
SIZE_PX = 384
_WIDTH_PX, _HEIGHT_PX, _GAP_PX, _TITLE_PX, _PAPER, _INK = 210, 140, 6, 24, (255, 255, 255), (40, 36, 32)


def coloured(name: str) -> dict[str, Image.Image]:
    """Colour a sample print from its series; return what stands in its row, by title."""
    references = uw.samples.series(name)
    run = uw.colorize(f"sample:{name}", references, size=SIZE_PX)
    gray, truth = run.frame.pixels, uw.read_image(f"sample:{name}", max_side_px=SIZE_PX).pixels
    sheets = [uw.samples[each.removeprefix("sample:")].color(SIZE_PX) for each in references]
    pictures = {"gray print": uw.to_pil(gray), "its series": strip(sheets, columns=2)}
    seen = {frame.index: frame.image for frame in run if frame.index in ON_THE_WAY}
    frame = run.frame
    pictures |= {f"iteration {index}": seen.get(index, frame.image) for index in ON_THE_WAY}  # perhaps it ended before
    far = [uw.ciede2000(each, truth).mean().item() for each in (gray, frame.pixels)]
    print(
        f"{name}: CIEDE2000 to the true print {far[0]:.1f} gray, {far[1]:.1f} at iteration {frame.index}. {frame.note}"
    )
    return pictures | {"finished": frame.image, "the true print": uw.to_pil(truth)}


def strip(pictures: list[Image.Image], *, columns: int) -> Image.Image:
    """Lay pictures out on a sheet, each as large as fits into its place."""
    rows = -(-len(pictures) // columns)
    sheet = Image.new(
        "RGB", (columns * (_WIDTH_PX + _GAP_PX) - _GAP_PX, rows * (_HEIGHT_PX + _GAP_PX) - _GAP_PX), _PAPER
    )
    for place, picture in enumerate(pictures):
        share = min(_WIDTH_PX / picture.width, _HEIGHT_PX / picture.height)
        size = (round(picture.width * share), round(picture.height * share))
        left, top = place % columns * (_WIDTH_PX + _GAP_PX), place // columns * (_HEIGHT_PX + _GAP_PX)
        corner = left + (_WIDTH_PX - size[0]) // 2, top + (_HEIGHT_PX - size[1]) // 2
        sheet.paste(picture.convert("RGB").resize(size, Image.Resampling.LANCZOS), corner)
    return sheet


def titled(sheet: Image.Image, titles: list[str]) -> Image.Image:
    """Return a sheet with a title over each of its columns."""
    paper = Image.new("RGB", (sheet.width, sheet.height + _TITLE_PX), _PAPER)
    paper.paste(sheet, (0, _TITLE_PX))
    for place, title in enumerate(titles):
        ImageDraw.Draw(paper).text(
            (place * (_WIDTH_PX + _GAP_PX), 2), title, fill=_INK, font=ImageFont.load_default(15)
        )
    return paper


def jpeg(image: Image.Image, *, most_bytes: int) -> bytes:
    """Return a JPEG of at most so many bytes."""
    for quality in range(90, 30, -5):
        buffer = BytesIO()
        image.save(buffer, "JPEG", quality=quality, optimize=True)
        if buffer.tell() <= most_bytes:
            return buffer.getvalue()
    raise ValueError(f"The picture does not fit into {most_bytes} bytes.")


def attach(notebook: Path, name: str, picture: bytes) -> None:
    """Put a picture into a notebook's first cell, which shows it as attachment:name."""
    content = json.loads(notebook.read_text(encoding="utf-8"))
    content["cells"][0]["attachments"] = {name: {"image/jpeg": base64.b64encode(picture).decode("ascii")}}
    notebook.write_text(json.dumps(content, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def main() -> None:
    """Make both pictures."""
    rows = {name: coloured(name) for name in PRINTS}
    titles = list(rows[PRINTS[0]])
    everything = strip([each for row in rows.values() for each in row.values()], columns=len(titles))
    (ROOT / "docs" / "result.jpg").write_bytes(jpeg(titled(everything, titles), most_bytes=300_000))
    way = [picture for title, picture in rows[PRINTS[0]].items() if title not in ("its series", "the true print")]
    small = jpeg(strip(way, columns=len(way)), most_bytes=40_000)
    for name in ("00_quickstart.ipynb", "quickstart_ja.ipynb"):
        attach(ROOT / "notebooks" / name, f"{PRINTS[0]}.jpg", small)


if __name__ == "__main__":
    main()
