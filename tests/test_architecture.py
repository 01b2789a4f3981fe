"""The house stands as designed: data flows one way, also between rooms, and importing costs nothing."""

from __future__ import annotations

import ast
import graphlib
import subprocess
import sys
from pathlib import Path

import pytest

import ukiyo_widgets as uw

PACKAGE = Path(uw.__file__).parent
FLOORS = ["errors", "untrusted", "images", "engine", "runs", "plot", "course", "widgets", "commands", "cli"]
ROOMS = {
    "images": {"reading", "samples", "writing"},
    "engine": {"colour", "guidance", "network", "objective", "optimizer"},
    "runs": {"choosing", "costs", "keeping"},
    "widgets": {"front_ends", "messages", "parts", "playing"},
}
MOST_IN_A_ROOM = 14
ALLOWED_BELOW_RUNS = {"torch", "numpy", "PIL", "av", "safetensors"}

MODULES = {
    ".".join(("ukiyo_widgets", *path.relative_to(PACKAGE).with_suffix("").parts)).removesuffix(".__init__"): path
    for path in PACKAGE.rglob("*.py")
}


def imported_modules(path):
    """Every name that a file imports, also inside functions and for type checking alone."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            for alias in node.names:
                full = f"{node.module}.{alias.name}"
                yield full if full in MODULES else node.module


def arrows(of=lambda module: module):
    """Who imports whom in the package, between modules or between what ``of`` puts them into."""
    graph = {of(module): set() for module in MODULES}
    for module, path in MODULES.items():
        if module == "ukiyo_widgets":  # the table of what is public
            continue
        graph[of(module)] |= {of(each) for each in imported_modules(path) if each in MODULES} - {of(module)}
    return graph


def room(module):
    """The room that a module is in; one that stands on the floor itself is its own."""
    _, *parts = module.split(".")
    return ".".join(parts[:2]) if len(parts) > 1 and parts[1] in ROOMS.get(parts[0], ()) else module


@pytest.mark.parametrize("of", [lambda module: module, room], ids=["modules", "rooms"])
def test_no_arrow_comes_back(of):
    graphlib.TopologicalSorter(arrows(of)).prepare()  # raises a CycleError that names them


def test_what_stands_lower_never_imports_what_stands_higher():
    floors = arrows(lambda module: [*module.split("."), ""][1])
    assert floors.keys() == {"", *FLOORS}
    for floor, below in floors.items():
        higher = set(FLOORS[FLOORS.index(floor) + 1 :]) if floor else set()
        assert not below & higher, f"{floor} imports {below & higher}"


def test_the_rooms_are_those_that_are_named_and_none_is_crowded():
    for floor in FLOORS[2:-1]:
        folder = PACKAGE / floor
        rooms = {each.name for each in folder.iterdir() if (each / "__init__.py").exists()}
        assert rooms == ROOMS.get(floor, set())
        for place in (folder, *(folder / each for each in rooms)):
            modules = [each.stem for each in place.glob("*.py") if each.stem != "__init__"]
            assert len(modules) <= MOST_IN_A_ROOM, f"{place.name} has {len(modules)} modules"


def test_the_tests_mirror_the_rooms():
    tests = Path(__file__).parent
    for floor, rooms in ROOMS.items():
        assert {each.name for each in (tests / floor).iterdir() if (each / "__init__.py").exists()} <= rooms


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


def test_an_error_can_be_caught_without_torch():
    assert "torch" not in run_python("import sys, ukiyo_widgets as uw; uw.ImageError; print(*sys.modules)").split()


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
