// Tabs: one of several things is shown; arrow keys walk along them.
import { make } from "./elements.ts";
import { walked } from "./strip.ts";

/** Make tabs with these names; `shown(place)` is called when another one is chosen. */
export function makeTabs(names: string[], shown: (place: number) => void) {
  const tabs = names.map((name) =>
    make("button", { type: "button", className: "uw-tab", role: "tab", tabIndex: -1 }, name),
  );
  const element = make("div", { className: "uw-tabs", role: "tablist" }, ...tabs);
  let at = 0;
  function choose(place: number): void {
    at = place;
    tabs.forEach((tab, each) => {
      tab.setAttribute("aria-selected", String(each === place));
      tab.tabIndex = each === place ? 0 : -1;
    });
    shown(place);
  }
  tabs.forEach((tab, place) => {
    tab.addEventListener("click", () => choose(place));
  });
  element.addEventListener("keydown", (event) => {
    const next = walked(event.key, at, tabs.length - 1);
    if (next === undefined) return;
    choose(next);
    tabs[next]?.focus();
    event.preventDefault();
    event.stopPropagation();
  });
  return { element, choose };
}
