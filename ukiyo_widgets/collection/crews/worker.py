"""A worker process: tasks come in as lines of JSON, records go out so. It ends when nobody writes to it any more."""

from __future__ import annotations

import json
import os
import queue
import sys
import threading
from contextlib import suppress
from typing import Any


def main(threads: int, name: str) -> None:
    """Work until the other end of stdin is closed; then end at once, also in the middle of a print."""
    answers = os.fdopen(os.dup(1), "w", encoding="ascii", buffering=1)
    os.dup2(2, 1)  # whatever else is printed in this process is none
    tasks: queue.SimpleQueue[Any] = queue.SimpleQueue()
    threading.Thread(target=_listen, args=(tasks,), daemon=True).start()
    import torch

    torch.set_num_threads(threads)
    from ukiyo_widgets.collection.crews.bench import Bench

    bench = Bench(worker=name, answered=lambda of, answer: answers.write(json.dumps({"name": of, **answer}) + "\n"))
    while True:
        if not bench:
            bench.begin(tasks.get())
        with suppress(queue.Empty):
            while True:
                bench.begin(tasks.get_nowait())
        if bench:
            bench.round()


def _listen(tasks: queue.SimpleQueue[Any]) -> None:
    for line in sys.stdin:
        tasks.put(json.loads(line))
    os._exit(0)  # whoever asked is gone


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2])
