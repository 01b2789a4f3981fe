"""What is known of the colour of each pixel: probabilities of colour classes, and the tone of the paper below.

From it the iterations make the colour. With u the colour beside that of the paper, c_k the classes' colours, p_k(x) their
probabilities and h_k the share that each has in the picture, the term on colour is a mixture::

    E(u) = −σ² Σ_x log Σ_k q_k(x) exp(−|u(x) − c_k|² / 2σ²),    q_k ∝ h_k (p_k / h_k)^β,    ∂E/∂u = u − Σ_k r_k c_k

where r_k is how far the pixel, as it is, belongs to class k. With β = 0 every pixel is drawn to what the whole picture is on
average; with a growing β, each to what it is itself, and where two inks that are far apart (by more than 2σ) are as likely, the
picture decides for one.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import torch
import torch.nn.functional as F
from torch import Tensor

from ukiyo_widgets.engine.colour.paper import Paper, tint

WIDTH = 16.0
"""σ, in CIELAB units. Narrower, and the picture jumps between inks that are alike, and depends on the way it came; wider, and a
mean of red and blue is taken for a colour."""

LEAST_GAIN, MOST_GAIN = 0.05, 2.0
"""How many times as strong the classes' colours are made, the most at a vividness of 1: at half of it a quarter stronger, for
small areas that alone decide for an ink would glow as in no print."""

RISE = 1.75
"""Power of the vividness that is the share of what a mean lacks of the references' colourfulness: at 1 all of it."""

STRETCH = 0.22
"""How much further apart a print's colours are than those of a mean over many prints."""

DOUBTED = 0.4
"""The inverse of the belief, to this power, is how much further apart colours are, paper from ink above all: of inks that are
made pale for want of belief, little else is left."""

_AT_ONCE = 2**16
_SUBSET = 4096
_ROUNDS = 12
_CALIBRATIONS = 4


@dataclass(frozen=True, eq=False)
class Evidence:
    """What is known of each pixel of one gray print.

    Attributes
    ----------
    log_p
        log p of each class at each pixel, (K, h, w), float32; the picture may be larger.
    prior
        log h of each class, (K,); all the same where shares are not to count.
    centres
        The classes' a* and b* relative to the paper's, (K, 2).
    paper
        The print's.
    colourfulness
        Root mean square of the references' relative colours.
    belief
        How far all of this is believed, in (0, 1]: below 1, inks are paler, but at a vividness of 1.
    prints
        How many prints it was learnt from.
    """

    log_p: Tensor
    prior: Tensor
    centres: Tensor
    paper: Paper
    colourfulness: float
    belief: float = 1.0
    prints: int = 1

    def resized(self, *, height: int, width: int) -> Evidence:
        """Return the evidence at another size."""
        if self.log_p.shape[1:] == (height, width):
            return self
        smaller = height * width < self.log_p[0].numel()
        return replace(self, log_p=_scaled(self.log_p, height, width, antialias=smaller))


