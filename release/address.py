"""Writes the repository's address wherever it must stand: ``python release/address.py YOU/ukiyo_widgets``.

The one place of the address is ``[project.urls]`` of ``pyproject.toml``. Where it has never been set, the notebooks get badges
for Binder and Colab, and their first cells install from the repository; with ``--pypi`` those cells stay as they are.
"""

from __future__ import annotations

import argparse
import re
import sys
import tomllib
from collections.abc import Callable, Sequence
from pathlib import Path

ROOT = Path(__file__).parents[1]
FILES = ("pyproject.toml", "CITATION.cff", "README.md", "release/conda/recipe.yaml")
NOTEBOOKS = "notebooks/*.ipynb"
LINKS = (
    "[Open this in Binder or in Colab](README.md#binder-and-colab)",
    "[Binder または Colab で開く](README_ja.md#binder-と-colab)",
)
INSTALL = "install --quiet ukiyo_widgets"
BADGES_START = "<!-- badges -->"


def address(root: Path = ROOT) -> str:
    """Return the repository's address as OWNER/NAME."""
    project = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))["project"]
    return str(project["urls"]["Repository"]).removeprefix("https://github.com/")


def main(arguments: Sequence[str] | None = None, *, root: Path = ROOT) -> int:
    """Write the address."""
    parser = argparse.ArgumentParser(description="Write the repository's address wherever it must stand.")
    parser.add_argument("repository", metavar="OWNER/NAME", help="on GitHub")
    parser.add_argument("--branch", default="main", help="that Binder and Colab open; default: %(default)s")
    parser.add_argument("--pypi", action="store_true", help="the package is on PyPI: notebooks install it from there")
    options = parser.parse_args(arguments)
    new, old = options.repository, address(root)
    if not re.fullmatch(r"[\w-]+/[\w.-]+", new):
        parser.error(f"{new!r} is no address; give it as OWNER/NAME, such as YOU/ukiyo_widgets")
    for name in FILES:
        _rewrite(root / name, lambda text: _moved(text, old, new))
    _rewrite(root / "README.md", lambda text: _with_badges(text, new))
    for path in root.glob(NOTEBOOKS):
        _rewrite(path, lambda text, name=path.name: _opened(text, name, old, new, options.branch, pypi=options.pypi))
    print(f"The address is https://github.com/{new}. Now: cd frontend && npm ci && npm run build; and commit.")
    return 0


def _rewrite(path: Path, change: Callable[[str], str]) -> None:
    text = path.read_text("utf-8")
    changed = change(text)
    if changed != text:
        path.write_text(changed, "utf-8")


def _moved(text: str, old: str, new: str) -> str:
    (old_owner, old_name), (owner, name) = old.split("/"), new.split("/")
    pages = (f"https://{old_owner}.github.io/{old_name}/", f"https://{owner}.github.io/{name}/")
    return text.replace(*pages).replace(f"github.com/{old}", f"github.com/{new}")


def _with_badges(text: str, new: str) -> str:
    """Put the state of the tests behind the README's marker."""
    tests = f"https://github.com/{new}/actions/workflows/tests.yml"
    line = f"{BADGES_START} [![tests]({tests}/badge.svg)]({tests})"
    return re.sub(rf"(?m)^{re.escape(BADGES_START)}.*$", lambda _: line, text)


def _opened(text: str, name: str, old: str, new: str, branch: str, *, pypi: bool) -> str:
    """Return a notebook that Binder and Colab open from the repository, and whose first cell installs from there."""
    text = re.sub(rf"(gh|github|github\.com)/{re.escape(old)}\b", lambda match: f"{match[1]}/{new}", text)
    binder = f"https://mybinder.org/v2/gh/{new}/{branch}?labpath=notebooks%2F{name}"
    colab = f"https://colab.research.google.com/github/{new}/blob/{branch}/notebooks/{name}"
    badges = (
        f"[![Binder](https://mybinder.org/badge_logo.svg)]({binder}) "
        f"[![Colab](https://colab.research.google.com/assets/colab-badge.svg)]({colab})"
    )
    if "mybinder.org" not in text:
        for link in LINKS:
            text = text.replace(link, f"{badges} {link}")
    from_repository = f"install --quiet git+https://github.com/{new}@{branch}"
    return text.replace(from_repository, INSTALL) if pypi else text.replace(INSTALL, from_repository)


if __name__ == "__main__":
    sys.exit(main())
