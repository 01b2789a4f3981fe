"""Whole processes, as from a shell: what a picture takes by our command line and by pastiche 1.6.0's, and torch by itself.

    python benchmarks/processes.py --size 256 --iterations 40

The same prints, size, start and number of iterations, one thread, in turn. Seconds are of the processor, memory is the most that
was ever resident; both are the system's own account of the process, from its start until it has ended. With --avx2, torch and its
libraries use no more of the processor than AVX2: what a machine without AVX-512 does, but for its clock and its caches.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
from collections import defaultdict
from pathlib import Path

THEIRS, TORCH = "pastiche 1.6.0", "`import torch`"
AVX2 = {"ONEDNN_MAX_CPU_ISA": "AVX2", "ATEN_CPU_CAPABILITY": "avx2", "MKL_ENABLE_INSTRUCTIONS": "AVX2"}
OURS = "import sys; from ukiyo_widgets.cli import program; sys.exit(program())"  # as the installed command has it
PASTICHES = "import sys; from pastiche.pastiche import main; sys.exit(main(sys.argv))"


def spent(command: list[str], *, environment: dict[str, str]) -> tuple[float, float]:
    """Return the seconds of the processor and the megabytes that a process took.

    A new process counts the memory of the one that it was started from, so this one has not imported torch.
    """
    process = subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, env={**os.environ, **environment}
    )
    with process:
        assert process.stderr is not None
        said = process.stderr.read()
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(said.decode(errors="replace"))
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def commands(folder: Path, options: argparse.Namespace) -> dict[str, list[str]]:
    """Return who is measured, and what is called."""
    size, iterations = str(options.size), str(options.iterations)
    prints = [str(folder / "wave-gray.png"), str(folder / "red_mountain.png")]
    ours = [sys.executable, "-c", OURS, "colorize", *prints, "--preset", "paper", "--start", "content", "--quiet"]
    ours += ["--size", size, "--iterations", iterations, "--force", "-o", str(folder / "ours.png")]
    theirs = [sys.executable, "-c", PASTICHES, "-c", prints[0], "-s", prints[1], "-o", str(folder / "theirs.png")]
    theirs += ["--size", size, "--style-size", size, "--num-steps", iterations, "--device", "cpu"]
    precisions = options.precision or ["float32", *([] if options.avx2 else ["bfloat16"])]
    return {
        TORCH: [sys.executable, "-c", "import torch"],
        THEIRS: theirs,
        **{f"ours, {precision}": [*ours, "--precision", precision] for precision in precisions},
    }


def main() -> None:
    """Run the benchmark."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--size", type=int, default=256, help="longest side in px; default: %(default)s")
    parser.add_argument("--iterations", type=int, default=40, help="default: %(default)s")
    parser.add_argument("--repeats", type=int, default=3, help="of each; default: %(default)s")
    parser.add_argument("--precision", action="append", choices=("float32", "bfloat16"), help="may be repeated")
    parser.add_argument("--avx2", action="store_true", help="hold torch back to AVX2")
    options = parser.parse_args()
    environment = {"OMP_NUM_THREADS": "1", **(AVX2 if options.avx2 else {})}
    took: dict[str, list[tuple[float, float]]] = defaultdict(list)
    with tempfile.TemporaryDirectory() as folder:
        samples = [
            sys.executable,
            "-c",
            OURS,
            "samples",
            "wave",
            "red_mountain",
            "--size",
            str(4 * options.size),
            "-o",
            folder,
        ]
        spent(samples, environment=environment)
        for _ in range(options.repeats):
            for name, command in commands(Path(folder), options).items():
                took[name].append(spent(command, environment=environment))
    print("| px | iterations | who | s | this / pastiche | peak, MB | this / pastiche |\n|---|---|---|---|---|---|---|")
    for name, each in took.items():
        figures = []
        for own, others in zip(zip(*each, strict=True), zip(*took[THEIRS], strict=True), strict=True):
            ratio = statistics.median(a / b for a, b in zip(own, others, strict=True))
            figures.append((statistics.median(own), ratio))
        (s, s_ratio), (mb, mb_ratio) = figures
        print(
            f"| {options.size} | {options.iterations} | {name} | {s:.1f} | {s_ratio:.2f} | {mb:.0f} | {mb_ratio:.2f} |"
        )


if __name__ == "__main__":
    main()
