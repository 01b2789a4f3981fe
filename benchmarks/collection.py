"""What a collection takes: memory and time of its workers by size, and of the collection itself when it has very many rows.

    python benchmarks/collection.py                 # workers: prints per hour and memory by size, for 1 and 2 workers
    python benchmarks/collection.py --rows 100000   # the collection itself, with an engine that only writes records
    python benchmarks/collection.py --growth 500    # memory of two workers over many tiny prints

Each line of the first table has a process of its own, and as many cores as workers. Seconds are of the processor, from when each
worker has made its first print, so others on the machine matter little; prints per hour are what follows for cores that are free.
Memory is the most that was ever resident.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from PIL import Image

import ukiyo_widgets as uw

REFERENCES = ["sample:calm_sea", "sample:homeward", "sample:surf", "sample:rain_ferry"]
THUMBNAIL = Image.new("RGB", (200, 66), (180, 160, 120))


def gray_prints(folder: Path, count: int, *, size: int) -> Path:
    """Draw prints that all differ: two samples, each cut a little narrower every time."""
    folder.mkdir()
    for number in range(count):
        drawn = uw.samples[("wave", "rain_bridge")[number % 2]].gray(size)
        drawn.crop((0, 0, drawn.width - number % 8, drawn.height - number // 8 % 8)).save(folder / f"{number:06}.png")
    return folder


def alone(size: int, workers: int, prints: int) -> dict[str, float]:
    """Measure one size in this process."""
    os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[:workers])
    with tempfile.TemporaryDirectory() as place:
        gray = gray_prints(Path(place, "gray"), prints, size=size)
        collection = uw.colorize_collection(gray, REFERENCES, out=Path(place, "done"), size=size, workers=workers)
        done, begun_s = [], 0.0
        for finished in collection:
            done.append(finished.record)
            if len(done) == workers:
                begun_s = sum(map(cpu_s, children()))
        each_s = (sum(map(cpu_s, children())) - begun_s) / (len(done) - workers)
        collection.close()
    return {
        "begun_s": begun_s / workers,
        "each_s": each_s,
        "peak_mb": resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024,
        "iterations": sum(each.iterations for each in done) / len(done),
    }


def by_size(sizes: list[int], prints: int) -> None:
    """Print the table of the workers."""
    print("| px | workers | iterations | first print, s | each other, s | prints per hour | peak of a worker, MB |")
    print("|---|---|---|---|---|---|---|")
    for size in sizes:
        for workers in (1, 2):
            command = [sys.executable, __file__, "--alone", str(size), str(workers), str(prints)]
            row = json.loads(
                subprocess.run(command, check=True, capture_output=True, text=True).stdout.splitlines()[-1]
            )
            print(
                f"| {size} | {workers} | {row['iterations']:.0f} | {row['begun_s']:.1f} | {row['each_s']:.1f} "
                f"| {workers * 3600 / row['each_s']:.0f} | {row['peak_mb']:.0f} |",
                flush=True,
            )


class Instantly:
    """A crew that only writes records, as workers that see the same folder do."""

    room, dashboard = 16, ""

    def __init__(self) -> None:
        self.tasks: list[dict[str, Any]] = []
        self._thumbnail = b""

    def submit(self, task: dict[str, Any]) -> None:
        """Note a task."""
        self.tasks.append(task)

    def answers(self, _timeout_s: float) -> list[SimpleNamespace]:
        """Write what was asked for, and say so."""
        tasks, self.tasks = self.tasks, []
        return [
            SimpleNamespace(name=each["name"], record=self._made(each), failed="", died="", files={}, worker="0")
            for each in tasks
        ]

    def close(self) -> None:
        """Nothing is under way."""

    def _made(self, task: dict[str, Any]) -> dict[str, Any]:
        records = Path(task["folder"], "records")
        records.mkdir(exist_ok=True)
        picture = f"{task['name']}.png"
        Path(task["folder"], picture).write_bytes(b"")
        record = {
            "digest": task["digest"],
            "name": task["name"],
            "file": task["content"],
            "series": task["series"][0][0],
            "settings": "",
            "files": {picture: (0, "0" * 64)},
            "width_px": 512,
            "height_px": 341,
            "iterations": 47,
            "seconds": 30.0,
            "finished": "2026-01-01T00:00:00+00:00",
            "losses": {"total": 1.0},
            "colours": {"chroma_mean": 1.0},
            "versions": {},
            "sha256": {"content": "0" * 64},
            "references": REFERENCES,
            "said": "Colours are learnt from 24 of 300 prints.",
            "worker": "0",
        }
        THUMBNAIL.save(records / f"{task['name']}.webp")
        (records / f"{task['name']}.json").write_text(json.dumps(record))
        return record


def many_rows(rows: int) -> None:
    """Print what the collection itself takes."""
    with tempfile.TemporaryDirectory() as place:
        gray, out = Path(place, "gray"), Path(place, "done")
        gray.mkdir()
        for number in range(rows):
            (gray / f"{number:06}.png").write_bytes(number.to_bytes(4))
        print("| what | s of a core | most memory so far, MB |\n|---|---|---|")

        def begin() -> uw.Collection:
            return uw.colorize_collection(gray, REFERENCES, out=out, client=Instantly())

        collection = measured("the first start", begin)
        measured(
            f"giving out {rows:,} tasks, taking their answers (the records' writing included), manifest and sheet",
            lambda: [0 for _ in collection],
        )
        board = measured("the board", collection._repr_html_)
        measured("the manifest (CSV, Parquet) and the contact sheet alone", collection.report)
        measured("a mark, written into the manifest", lambda: collection.mark(collection.names[0], vividness=0.9))
        collection.unmark(collection.names[0])
        again = measured("another start, where all is done", begin)
        assert repr(again) == f"<Collection: {rows} of {rows} prints done>"
        print(
            f"\nThe board has {len(board) / 1000:.0f} kB, manifest.csv {(out / 'manifest.csv').stat().st_size / 1e6:.1f} MB."
        )


def measured(what: str, do: Any) -> Any:
    """Do something, and print what it took."""
    began = time.process_time()
    found = do()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"| {what} | {time.process_time() - began:.2f} | {peak:.0f} |", flush=True)
    return found


def growth(prints: int) -> None:
    """Print the memory of two workers as they make many tiny prints."""
    with tempfile.TemporaryDirectory() as place:
        gray = gray_prints(Path(place, "gray"), prints, size=48)
        settings = {"size": 32, "iterations": 2, "workers": 2}
        collection = uw.colorize_collection(gray, "sample:homeward", out=Path(place, "done"), **settings)
        print("| prints | resident memory of the larger of two workers, MB |\n|---|---|")
        for number, _ in enumerate(collection, 1):
            if number in (1, 10) or number % max(1, prints // 5) == 0:
                print(f"| {number} | {max(map(resident_mb, children())):.0f} |", flush=True)
        collection.close()


def children() -> list[int]:
    """Return the ids of the workers' processes."""
    found = [(each / "children").read_text().split() for each in Path("/proc/self/task").iterdir()]
    return [int(pid) for pids in found for pid in pids]


def cpu_s(pid: int) -> float:
    """Return the seconds that a process has computed."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def resident_mb(pid: int) -> float:
    """Return the memory that a process holds now."""
    line = next(line for line in Path(f"/proc/{pid}/status").read_text().splitlines() if line.startswith("VmRSS"))
    return int(line.split()[1]) / 1024


def main() -> None:
    """Run the benchmark."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--size", type=int, action="append", help="longest side in px; may be repeated")
    parser.add_argument("--prints", type=int, default=8, help="of each size")
    parser.add_argument("--rows", type=int, help="measure the collection itself, with so many rows")
    parser.add_argument("--growth", type=int, help="measure a worker's memory over so many prints")
    parser.add_argument("--alone", nargs=3, type=int, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.alone:
        print(json.dumps(alone(*options.alone)))
    elif options.rows:
        many_rows(options.rows)
    elif options.growth:
        growth(options.growth)
    else:
        by_size(options.size or [128, 256, 512], options.prints)


if __name__ == "__main__":
    main()
