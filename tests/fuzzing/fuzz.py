"""Fuzzing by hand, for minutes or hours: ``python -m tests.fuzzing.fuzz pictures --minutes 10``.

Where atheris is installed (``pip install atheris``), it follows which lines a file reaches and keeps those that reach new ones;
else files are changed blindly. What was found is written into a folder for temporary files, whose name is said.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import random
import sys
import tempfile
import time
import traceback
from pathlib import Path

NAMES = ("pictures", "weights", "runs", "recipes", "messages")
LONGEST_S = 20


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("target", choices=NAMES)
    parser.add_argument("--minutes", type=float, default=5.0)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--blind", action="store_true", help="change files blindly, also where atheris is installed")
    options = parser.parse_args()
    sys.stderr.flush()
    with contextlib.suppress(ImportError):
        if not options.blind:
            import atheris

            return guided(atheris, options)
    return blind(options)


def guided(atheris, options) -> int:
    with atheris.instrument_imports(include=["ukiyo_widgets", "PIL", "pillow_heif", "pillow_jxl"]):
        import ukiyo_widgets.widgets.studio  # noqa: F401
        from tests.fuzzing import changing, targets

    target = changing.with_digest_made_anew(targets.TARGETS[options.target])
    found = Path(tempfile.mkdtemp(prefix=f"ukiyo-fuzzed-{options.target}-"))
    arguments = [sys.argv[0], str(found), str(targets.CORPUS / options.target), f"-artifact_prefix={found}/fault-"]
    arguments += [f"-max_total_time={round(60 * options.minutes)}", f"-timeout={LONGEST_S}", f"-seed={options.seed}"]
    arguments += ["-rss_limit_mb=6000", "-print_final_stats=1", "-max_len=65536"]
    print(f"What is found goes to {found}", file=sys.stderr)
    quiet()
    atheris.Setup(arguments, target)
    atheris.Fuzz()
    return 0


def blind(options) -> int:
    from tests.fuzzing import changing, targets

    chance, target = random.Random(options.seed), changing.with_digest_made_anew(targets.TARGETS[options.target])
    good = [each.read_bytes() for each in sorted((targets.CORPUS / options.target).iterdir())]
    found = Path(tempfile.mkdtemp(prefix=f"ukiyo-fuzzed-{options.target}-"))
    quiet()
    tries = faults = 0
    deadline_s = time.monotonic() + 60 * options.minutes
    while time.monotonic() < deadline_s:
        data, begun_s = changing.changed(chance.choice(good), chance), time.monotonic()
        (found / "now").write_bytes(data)  # so that it is there if the process dies
        try:
            target(data)
            late = time.monotonic() - begun_s > LONGEST_S
        except Exception:
            late = True
            traceback.print_exc()
        if late:
            faults += 1
            (found / f"fault-{tries}").write_bytes(data)
        tries += 1
    print(f"{options.target}: {tries:,} tries, {faults} faults, in {found}", file=sys.stderr)
    targets.close()
    return int(faults > 0)


def quiet() -> None:
    """Say nothing of what decoders and parts log on their way."""
    import logging

    logging.disable(logging.CRITICAL)
    os.environ.setdefault("UKIYO_WIDGETS_CACHE", "off")


if __name__ == "__main__":
    sys.exit(main())
