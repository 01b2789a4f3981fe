"""``ukiyo-widgets COMMAND``: the package from a command line, each command in a file of ``commands/``."""

from __future__ import annotations

import argparse
import atexit
import contextlib
import io
import os
import sys
import warnings
from collections.abc import Sequence
from typing import Any

from ukiyo_widgets import __version__
from ukiyo_widgets.commands import batch, colorize, doctor, export, impressions, lab, museum, rank, samples
from ukiyo_widgets.untrusted import one_line

FAILED, INTERRUPTED = 1, 130
_MOST_TOLD = 20_000


def program() -> int:
    """Run the command line as a process of its own, and return the exit status.

    Once all is done that others want done at the end, the process is left as it stands: Python would take torch down piece by
    piece, for which it needs half a second and a hundred megabytes. What was registered with ``atexit`` before is not called.
    """
    status: list[int] = []
    atexit.register(_leave, status)  # the first to be registered is the last to be called
    status.append(main())
    return status[0]


def _leave(status: list[int]) -> None:
    if not status:  # it was no command, or an error of ours: Python tells it
        return
    for stream in (sys.stdout, sys.stderr):
        if stream is not None:
            with contextlib.suppress(OSError, ValueError):
                stream.flush()
    os._exit(status[0])


class _CommandParser(argparse.ArgumentParser):
    """Takes options by their whole names: half of one would be another as soon as a setting comes that begins like it."""

    def __init__(self, **given: Any) -> None:
        super().__init__(**given, allow_abbrev=False)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and return the exit status: 0, 1 for a refused input, 130 after Ctrl-C."""
    for stream in (sys.stdout, sys.stderr):
        _print_anything(stream)
    parser = argparse.ArgumentParser(
        prog="ukiyo-widgets",
        description="Colorize grayscale ukiyo-e prints after a coloured one.",
        epilog="Begin with: ukiyo-widgets lab",
    )
    parser.add_argument("--version", action="version", version=f"ukiyo_widgets {__version__}")
    commands = parser.add_subparsers(title="commands", required=True, metavar="COMMAND", parser_class=_CommandParser)
    for command in (lab, colorize, batch, export, impressions, rank, museum, doctor, samples):
        command.add_parser(commands)
    options, others = parser.parse_known_args(arguments)
    if others and not getattr(options, "takes_others", False):
        parser.error(f"unrecognized arguments: {' '.join(others)}")
    options.others = [each for each in others if each != "--"]
    try:
        with warnings.catch_warnings():
            warnings.showwarning = lambda message, *_: print(f"ukiyo-widgets: {_told(message)}", file=sys.stderr)
            status = int(options.command(options))
            if sys.stdout is not None:
                sys.stdout.flush()  # while what goes wrong can still be said
            return status
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        # The reader of our output has gone, as `head` does; Python would complain once more at its exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    # Every refusal of the package is one sentence; a traceback would only hide it.
    except (ValueError, RuntimeError, ArithmeticError, OSError, MemoryError) as error:
        print(f"ukiyo-widgets: {_told(error)}", file=sys.stderr)
        return FAILED


def _told(message: object) -> str:
    """Return a message in which a name from elsewhere can steer no terminal."""
    return one_line(str(message), most=_MOST_TOLD)


def _print_anything(stream: object) -> None:
    """Let a stream replace the signs that its encoding has not, as on a Windows console, or that are none, as in old names."""
    if isinstance(stream, io.TextIOWrapper):
        stream.reconfigure(errors="backslashreplace" if stream.encoding.lower().startswith("utf") else "replace")


if __name__ == "__main__":
    sys.exit(program())
