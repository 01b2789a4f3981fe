"""An interrupt at any line, in the tests of what must stand it."""

from __future__ import annotations

import sys


class InterruptAt:
    """Raise KeyboardInterrupt at the n-th line that is executed in the files of which ``seen`` is true."""

    def __init__(self, n, *, seen):
        self.left, self.seen = n, seen

    def __call__(self, frame, event, _argument):
        if not self.seen(frame.f_code.co_filename):
            return None
        if event == "line":
            self.left -= 1
            if self.left == 0:
                raise KeyboardInterrupt
        return self


class Counted(InterruptAt):
    """Count the lines, interrupt at none."""

    def __init__(self, *, seen):
        super().__init__(0, seen=seen)


def points(action, count, *, files=(), package=False):
    """Return the numbers of some ``count`` lines, spread over all that ``action`` executes in some files, or the package."""
    before, counted = sys.gettrace(), Counted(seen=_seen(files, package=package))
    sys.settrace(counted)
    try:
        action()
    finally:
        sys.settrace(before)
    return range(1, -counted.left + 1, max(1, -counted.left // count))


def _seen(files, *, package):
    return lambda name: name in files or (package and "ukiyo_widgets" in name)


def interrupted(action, n, *arguments, files=(), package=False):
    """Run ``action`` with an interrupt at line n of some files, or of the package; return whether it came that far."""
    before = sys.gettrace()
    sys.settrace(InterruptAt(n, seen=_seen(files, package=package)))
    try:
        action(*arguments)
    except KeyboardInterrupt:
        return True
    finally:
        sys.settrace(before)
    return False
