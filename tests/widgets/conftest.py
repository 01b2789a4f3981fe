"""Widgets without a browser: a comm that records what is sent, and a check that nothing outlives its widget."""

from __future__ import annotations

import gc
import threading
import time

import comm
import pytest
import torch
from comm.base_comm import BaseComm

import ukiyo_widgets as uw
from tests.conftest import make_print, tiny_weights
from tests.widgets.describing import misfits
from ukiyo_widgets.engine.network import networks
from ukiyo_widgets.widgets.messages import EVERYWHERE
from ukiyo_widgets.widgets.parts.part import Spoken
from ukiyo_widgets.widgets.playing.player import Player

PATIENCE_S = 90


class RecordingComm(BaseComm):
    """Keeps every message instead of sending it."""

    def __init__(self, *args, **kwargs):
        self.sent = []
        self.is_open = True
        super().__init__(*args, **kwargs)

    def publish_msg(self, msg_type, data=None, metadata=None, buffers=None, **keys):
        self.sent.append((msg_type, data or {}, [bytes(each) for each in buffers or []]))
        if msg_type == "comm_close":
            self.is_open = False


class Page:
    """The front end of a widget, as far as messages go."""

    def __init__(self, widget):
        self.widget = widget
        self.comm = widget.comm

    def tell(self, kind, *buffers, **content):
        self.widget._handle_custom_msg({"kind": kind, **content}, [memoryview(each) for each in buffers])

    def heard(self, kind):
        """Return the messages of a kind so far, each with its buffers."""
        custom = [
            (data["content"], buffers)
            for _type, data, buffers in list(self.comm.sent)
            if data.get("method") == "custom"
        ]
        return [(content, buffers) for content, buffers in custom if content["kind"] == kind]

    def last(self, kind):
        return self.heard(kind)[-1]

    def wait_for(self, kind, condition=lambda content: True):
        """Wait until such a message has come, and return it with its buffers."""
        found = []

        def look():
            found[:] = [each for each in self.heard(kind) if condition(each[0])]
            return bool(found)

        eventually(look)
        return found[-1]


def eventually(condition):
    """Wait until a condition holds."""
    deadline = time.monotonic() + PATIENCE_S
    pause = threading.Event()
    while not condition():
        assert time.monotonic() < deadline, "this did not happen in time"
        pause.wait(0.005)


@pytest.fixture(autouse=True)
def tiny_network(monkeypatch):
    monkeypatch.setattr(networks, "load_weights", lambda *_args, **_kwargs: tiny_weights())


@pytest.fixture(autouse=True)
def nothing_outlives_its_widget(monkeypatch):
    """Fail if a comm, a thread or a large tensor is left when a test has closed its widgets."""
    comms = []

    def create(*args, **kwargs):
        comms.append(RecordingComm(*args, **kwargs))
        return comms[-1]

    monkeypatch.setattr(comm, "create_comm", create)
    threads = set(threading.enumerate())
    yield comms
    left = [each for each in threading.enumerate() if each not in threads and each.name.startswith("ukiyo_widgets")]
    for thread in left:
        thread.join(PATIENCE_S)
    assert not [each.name for each in left if each.is_alive()]
    open_ = [each for each in comms if each.is_open and "ukiyo" in str(each.sent[0][1])]
    assert not open_, f"{len(open_)} comms are open"


@pytest.fixture(autouse=True)
def messages_are_as_described(monkeypatch):
    """Fail if a part says anything but what its messages are described to hold."""
    problems = []
    say = Spoken.say

    def checked(self, kind, content, buffers=()):
        say(self, kind, content, buffers)
        described = {**EVERYWHERE.to_page, **self.talk.to_page}[kind]
        problems.extend(misfits(content, described, where=f"{type(self).__name__}: {kind}"))

    monkeypatch.setattr(Spoken, "say", checked)
    yield
    assert not problems


@pytest.fixture
def make_run():
    def make(**settings):
        return uw.colorize(make_print(seed=1), make_print(seed=2), **{"size": 32, "iterations": 6, **settings})

    return make


@pytest.fixture
def player(make_run):
    made = Player(make_run())
    yield made
    made.close()


def tensors():
    gc.collect()
    return sum(issubclass(type(each), torch.Tensor) for each in gc.get_objects())
