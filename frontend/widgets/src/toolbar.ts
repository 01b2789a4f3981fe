// The row of colour tools, below the picture.
import { Brush, Droplet, Grid2x2, Lasso, Pipette, Trash, Undo2 } from "lucide";
import { button, make } from "./elements.ts";
import type { Words } from "./messages.ts";

export type Tool = "brush" | "pick" | "region" | "inks";

const ICONS = { brush: Brush, pick: Pipette, region: Lasso, inks: Grid2x2 };
const NAMES = { brush: "brush", pick: "pick_colour", region: "region", inks: "inks" } as const;
export const TOOLS = ["brush", "pick", "region", "inks"] as const satisfies Tool[];
const FIRST_COLOUR = "#b23a2e";

function makeChoice(tool: Tool, words: Words): HTMLButtonElement {
  const name = words[NAMES[tool]];
  return button(name, { icon: ICONS[tool], kind: "small" });
}

/** Make the elements; listeners come later. */
export function makeToolbar(words: Words) {
  const count = make("span", { className: "uw-count" });
  const toggle = button(words.colour, { icon: Droplet, text: words.colour, kind: "small solid" });
  toggle.append(count);
  const choices = new Map(TOOLS.map((tool) => [tool, makeChoice(tool, words)]));
  const chipAbout = { "aria-label": words.brush_colour, title: words.brush_colour };
  const chip = make("input", { type: "color", value: FIRST_COLOUR, ...chipAbout });
  const sizeAbout = { "aria-label": words.brush_size, title: words.brush_size };
  const size = make("input", { type: "range", min: "0.5", max: "10", step: "0.1", value: "1.5", ...sizeAbout });
  const atOnce = make("input", { type: "checkbox", checked: true });
  const undo = button(words.undo, { icon: Undo2, kind: "small" });
  const clear = button(words.clear, { icon: Trash, kind: "small" });
  const hint = make("p", { className: "uw-advice", role: "status", "data-testid": "advice" });
  const sized = make("label", { className: "uw-row" }, `${words.brush_size} `, size);
  const brushes = make("span", { className: "uw-row uw-brushes" }, chip, sized);
  const toolset = make("span", { className: "uw-toolset", role: "group" }, ...choices.values());
  const grow = make("span", { className: "uw-grow" });
  const panel = make(
    "div",
    { className: "uw-tools", role: "toolbar", "aria-label": words.colour, "data-testid": "tools" },
    make("div", { className: "uw-row" }, toolset, grow, undo, clear),
    brushes,
    hint,
    make("label", { className: "uw-row", title: words.at_once_help }, atOnce, words.at_once),
  );
  return { panel, toggle, count, choices, chip, size, atOnce, undo, clear, hint, brushes };
}
