"""One kind of iteration, recorded: memory of its own that it works on, and what carries a run's tensors there and back.

An iteration is a pure function of the state's tensors and the weights. A recording works on buffers of its own, into which those
are copied, and nothing else: states stay immutable, forks share the recording, and a moved slider needs no new one.
"""

from __future__ import annotations

import itertools
import math
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import replace

import torch
import torch.nn.functional as F
from torch import Tensor

from ukiyo_widgets.engine import step as steps
from ukiyo_widgets.engine.objective.objective import Weight
from ukiyo_widgets.engine.optimizer.lbfgs import LBFGS, LBFGSMemory
from ukiyo_widgets.engine.optimizer.pairs import Pair, Ring, Separate
from ukiyo_widgets.engine.step import Member, State
from ukiyo_widgets.locks import Lock

Work = Callable[[], list[Tensor]]
Recorder = Callable[[Work], tuple[Callable[[], None], list[Tensor]]]
"""Records work on fixed buffers; returns what does it again, and the tensors in which the results then are."""

TOLERANCE, JUDGED_TOLERANCE = 0.01, 0.25
"""By which share a recorded result may differ from the usual one when it is checked, once; the second is for losses and
gradients. Another order of sums moves the picture by its rounding, and in bfloat16 that changes a gradient by several percent."""


def kind(members: Sequence[Member]) -> Hashable | None:
    """Return all that a recording depends on, besides the values of tensors and weights; None for what is not recorded."""
    kinds = []
    for each in members:
        memory, objective = each.state.memory, each.objective
        if isinstance(memory, LBFGSMemory) and memory.last is None:
            return None  # the first move has nothing to make a pair with, and comes only once
        layers = (tuple(objective.content_layers.items()), tuple(objective.style_layers.items()), objective.form)
        absent = (not objective.content_weight, not each.style_weight, not objective.total_variation)
        rest = (objective.chroma, objective.chroma_weights, objective.band_px)
        pixels, losses = each.state.here.pixels, tuple(each.state.here.losses)
        what = (objective.network, objective.targets, rest, layers, absent)
        kinds.append((what, each.optimizer, each.canvas, type(memory), tuple(pixels.shape), pixels.dtype, losses))
    return tuple(kinds)


class Recording:
    """What some members do in one iteration, recorded; used by one thread at a time."""

    def __init__(self, members: Sequence[Member], record: Recorder) -> None:
        self._lock = Lock()
        self._desks = [_Desk(each) for each in members]
        self._put(members)

        def work() -> list[Tensor]:
            after = steps.moved([desk.member for desk in self._desks])
            return [each for desk, state in zip(self._desks, after, strict=True) for each in desk.results(state)]

        self._again, self._results = record(work)

    def replay(self, members: Sequence[Member]) -> list[State]:
        """Return the states after the iteration."""
        with self._lock:
            given = self._put(members)
            self._again()
            results = [torch.empty_like(each) for each in self._results]
            _copy_all(results, self._results)  # which the next replay will write over
            left = iter(results)
            return [
                desk.taken(each.state, tensors, left)
                for desk, each, tensors in zip(self._desks, members, given, strict=True)
            ]

    def _put(self, members: Sequence[Member]) -> list[dict[str, Tensor]]:
        """Bring all that the members have to where the recording looks for it; return their tensors by name."""
        given = [desk.tensors(each.state) for desk, each in zip(self._desks, members, strict=True)]
        own = [tensor for desk in self._desks for tensor in desk.own.values()]
        _copy_all(own, [tensor for tensors in given for tensor in tensors.values()])
        for desk, each in zip(self._desks, members, strict=True):
            desk.put(each)
        return given

    def check(self, members: Sequence[Member], after: Sequence[State]) -> None:
        """Raise ArithmeticError unless the recording gives what the usual iteration gave."""
        for result in self._results:
            result.zero_()  # a recording that does nothing would leave what was there
        for each, state, usual in zip(members, self.replay(members), after, strict=True):
            replayed = steps.tensors_of(state)
            for name, expected in steps.tensors_of(usual).items():
                allowed = TOLERANCE * expected.double().norm()
                if name.endswith(".pixels"):
                    allowed = TOLERANCE * (usual.here.pixels - each.state.here.pixels).double().norm()  # of the move
                elif name.startswith(("here.", "best.")):
                    allowed = JUDGED_TOLERANCE / TOLERANCE * allowed
                if not (replayed[name].double() - expected.double()).norm() <= allowed:
                    raise ArithmeticError(f"{name} differs from the usual iteration's")


