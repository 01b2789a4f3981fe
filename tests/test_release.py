"""What publishing needs: one place for the address and one for the version, and files that others' machines can read."""

from __future__ import annotations

import importlib.util
import re
import shutil
import tomllib
import zipfile
from pathlib import Path

import nbformat
import pytest
import yaml
from packaging.requirements import Requirement

import ukiyo_widgets as uw

ROOT = Path(__file__).parents[1]


def loaded(name):
    specification = importlib.util.spec_from_file_location(name, ROOT / "release" / f"{name}.py")
    module = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(module)
    return module


address, look_into = loaded("address"), loaded("look_into")


@pytest.fixture
def copy(tmp_path):
    """Copy what has an address in it."""
    for name in (*address.FILES, *(str(each.relative_to(ROOT)) for each in ROOT.glob(address.NOTEBOOKS))):
        target = tmp_path / name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, target)
    return tmp_path


def texts(root):
    return {path: path.read_text("utf-8") for path in root.rglob("*") if path.is_file()}


def test_the_address_goes_from_its_one_place_to_wherever_it_must_stand(copy):
    before = address.address(copy)
    address.main(["we-two/prints.2", "--branch", "trunk"], root=copy)
    assert address.address(copy) == "we-two/prints.2"
    for path, text in texts(copy).items():
        assert f"github.com/{before}" not in text, path
    for path in copy.glob(address.NOTEBOOKS):
        notebook = nbformat.read(path, as_version=4)
        nbformat.validate(notebook)
        source = "\n".join(cell.source for cell in notebook.cells)
        assert f"colab.research.google.com/github/we-two/prints.2/blob/trunk/notebooks/{path.name}" in source
        assert "install --quiet git+https://github.com/we-two/prints.2@trunk" in source
        assert "](README" in notebook.cells[0].source


def test_setting_it_twice_is_setting_it_once(copy):
    address.main(["we-two/prints"], root=copy)
    once = texts(copy)
    address.main(["we-two/prints"], root=copy)
    assert texts(copy) == once
    address.main(["others/pictures"], root=copy)
    assert not [path for path, text in texts(copy).items() if "we-two/prints" in text or "we-two.github.io" in text]


def test_from_pypi_the_cells_stay_as_they_are(copy):
    address.main(["we-two/prints", "--pypi"], root=copy)
    for path in copy.glob(address.NOTEBOOKS):
        assert "install --quiet ukiyo_widgets" in path.read_text("utf-8")


def test_what_is_no_address_is_refused(copy, capsys):
    before = texts(copy)
    with pytest.raises(SystemExit):
        address.main(["https://github.com/we-two/prints"], root=copy)
    assert "give it as OWNER/NAME" in capsys.readouterr().err
    assert texts(copy) == before


def test_the_version_has_one_place_and_is_repeated_right():
    citation = yaml.safe_load((ROOT / "CITATION.cff").read_text("utf-8"))
    recipe = yaml.safe_load((ROOT / "release" / "conda" / "recipe.yaml").read_text("utf-8"))
    assert {str(citation["version"]), recipe["context"]["version"], look_into.version()} == {uw.__version__}
    assert "version" in tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["dynamic"]


def test_the_recipe_for_conda_has_the_dependencies_of_pyproject():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    recipe = yaml.safe_load((ROOT / "release" / "conda" / "recipe.yaml").read_text("utf-8"))
    wanted = {
        f"{each.name} {each.specifier}".replace("torch ", "pytorch ")
        for each in map(Requirement, project["dependencies"])
    }
    assert set(recipe["requirements"]["run"]) == wanted | {f"python {project['requires-python']}"}
    assert recipe["about"]["summary"] == project["description"]
    assert recipe["build"]["python"]["entry_points"] == [f"{name} = {it}" for name, it in project["scripts"].items()]


def test_what_does_not_belong_into_a_wheel_is_noticed(tmp_path):
    path = tmp_path / "made.whl"
    with zipfile.ZipFile(path, "w") as wheel:
        wheel.writestr("ukiyo_widgets/cli.py", "")
        wheel.writestr("tests/test_release.py", "")
    faults = list(look_into.wheels_faults(path))
    assert "tests/test_release.py does not belong there" in faults
    assert "ukiyo_widgets/__init__.py is missing" in faults
    assert "ukiyo_widgets/cli.py is missing" not in faults


def test_the_workflows_try_every_python_that_is_named():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    named = {each.rpartition(" ")[2] for each in project["classifiers"] if re.search(r":: 3\.\d+$", each)}
    tests = yaml.safe_load((ROOT / ".github" / "workflows" / "tests.yml").read_text("utf-8"))
    assert set(tests["jobs"]["quick"]["strategy"]["matrix"]["python"]) == named
