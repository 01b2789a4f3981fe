"""A line of forks holds no more than its last member needs."""

from __future__ import annotations

import gc
import weakref

import pytest

import ukiyo_widgets as uw
from tests.conftest import make_print

pytestmark = pytest.mark.usefixtures("tiny")


def test_a_fork_does_not_keep_its_ancestors():
    run = uw.colorize(make_print(seed=1), make_print(seed=2), size=48)
    ancestors = []
    for _ in range(4):
        run.advance(1)
        child = run.fork()
        assert child.parent is run
        ancestors.append(weakref.ref(run))
        run = child
    del child
    gc.collect()
    assert [each() for each in ancestors] == [None] * 4
    assert run.parent is None
    assert run.advance(1).index == 5
