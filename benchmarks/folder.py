"""How long a folder of prints takes: looked through for the first time, and again.

    python benchmarks/folder.py                          # 500 prints made of the samples
    python benchmarks/folder.py --prints FOLDER          # made of scans of your own, in a folder that is removed afterwards

Each print is a part of one that is there, mirrored or not, so that no two have the same bytes or the same layout. What is timed
is the choice of the nearest ones: in a process that has everything imported, with an empty cache, then in a second process that
finds the first one's looks on disk. Where others are at work too, the processor's seconds, of all cores, tell more.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import subprocess
import sys
import tempfile
from pathlib import Path

from PIL import Image, ImageOps

import ukiyo_widgets as uw

TIMED = """
import json, resource, sys, time, warnings
import ukiyo_widgets as uw
warnings.simplefilter("ignore")
uw.load_network()
told = {}
started = time.perf_counter()
busy = time.process_time()
run = uw.colorize(sys.argv[1], sys.argv[2], size=256, progress=lambda what, done, total:
                  told.update({what: (time.perf_counter(), time.process_time())}))
print(json.dumps([
    run.recipe.choice.looked_at,
    round(told["looking"][0] - started, 1),
    round(told["looking"][1] - busy, 1),
    round(time.perf_counter() - started, 1),
    round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
]))
"""


def make(folder: Path, *, count: int, prints: Path | None, side_px: int) -> Path:
    """Write ``count`` prints, and return one of them, gray."""
    chance = random.Random(0)
    sources = uw.pictures_in(prints) if prints else [f"sample:{name}" for name in uw.samples]
    whole = [uw.to_pil(uw.read_image(each, max_side_px=side_px).pixels) for each in sources]
    for place in range(count + 1):
        picture = whole[place % len(whole)]
        share = chance.uniform(0.6, 0.9)
        width, height = (round(share * side) for side in picture.size)
        left, top = chance.randint(0, picture.width - width), chance.randint(0, picture.height - height)
        part = picture.crop((left, top, left + width, top + height))
        part = ImageOps.mirror(part) if chance.random() < 0.5 else part
        enlarged: Image.Image = part.resize((round(width / share), round(height / share)), Image.Resampling.LANCZOS)
        if place == count:
            gray = folder.with_name("gray.png")
            enlarged.convert("L").save(gray)
            return gray
        enlarged.save(folder / f"print-{place:04}.jpg", quality=90)
    raise AssertionError


def main() -> None:
    """Make the folder, and have it looked through twice."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument(
        "--prints", type=Path, metavar="FOLDER", help="what the prints are made of; default: the samples"
    )
    parser.add_argument("--count", type=int, default=500, help="of prints; default: %(default)s")
    parser.add_argument("--side", type=int, default=1280, metavar="PX", help="their longest side; default: %(default)s")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place, "prints")
        folder.mkdir()
        gray = make(folder, count=options.count, prints=options.prints, side_px=options.side)
        surroundings = {**os.environ, "UKIYO_WIDGETS_CACHE": str(Path(place, "cache"))}
        print(
            "| | prints | looked through, s | processor, s | until the first frame, s | peak, MB | load before |\n|"
            + 7 * "---|"
        )
        for time in ("first", "second"):
            load = os.getloadavg()[0]
            command = [sys.executable, "-c", TIMED, str(gray), str(folder)]
            told = subprocess.run(command, env=surroundings, check=True, capture_output=True, text=True).stdout
            print(f"| {time} time | {' | '.join(map(str, json.loads(told)))} | {load:.1f} |", flush=True)


if __name__ == "__main__":
    main()
