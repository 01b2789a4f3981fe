"""The method of Nguyen, Mori and Thawonmas (2016), in torch and numpy alone.

Read it beside the paper in this order: ``vgg`` (the network), ``losses`` (the paper's equations), ``objective`` (their
weighted sum and its gradient), ``lbfgs`` (how the picture moves), ``canvas`` (where it may move), ``step`` (one
iteration), ``settings`` (every knob). What a course looks at is offered here by name: ``uw.engine.losses.gram_matrix``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ukiyo_widgets.lazy import lazily

if TYPE_CHECKING:
    from ukiyo_widgets.engine import losses, step
    from ukiyo_widgets.engine.colour.classes import find_classes
    from ukiyo_widgets.engine.colour.match import match
    from ukiyo_widgets.engine.colour.paper import Paper, paper_under, tint
    from ukiyo_widgets.engine.colour.start import palette
    from ukiyo_widgets.engine.guidance.inks import find_inks
    from ukiyo_widgets.engine.layers import LAYERS
    from ukiyo_widgets.engine.machine import DTYPES, choose_device, synchronize
    from ukiyo_widgets.engine.network import vgg
    from ukiyo_widgets.engine.network.weights import load_weights
    from ukiyo_widgets.engine.objective.objective import Objective
    from ukiyo_widgets.engine.objective.passes import evaluate
    from ukiyo_widgets.engine.objective.targets import measure_targets
    from ukiyo_widgets.engine.optimizer.lbfgs import LBFGS, inverse_hessian_times
    from ukiyo_widgets.engine.optimizer.optimizers import SGD, Adam
    from ukiyo_widgets.engine.replay import EAGER_FIRST

_HOMES = {
    "losses": ("losses", ""),
    "step": ("step", ""),
    "vgg": ("network.vgg", ""),
    "LAYERS": ("layers", "LAYERS"),
    "load_weights": ("network.weights", "load_weights"),
    "Objective": ("objective.objective", "Objective"),
    "evaluate": ("objective.passes", "evaluate"),
    "measure_targets": ("objective.targets", "measure_targets"),
    "Adam": ("optimizer.optimizers", "Adam"),
    "LBFGS": ("optimizer.lbfgs", "LBFGS"),
    "SGD": ("optimizer.optimizers", "SGD"),
    "inverse_hessian_times": ("optimizer.lbfgs", "inverse_hessian_times"),
    "find_classes": ("colour.classes", "find_classes"),
    "find_inks": ("guidance.inks", "find_inks"),
    "palette": ("colour.start", "palette"),
    "match": ("colour.match", "match"),
    "Paper": ("colour.paper", "Paper"),
    "paper_under": ("colour.paper", "paper_under"),
    "tint": ("colour.paper", "tint"),
    "DTYPES": ("machine", "DTYPES"),
    "choose_device": ("machine", "choose_device"),
    "synchronize": ("machine", "synchronize"),
    "EAGER_FIRST": ("replay", "EAGER_FIRST"),
}

__all__ = [
    "DTYPES",
    "EAGER_FIRST",
    "LAYERS",
    "LBFGS",
    "SGD",
    "Adam",
    "Objective",
    "Paper",
    "choose_device",
    "evaluate",
    "find_classes",
    "find_inks",
    "inverse_hessian_times",
    "load_weights",
    "losses",
    "match",
    "measure_targets",
    "palette",
    "paper_under",
    "step",
    "synchronize",
    "tint",
    "vgg",
]

__getattr__ = lazily(__name__, _HOMES)


def __dir__() -> list[str]:
    return list(__all__)
