"""A crew in this process, and small prints as files: what the tests of a collection share."""

from __future__ import annotations

from collections import Counter

import ukiyo_widgets as uw
from tests.conftest import make_print
from ukiyo_widgets.collection.crews.crew import Answer
from ukiyo_widgets.collection.work import attempted
from ukiyo_widgets.images.writing.writing import to_pil

FAST = {"size": 32, "iterations": 1}


class Here:
    """Does each task when it is asked for answers; ``dies`` says how many times a worker ends at a print."""

    dashboard = ""

    def __init__(self, room=2, dies=None):
        self.room, self.dies = room, Counter(dies or {})
        self.tasks, self.done, self.closed = [], [], False

    def submit(self, task):
        assert len(self.tasks) < self.room
        self.tasks.append(task)

    def answers(self, timeout_s):
        task = self.tasks.pop(0)
        if self.dies[task["name"]] > 0:
            self.dies[task["name"]] -= 1
            return [Answer(task["name"], died="ended with SIGKILL", worker="here")]
        self.done.append(task["name"])
        return [Answer(task["name"], **attempted(task, worker="here"), worker="here")]

    def close(self):
        self.tasks, self.closed = [], True


def write_prints(folder, names, *, gray=True, first_seed=100):
    """Write a print for each name; gray or in colour."""
    folder.mkdir(parents=True, exist_ok=True)
    for seed, name in enumerate(names, first_seed):
        picture = to_pil(make_print(seed=seed, height=32, width=48))
        (picture.convert("L") if gray else picture).save(folder / f"{name}.png")
    return folder


def collect(prints, references, out, *, crew=None, **settings):
    return uw.colorize_collection(prints, references, out=out, client=crew or Here(), **{**FAST, **settings})
