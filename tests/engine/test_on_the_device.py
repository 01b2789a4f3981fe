"""An iteration is decided on the device alone: a GPU that is waited for is idle meanwhile, and could not be recorded.

Tensors without numbers (torch's "meta" device) stand for those on a GPU: who asks for their value fails, and so does who mixes
them with the host's.
"""

from __future__ import annotations

import copy

import pytest
import torch
from torch.utils._python_dispatch import TorchDispatchMode
from torch.utils._pytree import tree_leaves

import ukiyo_widgets as uw
from tests.conftest import make_print, tiny_weights
from ukiyo_widgets.engine.network.vgg import VGG19
from ukiyo_widgets.engine.recording import Recording
from ukiyo_widgets.engine.step import Member, tensors_of
from ukiyo_widgets.images import colour

META = torch.device("meta")

pytestmark = pytest.mark.usefixtures("tiny")


@pytest.fixture(autouse=True)
def fresh_constants():
    """Constants that live on the device are made before the recording."""
    caches = colour._constant, colour._matrix_and_inverse
    for cache in caches:
        cache.cache_clear()
    yield
    for cache in caches:
        cache.cache_clear()


def on_the_device(thing):
    """Return a copy of what an iteration needs, with every tensor in it moved."""
    if isinstance(thing, torch.Tensor):
        return thing.to(META)
    if isinstance(thing, VGG19):
        return VGG19(tiny_weights(), pooling="max", device=META, dtype=thing.dtype)
    if isinstance(thing, dict):
        return {name: on_the_device(each) for name, each in thing.items()}
    if isinstance(thing, tuple):
        return type(thing)(map(on_the_device, thing))
    if (
        not type(thing).__module__.startswith("ukiyo_widgets.")
        or isinstance(thing, type)
        or not hasattr(thing, "__dict__")
    ):
        return thing
    moved = copy.copy(thing)
    for name, each in vars(thing).items():
        object.__setattr__(moved, name, on_the_device(each))
    return moved


class Watching(TorchDispatchMode):
    """Collects the operations that touch the host's memory."""

    def __init__(self):
        super().__init__()
        self.operations, self.on_the_host = 0, []

    def __torch_dispatch__(self, operation, types, args=(), kwargs=None):
        result = operation(*args, **(kwargs or {}))
        tensors = [each for each in tree_leaves((args, kwargs, result)) if isinstance(each, torch.Tensor)]
        self.operations += 1
        brought = operation is torch.ops.aten.lift_fresh.default  # torch.tensor(…, device=…)
        if brought or any(each.device != META for each in tensors):
            self.on_the_host.append(str(operation))
        return result


SETTINGS = [
    {"preset": "paper"},
    {"preset": "johnson2015", "start": "content"},
    {"preset": "gatys2015", "optimizer": "sgd"},
    {"preset": "print", "hints": "0.5,0.5=#cc2211"},
    {"optimizer": "adam", "clip": True, "keep_ink": False, "total_variation": 1e-3},
    {"regions": "0,0 0.5,0 0.5,1 0,1 > 0.5,0 1,0 1,1 0.5,1"},
]


@pytest.mark.parametrize(
    ("settings", "members"), [*((each, count) for each in SETTINGS for count in (1, 3)), ({"band": 16}, 1)]
)
def test_what_is_recorded_asks_for_no_value_and_brings_none(settings, members):
    run = uw.colorize(make_print(seed=1), make_print(seed=2), **{"size": 32, "history": 3, **settings})
    run.advance(2)
    tools = on_the_device(run._workshop.tools(run.settings))
    state = on_the_device(run._position.state)
    each = Member(state, tools.objective, tools.optimizer, tools.canvas, style_weight=1.0)
    watching = Watching()

    def record(work):
        work()
        with watching:
            outputs = work()
        return (lambda: None), outputs

    (after, *_) = Recording([each] * members, record).replay([each] * members)
    assert watching.operations > 200
    assert watching.on_the_host == []
    assert {tensor.device for tensor in tensors_of(after).values()} == {META}
