"""What was learnt for a run, as the tensors of its file."""

from __future__ import annotations

from collections.abc import Mapping

import torch
from torch import Tensor

from ukiyo_widgets.engine.colour.evidence import Evidence
from ukiyo_widgets.engine.colour.paper import Paper

PREFIX = "evidence."


def tensors_of_evidence(evidence: Evidence) -> dict[str, Tensor]:
    """Return the evidence as tensors by name."""
    paper = evidence.paper
    numbers = torch.tensor([paper.lightness, paper.a, paper.b, evidence.colourfulness], dtype=torch.float64)
    named = {"log_p": evidence.log_p, "prior": evidence.prior, "centres": evidence.centres, "numbers": numbers}
    named["belief"] = torch.tensor(evidence.belief, dtype=torch.float64)
    named["prints"] = torch.tensor(evidence.prints, dtype=torch.int32)
    return {f"{PREFIX}{name}": each for name, each in named.items()}


def evidence_of(tensors: Mapping[str, Tensor]) -> Evidence | None:
    """Return the evidence whose :func:`tensors_of_evidence` these are, or None where nothing was learnt."""
    if f"{PREFIX}log_p" not in tensors:
        return None
    log_p, prior, centres, numbers = (tensors[f"{PREFIX}{name}"] for name in ("log_p", "prior", "centres", "numbers"))
    lightness, a, b, colourfulness = numbers.tolist()
    one = torch.ones((), dtype=torch.float64)  # in earlier files, which do not say it
    belief, prints = (tensors.get(f"{PREFIX}{name}", one).item() for name in ("belief", "prints"))
    return Evidence(log_p, prior, centres, Paper(lightness, a, b), colourfulness, belief, int(prints))
