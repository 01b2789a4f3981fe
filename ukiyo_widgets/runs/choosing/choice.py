"""What is said of the choice of a run's references."""

from __future__ import annotations

from ukiyo_widgets.runs.recipe import Recipe
from ukiyo_widgets.untrusted import one_line


def words_of_choice(recipe: Recipe) -> str:
    """Return which prints were chosen from how many and why, and what was left out; empty where one print was given."""
    choice = recipe.choice
    if choice is None:
        return ""
    names = ", ".join(one_line(each.credit) for each in recipe.references)
    some = len(recipe.references) + len(choice.left_out) < choice.looked_at
    nearest = ", those nearest to the gray print in shapes and lightness" if some else ""
    said = f"Colours are learnt from {len(recipe.references)} of {choice.looked_at} prints{nearest}: {names}."
    reasons = "; ".join(f"{one_line(name)}: {one_line(reason, most=200)}" for name, reason in choice.left_out)
    return f"{said} Left out: {reasons}." if choice.left_out else said