@dataclass(frozen=True, eq=False)
class Mixture:
    """The evidence, at a vividness, as the loss compares a picture with it.

    Attributes
    ----------
    log_p, prior
        As in :class:`Evidence`.
    centres
        The classes' relative a* and b*, as strong and as far apart as the vividness asks for, (K, 2).
    base
        a* and b* of the paper under each pixel, (2, H, W), as far apart.
    """

    log_p: Tensor
    prior: Tensor
    centres: Tensor
    base: Tensor

    @classmethod
    def of(
        cls, evidence: Evidence, *, lightness: Tensor, vividness: float, trust: float, log_p: Tensor | None = None
    ) -> Mixture:
        """Return the mixture for a gray print whose L* is ``lightness``, (1, H, W), on its device and in its precision.

        ``trust`` is β at the end of the rise; ``log_p`` is the evidence's at another size, where that is at hand.
        The inks are made so strong that the root mean square of the picture's relative colours comes as near to that of the
        references as the vividness says, as far as inks of at most 1 + v² times their strength go::

            rms = belief (rms(mean) + v^1.75 (rms(references) − rms(mean)))

        A mean over what each pixel may be is nearer to the tone of the whole picture than a print's inks are, the more so the
        more prints it is a mean over. So paper and inks are then stretched about that tone, after n prints by::

            max(1 + 0.22 (1 − 1/n), belief^−0.4)

        From a vividness of ½ on, less is made of the belief, and nothing at 1.
        """
        pixels = evidence.log_p.flatten(1)
        some = pixels[:, :: max(1, pixels.shape[1] // _SUBSET)]
        mean = _rms(torch.softmax(some, dim=0).T @ evidence.centres)
        belief = evidence.belief ** min(1.0, 2 * (1 - vividness))
        wanted = belief * (mean + vividness**RISE * max(evidence.colourfulness - mean, 0.0))
        logits, gain = _logits(some, evidence.prior, trust), 1.0
        most = 1 + (MOST_GAIN - 1) * vividness**2
        for _ in range(_CALIBRATIONS):
            found = _rms(_settled(logits, gain * evidence.centres))
            gain = min(max(gain * wanted / max(found, 1e-3), LEAST_GAIN), most)
        stretch = max(1 + STRETCH * (1 - 1 / evidence.prints), belief**-DOUBTED)
        centres, base = gain * evidence.centres, tint(lightness, evidence.paper)
        return cls(
            (evidence.log_p if log_p is None else log_p).to(lightness),
            evidence.prior.to(lightness),
            _stretched(centres, stretch, about=_settled(logits, centres).mean(0)).to(lightness),
            _stretched(base, stretch, about=base.mean((1, 2), keepdim=True)),
        )

    def with_centres(self, before: Tensor, after: Tensor) -> Mixture:
        """Return the mixture with colours changed from ``before`` to ``after``, (K, 2), as strong as they are here."""
        gain = _apart(self.centres) / _apart(before).clamp_min(1e-6).to(self.centres)
        return replace(self, centres=self.centres + gain * (after - before).to(self.centres))

    def pull(self, ab: Tensor, *, trust: float | Tensor) -> tuple[Tensor, Tensor]:
        """Return E at each pixel, (H, W), and where each is drawn to, base + Σ r_k c_k, (2, H, W).

        Parameters
        ----------
        ab
            The picture's a* and b*, (2, H, W).
        trust
            β.
        """
        losses, towards = torch.empty_like(ab[0]), torch.empty_like(ab)
        relative = ab - self.base
        for rows, log_p in self._in_bands(*ab.shape[1:]):
            logits = _logits(log_p, self.prior, trust)
            # |u − c|² = |u|² − 2 uᵀc + |c|², and what is the same for all classes is added after.
            u = relative[:, rows]
            near = torch.einsum("kc,chw->khw", self.centres, u) - 0.5 * self.centres.square().sum(1).view(-1, 1, 1)
            joint = near.div_(WIDTH**2).add_(logits)
            most = joint.amax(0)
            shares = joint.sub_(most).exp_()  # up to their sum, so that one exponential is enough for both
            total = shares.sum(0)
            least = 0.5 * u.square().sum(0)
            losses[rows] = least - WIDTH**2 * (most + total.log() - torch.logsumexp(logits, 0))
            towards[:, rows] = torch.einsum("kc,khw->chw", self.centres, shares) / total
        return losses, towards + self.base

    def decided(self, *, trust: float) -> Tensor:
        """Return the a* and b* at which the loss alone would come to rest, (2, H, W)."""
        ab = self.base.clone()
        for rows, log_p in self._in_bands(*self.base.shape[1:]):
            logits = _logits(log_p, self.prior, trust).flatten(1)
            ab[:, rows] += _settled(logits, self.centres).T.reshape(ab[:, rows].shape)
        return ab

    def _in_bands(self, height: int, width: int) -> Iterator[tuple[slice, Tensor]]:
        """Give log p of some rows after the other, at the picture's size: of a large one it would not fit all at once."""
        if self.log_p.shape[1:] == (height, width):
            rows = max(1, _AT_ONCE // width)
            for top in range(0, height, rows):
                yield slice(top, top + rows), self.log_p[:, top : top + rows]
            return
        across = _scaled(self.log_p, self.log_p.shape[1], width)
        rows = max(1, _AT_ONCE // width)
        for top in range(0, height, rows):
            bottom = min(height, top + rows)
            yield slice(top, bottom), _some_rows(across, top, bottom, height=height)


def _logits(log_p: Tensor, prior: Tensor, trust: float | Tensor) -> Tensor:
    """Return log q, up to what all classes have in common."""
    own = prior.view(-1, *(1,) * (log_p.dim() - 1))
    return own + trust * (log_p - own)


def _settled(logits: Tensor, centres: Tensor) -> Tensor:
    """Return the relative colours at which E is least for log q (K, n), (n, 2): u = Σ r_k c_k, repeated."""
    u = torch.softmax(logits, 0).T @ centres
    for _ in range(_ROUNDS):
        near = centres @ u.T - 0.5 * centres.square().sum(1, keepdim=True)
        u = torch.softmax(logits + near / WIDTH**2, 0).T @ centres
    return u


def _stretched(colours: Tensor, factor: float, *, about: Tensor) -> Tensor:
    return about + factor * (colours - about)


def _apart(colours: Tensor) -> Tensor:
    """Return how far colours (K, 2) are from their mean, root mean square."""
    return (colours - colours.mean(0)).square().mean().sqrt()


def _rms(relative: Tensor) -> float:
    return relative.square().sum(1).mean().sqrt().item()


def _scaled(planes: Tensor, height: int, width: int, *, antialias: bool = False) -> Tensor:
    size = (height, width)
    return F.interpolate(planes[None], size=size, mode="bilinear", align_corners=False, antialias=antialias)[0]


def _some_rows(planes: Tensor, top: int, bottom: int, *, height: int) -> Tensor:
    """Return some rows of what planes (K, h, W) are at ``height`` rows, by bilinear interpolation."""
    there = planes.shape[1]
    rows = torch.arange(top, bottom, device=planes.device, dtype=planes.dtype)
    places = ((rows + 0.5) * there / height - 0.5).clamp(0, there - 1)
    below = places.floor().long()
    above = (below + 1).clamp_max(there - 1)
    return torch.lerp(planes[:, below], planes[:, above], (places - below).to(planes).view(1, -1, 1))
