"""The house stands as designed: data flows one way, also between rooms, and importing costs nothing."""

from __future__ import annotations

import ast
import graphlib
import inspect
import re
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest

import ukiyo_widgets as uw

PACKAGE = Path(uw.__file__).parent
ROOT = Path(__file__).parents[1]
FLOORS = [
    "lazy",
    "errors",
    "untrusted",
    "locks",
    "places",
    "surroundings",
    "images",
    "engine",
    "runs",
    "museum",
    "collection",
    "plot",
    "course",
    "widgets",
    "commands",
    "cli",
]
ROOMS = {
    "images": {"headers", "reading", "samples", "writing"},
    "engine": {"colour", "guidance", "network", "objective", "optimizer", "printing"},
    "runs": {"choosing", "costs", "keeping", "pages", "printing"},
    "collection": {"crews", "reports"},
    "widgets": {"front_ends", "keeping", "messages", "parts", "picking", "playing"},
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
    for folder in (PACKAGE / floor for floor in FLOORS if (PACKAGE / floor).is_dir()):
        rooms = {each.name for each in folder.iterdir() if (each / "__init__.py").exists()}
        assert rooms == ROOMS.get(folder.name, set())
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


@pytest.mark.parametrize("package", [uw, uw.engine, uw.plot])
def test_every_public_name_is_there(package):
    for name in package.__all__:
        assert getattr(package, name) is not None
        assert name in dir(package)
    with pytest.raises(AttributeError, match="has no attribute 'colourize'; it offers"):
        _ = package.colourize


@pytest.mark.parametrize("package", [uw, uw.engine, uw.museum, uw.plot])
def test_what_a_public_function_raises_stands_in_its_docstring(package):
    for function in filter(inspect.isfunction, (getattr(package, name) for name in package.__all__)):
        raised = {node.exc.func.id for node in ast.walk(ast.parse(inspect.getsource(function))) if is_raising(node)}
        missing = {name for name in raised if name not in inspect.getdoc(function)}
        assert not missing, f"{function.__name__} raises {missing}"


def is_raising(node):
    return isinstance(node, ast.Raise) and isinstance(node.exc, ast.Call) and isinstance(node.exc.func, ast.Name)


def programs_for_readers():
    """What people read and copy: benchmarks, the notebooks' code cells, the README's Python."""
    yield from ((path.name, path.read_text("utf-8")) for path in (ROOT / "benchmarks").glob("*.py"))
    for path in (ROOT / "notebooks").rglob("*.ipynb"):
        cells = [cell.source for cell in nbformat.read(path, as_version=4).cells if cell.cell_type == "code"]
        yield from (
            (path.name, re.sub(r"(?m)^([ \t]*)[%!].*$", r"\1pass", source)) for source in cells if source[:2] != "%%"
        )
    yield from (
        ("README.md", block)
        for block in re.findall(r"```python\n(.*?)```", (ROOT / "README.md").read_text(), re.DOTALL)
    )


def public_names(node):
    """The package's names that a node of a program uses: ``engine.evaluate``; of an import from deeper inside, the module."""
    if isinstance(node, ast.Import):
        yield from (alias.name.partition(".")[2] for alias in node.names if alias.name.startswith("ukiyo_widgets"))
    elif isinstance(node, ast.ImportFrom) and node.module.startswith("ukiyo_widgets"):
        deep = node.module not in ("ukiyo_widgets", "ukiyo_widgets.engine")
        yield from (node.module if deep else f"{node.module}.{each.name}".partition(".")[2] for each in node.names)
    elif isinstance(node, ast.Attribute) and re.fullmatch(r"uw(\.\w+)+", path := ast.unparse(node)):
        yield path.removeprefix("uw.")


def is_public(path):
    first, *rest = path.split(".")
    inside = getattr(getattr(uw, first, None), "__all__", None) if first in ("engine", "plot", "course") else None
    return first in ("", *uw.__all__) and not (rest and inside and rest[0] not in inside)


def test_what_people_read_uses_public_names_alone():
    programs = list(programs_for_readers())
    assert len({name for name, _ in programs}) > 20
    used = [
        (name, path) for name, code in programs for node in ast.walk(ast.parse(code)) for path in public_names(node)
    ]
    assert ("paths.py", "engine.evaluate") in used
    assert not [each for each in used if not is_public(each[1])]


@pytest.mark.parametrize(
    ("code", "noticed"),
    [
        ("uw.colour.luma(uw.engine.losses.gram_matrix(x))", False),
        ("from ukiyo_widgets.engine import LBFGS", False),
        ("from ukiyo_widgets.engine.losses import gram_matrix", True),
        ("from ukiyo_widgets.engine import recording", True),
        ("import ukiyo_widgets.images.colour", True),
        ("uw.images.colour.luma(x)", True),
    ],
)
def test_a_name_from_deeper_inside_would_be_noticed(code, noticed):
    used = [path for node in ast.walk(ast.parse(code)) for path in public_names(node)]
    assert any(not is_public(path) for path in used) is noticed


def test_files_and_functions_stay_readable():
    """A file of more than 300 lines asks to be looked at again."""
    long = {path.name: n for path in PACKAGE.rglob("*.py") if (n := len(path.read_text("utf-8").splitlines())) > 300}
    assert not long
