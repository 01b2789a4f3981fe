"""A run under whatever is done to it in whatever order: it stays what its recipe says, and nothing is lost."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
import torch
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

import ukiyo_widgets as uw
from tests.conftest import make_print, tiny_weights
from tests.interrupting import interrupted
from ukiyo_widgets.engine.network import networks
from ukiyo_widgets.locks import Worker

CHANGES = st.sampled_from(
    [
        {"style_weight": 3.0},
        {"fade": 0.1},
        {"optimizer": "adam"},
        {"optimizer": "lbfgs"},
        {"hints": "0.5,0.5=#aa3322"},
        {"clip": False},
    ]
)


class AnyOrder(RuleBasedStateMachine):
    """Steps, changes, forks, saves, stops and interrupts, some of them from another thread."""

    def __init__(self):
        super().__init__()
        self.patch = pytest.MonkeyPatch()
        weights = tiny_weights()
        self.patch.setattr(networks, "load_weights", lambda *_args, **_keywords: weights)
        self.folder = tempfile.TemporaryDirectory()
        self.run = uw.colorize(make_print(seed=1), make_print(seed=2), size=32, history=3)

    def teardown(self):
        self.run.close()
        self.folder.cleanup()
        self.patch.undo()

    @precondition(lambda self: self.run.index < 8)
    @rule(n=st.integers(0, 3), elsewhere=st.booleans())
    def advance(self, n, elsewhere):
        before = self.run.index
        if elsewhere:
            assert Worker(lambda: self.run.advance(n), name="elsewhere").ended.wait(60)
        else:
            self.run.advance(n)
        assert self.run.index == before + n

    @rule(changes=CHANGES, elsewhere=st.booleans())
    def change(self, changes, elsewhere):
        if elsewhere:
            assert Worker(lambda: self.run.set(**changes), name="elsewhere").ended.wait(60)
        else:
            self.run.set(**changes)
        assert all(str(getattr(self.run.settings, name)) == str(value) for name, value in changes.items())

    @rule()
    def fork(self):
        frame = self.run.frame
        self.run = self.run.fork()
        assert torch.equal(self.run.frame.unclipped, frame.unclipped)

    @rule()
    def save_and_load(self):
        frame = self.run.frame
        self.run = uw.load(self.run.save(Path(self.folder.name) / "run"))
        assert torch.equal(self.run.frame.unclipped, frame.unclipped)

    @rule()
    def stop(self):
        assert Worker(self.run.stop, name="elsewhere").ended.wait(60)

    @rule(line=st.integers(1, 600), what=st.sampled_from(["advance", "set", "save"]))
    @precondition(lambda self: self.run.index < 8)
    def interrupt(self, line, what):
        before, picture = self.run.index, self.run.frame.unclipped
        action = {
            "advance": lambda: self.run.advance(1),
            "set": lambda: self.run.set(fade=0.2),
            "save": lambda: self.run.save(Path(self.folder.name) / "run"),
        }[what]
        interrupted(action, line, package=True)
        assert self.run.index in (before, before + 1)
        if self.run.index == before:
            assert torch.equal(self.run.frame.unclipped, picture)

    @invariant()
    def the_recipe_leads_here(self):
        frame = self.run.frame
        again = uw.replay(self.run.recipe, content=make_print(seed=1), reference=make_print(seed=2))
        assert torch.equal(again.advance(self.run.index).unclipped, frame.unclipped)
        assert again.next_settings == self.run.next_settings


TestAnyOrder = pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning")(
    AnyOrder.TestCase
)
TestAnyOrder.settings = settings(
    max_examples=6, stateful_step_count=6, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True
)
