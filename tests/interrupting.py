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


def interrupted(action, n, *arguments, files=(), package=False):
    """Run ``action`` with an interrupt at line n of some files, or of the package; return whether it came that far."""
    before = sys.gettrace()
    sys.settrace(InterruptAt(n, seen=lambda name: name in files or (package and "ukiyo_widgets" in name)))
    try:
        action(*arguments)
    except KeyboardInterrupt:
        return True
    finally:
        sys.settrace(before)
    return False