class _Desk:
    """Where a recording finds one member's tensors, and leaves those of the next iteration.

    Attributes
    ----------
    member
        Made of the recording's own buffers: what the recorded work is done for.
    own
        Its tensors by name.
    """

    def __init__(self, member: Member) -> None:
        state, objective = member.state, member.objective
        self._shelf = (
            _Shelf(member.optimizer, like=state.here.gradient) if isinstance(member.optimizer, LBFGS) else None
        )
        self.own = {name: each.clone() for name, each in self.tensors(state).items()}
        own = steps.with_tensors(state, self.own)
        if self._shelf:
            own = replace(own, memory=replace(_memory(own), pairs=self._shelf.ring))
        self._weighed: tuple[Weight, ...] = _UNKNOWN_WEIGHTS
        self._weights = [torch.zeros_like(state.here.pixels[0, 0, 0]) for _ in self._weighed]
        alpha, beta, gamma, trust, rising, stride = self._weights
        weighed = replace(
            objective,
            content_weight=alpha if objective.content_weight else 0.0,
            total_variation=gamma if objective.total_variation else 0.0,
            trust=trust,
        )
        self.member = replace(member, state=own, objective=weighed, style_weight=beta, rising=rising, stride=stride)
        self._names: list[str] = []
        self._handed_on: dict[str, str] = {}

    def tensors(self, state: State) -> dict[str, Tensor]:
        """Return a state's tensors by name, but for what the shelf is for."""
        if self._shelf:
            state = replace(state, memory=self._shelf.levelled(_memory(state)))
        return steps.tensors_of(state)

    def put(self, member: Member) -> None:
        """Bring a member's weights and pairs to where the recording looks for them."""
        objective = member.objective
        weights = (
            objective.content_weight,
            member.style_weight,
            objective.total_variation,
            objective.trust,
            member.rising,
            member.stride,
        )
        before, self._weighed = self._weighed, _UNKNOWN_WEIGHTS  # until all are there
        for own, old, value in zip(self._weights, before, weights, strict=True):
            if value != old:
                own.fill_(value)
        self._weighed = weights
        if self._shelf:
            self._shelf.put(_pairs(_memory(member.state)))

    def results(self, after: State) -> list[Tensor]:
        """Return the tensors of a state that the recorded work made; :meth:`taken` expects them in this order."""
        named = steps.tensors_of(after)
        # What the iteration hands on as it is need not be copied: the gradient of before stays one tensor for all states.
        places = {id(each): name for name, each in self.own.items()}
        self._handed_on = {name: places[id(each)] for name, each in named.items() if id(each) in places}
        self._names = [name for name in named if name not in self._handed_on]
        return [named[name] for name in self._names]

    def taken(self, state: State, given: Mapping[str, Tensor], results: Iterable[Tensor]) -> State:
        """Return the state after the iteration, which owns the results that it takes."""
        own = dict(zip(self._names, itertools.islice(results, len(self._names)), strict=True))
        after = steps.with_tensors(state, own | {name: given[place] for name, place in self._handed_on.items()})
        if self._shelf:
            after = replace(after, memory=self._shelf.taken(_memory(state), _memory(after)))
        return after


