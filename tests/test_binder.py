"""The folder ``binder/`` holds what Binder needs: every dependency of pyproject, in its range, from conda-forge."""

from __future__ import annotations

import os
import re
import subprocess
import tomllib
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.version import Version

ROOT = Path(__file__).parents[1]
BINDER = ROOT / "binder"
CONDA_NAMES = {"torch": "pytorch-cpu", "matplotlib": "matplotlib-base"}


def project():
    return tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]


def environment():
    return yaml.safe_load((BINDER / "environment.yml").read_text("utf-8"))


def packages():
    """Return every package of the environment, conda's and pip's, with its range."""
    entries = environment()["dependencies"]
    from_pip = next(entry["pip"] for entry in entries if isinstance(entry, dict))
    found = {}
    for entry in (*(each for each in entries if isinstance(each, str)), *from_pip):
        name, specifier = re.fullmatch(r"([\w.-]+?)((?:[=<>~!].*)?)", entry).groups()
        # conda writes python=3.12 for any 3.12
        found[name] = SpecifierSet(f"=={specifier[1:]}.*" if re.match(r"=\d", specifier) else specifier)
    return found


def needed():
    requirements = map(Requirement, (*project()["dependencies"], *project()["optional-dependencies"]["lab"]))
    return {CONDA_NAMES.get(each.name, each.name): each for each in requirements}


def test_every_dependency_is_there_in_the_range_of_pyproject():
    there = packages()
    for name, requirement in needed().items():
        assert name in there, f"{requirement} is missing in binder/environment.yml"
        assert there[name] == requirement.specifier, (
            f"{name} is {there[name]} for Binder, {requirement} in pyproject.toml"
        )


def test_nothing_else_is_there():
    assert set(packages()) == {"python", "pip", *needed()}


def test_the_versions_that_ci_tested_are_in_range():
    tested = dict(
        line.split("==") for line in (ROOT / "constraints.txt").read_text("utf-8").splitlines() if "==" in line
    )
    for name, requirement in needed().items():
        if requirement.name in tested:
            assert packages()[name].contains(tested[requirement.name]), name


def test_its_python_is_one_that_the_package_supports():
    (version,) = (each.version.removesuffix(".*") for each in packages()["python"])
    assert SpecifierSet(project()["requires-python"]).contains(Version(version))
    assert f"Programming Language :: Python :: {version}" in project()["classifiers"]


def test_conda_forge_is_the_only_channel():
    assert environment()["channels"] == ["conda-forge", "nodefaults"]


@pytest.mark.parametrize("name", ["postBuild", "start"])
def test_the_scripts_can_be_run(name):
    script = BINDER / name
    assert os.access(script, os.X_OK)
    subprocess.run(["bash", "-n", script], check=True, timeout=20)


def test_start_hands_over_to_the_server_with_one_thread():
    command = [BINDER / "start", "bash", "-c", 'echo "$OMP_NUM_THREADS $0 $1"', "server", "--port=1"]
    assert (
        subprocess.run(command, check=True, capture_output=True, text=True, timeout=20).stdout == "1 server --port=1\n"
    )
