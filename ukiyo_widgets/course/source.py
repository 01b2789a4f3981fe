"""From a student's notebook and its solutions to what nbgrader calls the source of an assignment.

python -m ukiyo_widgets.course.source notebooks/02_the_loss.ipynb source/loss/02_the_loss.ipynb
"""

from __future__ import annotations

import argparse
import copy
import json
from pathlib import Path
from typing import Any


def with_solutions(notebook: dict[str, Any], solutions: dict[str, Any]) -> dict[str, Any]:
    """Return a copy of a notebook (as JSON) with the code cells of ``solutions`` in place of those with the same id.

    Raises
    ------
    ValueError
        If an exercise has no solution, or a solution no exercise.
    """
    solved = copy.deepcopy(notebook)
    answers = {cell["id"]: cell["source"] for cell in solutions["cells"] if cell["cell_type"] == "code"}
    asked = {cell["id"] for cell in solved["cells"] if cell["id"].startswith("exercise-")}
    if asked != set(answers):
        odd = ", ".join(sorted(asked ^ set(answers)))
        raise ValueError(f"Exercises and solutions do not match: {odd} stands on one side only.")
    for cell in solved["cells"]:
        if cell["id"] in answers:
            cell["source"] = answers[cell["id"]]
    return solved


def main() -> None:
    """Write the source of an assignment."""
    parser = argparse.ArgumentParser(description="Put the solutions into a notebook of the course, for nbgrader.")
    parser.add_argument("notebook", type=Path, help="its solutions are in solutions/, beside it, under the same name")
    parser.add_argument("output", type=Path)
    options = parser.parse_args()
    notebook, solutions = (
        json.loads(path.read_text(encoding="utf-8"))
        for path in (options.notebook, options.notebook.parent / "solutions" / options.notebook.name)
    )
    options.output.parent.mkdir(parents=True, exist_ok=True)
    text = json.dumps(with_solutions(notebook, solutions), indent=1, ensure_ascii=False)
    options.output.write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
