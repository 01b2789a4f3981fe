"""The house stands as designed: data flows one way, and importing costs nothing."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

import ukiyo_widgets as uw

PACKAGE = Path(uw.__file__).parent
FLOORS = ["images", "engine", "runs", "plot", "course", "widgets", "commands"]
ALLOWED_BELOW_RUNS = {"torch", "numpy", "PIL", "av", "safetensors"}


def imported_modules(path):
    """Every module that a file imports, also inside functions, except for type checking alone."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    skipped = {
        id(inner)
        for node in ast.walk(tree)
        if isinstance(node, ast.If) and getattr(node.test, "id", "") == "TYPE_CHECKING"
        for inner in ast.walk(node)
    }
    for node in ast.walk(tree):
        if id(node) in skipped:
            continue
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


@pytest.mark.parametrize("floor", FLOORS)
def test_what_stands_lower_never_imports_what_stands_higher(floor):
    higher = tuple(f"ukiyo_widgets.{each}" for each in FLOORS[FLOORS.index(floor) + 1 :])
    files = list((PACKAGE / floor).rglob("*.py"))
    assert files
    for path in files:
        for module in imported_modules(path):
            assert not module.startswith((*higher, "ukiyo_widgets.cli")), f"{path.name} imports {module}"


@pytest.mark.parametrize("floor", ["images", "engine", "runs"])
def test_below_the_commands_torch_numpy_and_pillow_are_enough(floor):
    for path in (PACKAGE / floor).rglob("*.py"):
        for module in imported_modules(path):
            top = module.partition(".")[0]
            known = top in sys.stdlib_module_names or top in {"ukiyo_widgets", *ALLOWED_BELOW_RUNS}
            assert known, f"{path.name} imports {module}"


def run_python(code):
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=120).stdout


def test_importing_the_package_imports_neither_torch_nor_anything_heavy():
    loaded = run_python("import sys, ukiyo_widgets; print(*sys.modules)").split()
    assert not {"torch", "numpy", "PIL", "rich", "IPython"} & set(loaded)


def test_a_run_needs_neither_film_nor_checkpoint_libraries_nor_rich():
    code = (
        "import sys\n"
        "sys.modules.update(dict.fromkeys(['av', 'safetensors', 'rich', 'scipy', 'skimage', 'IPython']))\n"
        "import ukiyo_widgets as uw\n"
        "print(uw.colorize('sample:wave', 'sample:actor', size=32).advance(1).index)"
    )
    assert run_python(code).strip() == "1"


def test_every_public_name_is_there():
    for name in uw.__all__:
        assert getattr(uw, name) is not None
        assert name in dir(uw)
    with pytest.raises(AttributeError, match="has no attribute 'colourize'; it offers"):
        _ = uw.colourize


def test_files_and_functions_stay_readable():
    """A file of more than 300 lines asks to be looked at again."""
    long = {path.name: n for path in PACKAGE.rglob("*.py") if (n := len(path.read_text("utf-8").splitlines())) > 300}
    assert not long
