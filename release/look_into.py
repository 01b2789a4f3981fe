"""Says what is missing in the wheel and the sdist of a folder, or does not belong: ``python release/look_into.py dist``."""

from __future__ import annotations

import email
import re
import subprocess
import sys
import tarfile
import zipfile
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[1]
MOST_BYTES = 8_000_000
EXTENSION = "share/jupyter/labextensions/ukiyo-widgets/"
STRANGE = re.compile(r"node_modules|__pycache__|\.ipynb_checkpoints|\.pyc$|\.DS_Store|ukiyo-kept|\.ukiyo$")


def tracked(folder: str) -> set[str]:
    """Return the files of a folder that git knows, by their paths inside of it."""
    command = ["git", "-C", str(ROOT / folder), "ls-files"]
    return set(subprocess.run(command, capture_output=True, text=True, check=True).stdout.split("\n")) - {""}


def version() -> str:
    """Return the version, from its one place."""
    (found,) = re.findall(r'(?m)^__version__ = "(.+)"$', (ROOT / "ukiyo_widgets" / "__init__.py").read_text("utf-8"))
    return str(found)


def wheels_faults(path: Path) -> Iterator[str]:
    """Yield what is wrong with a wheel."""
    with zipfile.ZipFile(path) as wheel:
        names = set(wheel.namelist())
        info = f"ukiyo_widgets-{version()}.dist-info"
        about = email.message_from_bytes(wheel.read(f"{info}/METADATA")) if f"{info}/METADATA" in names else None
    wanted = {f"ukiyo_widgets/{each}" for each in tracked("ukiyo_widgets")}
    wanted |= {f"ukiyo_widgets/notebooks/{each}" for each in tracked("notebooks")}
    data = f"ukiyo_widgets-{version()}.data/data/{EXTENSION}"
    wanted |= {f"{data}{each}" for each in (*tracked("frontend/labextension/built"), "install.json")}
    yield from (f"{each} is missing" for each in sorted(wanted - names))
    yield from (f"{each} does not belong there" for each in sorted(names - wanted) if not each.startswith(info))
    if about is None:
        yield f"it is not of version {version()}"
        return
    if not {"Repository", "Documentation", "Issues"} <= {
        each.partition(",")[0] for each in about.get_all("Project-URL", [])
    }:
        yield "its metadata name no repository, documentation and place for issues"
    if about["License-Expression"] != "MIT" or not [each for each in names if each.endswith("licenses/LICENSE")]:
        yield "its licence is missing"


def sdists_faults(path: Path) -> Iterator[str]:
    """Yield what is wrong with an sdist."""
    with tarfile.open(path) as archive:
        names = {each.name.partition("/")[2] for each in archive.getmembers() if each.isfile()}
    folders = ("ukiyo_widgets", "notebooks", "frontend", "tests")
    wanted = {f"{folder}/{each}" for folder in folders for each in tracked(folder)}
    wanted |= {"LICENSE", "README.md", "CHANGELOG.md", "pyproject.toml"}
    yield from (f"{each} is missing" for each in sorted(wanted - names))
    yield from (f"{each} does not belong there" for each in sorted(names) if STRANGE.search(each))


def main() -> int:
    """Look into both, and return 1 if anything is wrong."""
    folder = Path(sys.argv[1])
    faults = []
    for pattern, look in (("*.whl", wheels_faults), ("*.tar.gz", sdists_faults)):
        paths = list(folder.glob(pattern))
        if len(paths) != 1:
            faults.append(f"{folder} has {len(paths)} files {pattern}; one is expected")
            continue
        faults += [f"{paths[0].name}: {each}" for each in look(paths[0])]
        if paths[0].stat().st_size > MOST_BYTES:
            faults.append(f"{paths[0].name} has {paths[0].stat().st_size:,} bytes; at most {MOST_BYTES:,} are expected")
    print(*(faults or ["Both hold what they should."]), sep="\n")
    return bool(faults)


if __name__ == "__main__":
    sys.exit(main())