class _Shelf:
    """A recording's ring, and which pair is in which of its slots."""

    def __init__(self, optimizer: LBFGS, *, like: Tensor) -> None:
        self.ring = Ring.of_zeros(like, history=optimizer.history)
        slots = self.ring.order
        self._orders = (slots + slots[:, None]) % len(slots)  # by the slot of the oldest pair
        self._held: list[Pair | None] = [None] * len(slots)  # for a slot of zeros
        self._oldest = 0

    def levelled(self, memory: LBFGSMemory) -> LBFGSMemory:
        """Return a memory as if it were full, its pairs left out: those that it has not yet made are refused."""
        good, products, missing = memory.good, memory.products, len(self.ring) - len(memory.good)
        if missing:
            good, products = F.pad(good, (missing, 0)), F.pad(products, (missing, 0, missing, 0))
        return replace(memory, pairs=Separate(), good=good, products=products)

    def put(self, pairs: Separate) -> None:
        """Bring pairs into the ring that are not there yet: for a run that goes on, none."""
        size = len(self.ring)
        wanted: list[Pair | None] = [None] * (size - len(pairs)) + list(pairs)
        self._oldest = self._best_start(pairs)
        self.ring.order.copy_(self._orders[self._oldest])
        slots = [(self._oldest + age) % size for age in range(size)]
        missing = {slot: pair for slot, pair in zip(slots, wanted, strict=True) if self._held[slot] is not pair}
        missing.pop(self._oldest, None)
        self._held[self._oldest] = _UNKNOWN  # the iteration writes over it before it looks
        if missing:
            self._fetch(missing)

    def taken(self, before: LBFGSMemory, after: LBFGSMemory) -> LBFGSMemory:
        """Return the memory after an iteration: with the pairs of before and the newest, and no longer than they are."""
        (newest,) = _pairs(after)
        pairs = _pairs(before).with_newest(newest, history=len(self.ring))
        self._held[self._oldest] = newest
        good, products = after.good[-len(pairs) :], after.products[:, -len(pairs) :, -len(pairs) :]
        return replace(after, pairs=pairs, good=good, products=products)

    def _fetch(self, pairs: Mapping[int, Pair | None]) -> None:
        for slot in pairs:
            self._held[slot] = _UNKNOWN  # until all is copied
        zeros = torch.zeros_like(self.ring.slots[0, 0])
        sources = [side.flatten() for pair in pairs.values() for side in pair or (zeros, zeros)]
        _copy_all([side for slot in pairs for side in self.ring.slots[:, slot]], sources)
        for slot, pair in pairs.items():
            self._held[slot] = pair

    def _best_start(self, pairs: Separate) -> int:
        """Return in which slot the oldest must be so that the newest pair that is here already can stay."""
        slots = {id(pair): slot for slot, pair in enumerate(self._held)}
        for newer, pair in enumerate(reversed(pairs)):
            if id(pair) in slots:
                return (slots[id(pair)] + newer + 1) % len(self.ring)
        return 0


_UNKNOWN: Pair = (torch.empty(0, device="cpu"), torch.empty(0, device="cpu"))
"""Stands for a pair that was not copied to its end."""

_UNKNOWN_WEIGHTS = (math.nan,) * 6
"""Equal to none."""


def _memory(state: State) -> LBFGSMemory:
    assert isinstance(state.memory, LBFGSMemory)
    return state.memory


def _pairs(memory: LBFGSMemory) -> Separate:
    assert isinstance(memory.pairs, Separate)
    return memory.pairs


def _copy_all(targets: Iterable[Tensor], sources: Iterable[Tensor]) -> None:
    """Copy tensors, all those of one type in one go: on a GPU each call costs more than a small copy does."""
    by_type: defaultdict[torch.dtype, tuple[list[Tensor], list[Tensor]]] = defaultdict(lambda: ([], []))
    for target, source in zip(targets, sources, strict=True):
        by_type[target.dtype][0].append(target)
        by_type[target.dtype][1].append(source)
    for group in by_type.values():
        torch._foreach_copy_(*group)
