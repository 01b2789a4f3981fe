// In the status bar, while something plays: the iteration and the time left; a click goes there.
import type { JupyterFrontEnd } from "@jupyterlab/application";
import type { IStatusBar } from "@jupyterlab/statusbar";
import type { TranslationBundle } from "@jupyterlab/translation";
import { Widget } from "@lumino/widgets";
import type { PreviewState } from "../../widgets/src/messages.ts";
import { duration } from "../../widgets/src/numbers.ts";
import type { Live } from "./live.ts";

export function addStatus(bar: IStatusBar, app: JupyterFrontEnd, live: Live, trans: TranslationBundle): void {
  const item = new Widget({ node: document.createElement("button") });
  item.addClass("uw-lab-status");
  item.node.title = trans.__("Go to the Studio that plays");
  item.node.addEventListener("click", () => {
    const found = live.playing();
    const home = [...app.shell.widgets("main")].find((each) => found && each.node.contains(found.part));
    if (!found || !home) return;
    app.shell.activateById(home.id);
    found.part.scrollIntoView({ block: "nearest" });
  });
  bar.registerStatusItem("ukiyo-widgets:status", {
    item,
    align: "left",
    rank: 50,
    isActive: () => live.playing() !== null,
    activeStateChanged: live.changed,
  });
  live.changed.connect(() => {
    const found = live.playing();
    if (found) item.node.textContent = described(found.state, trans);
  });
}

function described({ index, left_s }: PreviewState, trans: TranslationBundle): string {
  const at = trans.__("Iteration %1", index ?? 0);
  return left_s === undefined ? at : `${at} · ${trans.__("%1 left", duration(left_s))}`;
}
