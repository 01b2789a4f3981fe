"""Google Colab: its page gets neither what a background thread sends nor binary data.

So nothing is sent there from the threads of a player: messages wait in an outbox until the kernel's own thread has a hand free,
for which the page asks a few times a second; and binary data travels as text. Sources: threads 3373 of googlecolab/colabtools
and 33 of googlecolab/colab-cdn-widget-manager.
"""

from __future__ import annotations

import functools
import importlib
import sys
import threading
from collections import deque
from collections.abc import Callable
from typing import Any

_MOST_WAITING = 1000
"""Messages that may wait; older ones are for a page that is gone, and a new page asks for everything."""

_waiting: deque[Callable[[], object]] = deque(maxlen=_MOST_WAITING)


def in_colab() -> bool:
    """Whether this is a kernel of Google Colab."""
    return "google.colab" in sys.modules


@functools.cache
def switch_widgets_on() -> None:
    """Let Colab show widgets that are not its own; without it a cell shows nothing but a name."""
    importlib.import_module("google.colab.output").enable_custom_widget_manager()


def send_in_foreground(comm: Any) -> None:
    """From now on have ``comm`` send from the kernel's thread alone; what others send waits for :func:`deliver`."""
    publish = comm.publish_msg

    def published(*args: Any, **keywords: Any) -> None:
        _waiting.append(functools.partial(publish, *args, **keywords))
        deliver()

    comm.publish_msg = published


def deliver() -> bool:
    """Send what waits, if this is the kernel's thread; return whether there was anything."""
    if threading.current_thread() is not threading.main_thread() or not _waiting:
        return False
    while _waiting:
        _waiting.popleft()()
    return True
