// A sheet of small runs: one after each reference, or for each of several values; one is gone on with by a click.
import { LayoutGrid, X } from "lucide";
import { type Bytes, blob } from "./bytes.ts";
import { connect, type Handlers, type Model } from "./connect.ts";
import { button, make } from "./elements.ts";
import { mount } from "./ground.ts";
import type { Trial, Trials, Tryable, Words } from "./messages.ts";
import { cutName } from "./names.ts";
import { part } from "./part.ts";

const EVERY_REFERENCE = "references";

/** Make one cell of the sheet. */
function makeCell(label: string, words: Words, go: () => void) {
  const picture = make("span", { className: "uw-picture" }, "…");
  const cell = make("button", { type: "button", className: "uw-trial", title: label, onclick: go }, picture);
  cell.append(cutName(label));
  cell.setAttribute("aria-label", `${words.go_on_with} ${label}`);
  let address = "";
  function show({ done, error }: Trial, bytes: Bytes | undefined): void {
    cell.classList.toggle("coming", !done);
    cell.disabled = Boolean(error);
    if (error) {
      picture.replaceChildren("⚠");
      cell.title = `${label}\n${error}`;
    }
    if (!bytes) return;
    forget();
    address = URL.createObjectURL(blob(bytes, "image/jpeg"));
    picture.replaceChildren(make("img", { src: address, alt: "" }));
  }
  function forget(): void {
    URL.revokeObjectURL(address);
  }
  return { cell, show, forget };
}

function render({ model, el }: { model: Model; el: HTMLElement }): () => void {
  const words = model.get("words");
  const opener = button(words.try_all, { icon: LayoutGrid, text: words.try_all, kind: "small uw-try" });
  opener.title = words.try_all_help;
  const what = make("select", { "aria-label": words.try_what });
  const cells = make("div", { className: "uw-trials" });
  const close = button(words.close, { icon: X, kind: "small uw-close", onclick: () => sheet.hidePopover() });
  const head = make("div", { className: "uw-row" }, make("h4", {}, words.try_all), what, close);
  const hint = make("p", { className: "uw-hint2" }, words.try_hint);
  const sheet = make("div", { className: "uw uw-sheet", role: "dialog", "aria-label": words.try_all, popover: "auto" });
  sheet.append(head, hint, cells);
  const root = make("div", { className: "uw uw-try-root" }, opener, sheet);
  mount(el, root);
  let made: ReturnType<typeof makeCell>[] = [];

  function begin(): void {
    send("try_all", { what: what.value });
  }
  opener.addEventListener("click", () => {
    sheet.showPopover();
    begin();
  });
  what.addEventListener("change", begin);
  sheet.addEventListener("keydown", (event) => event.stopPropagation()); // the notebook has keys of its own
  sheet.addEventListener("toggle", () => {
    if (!sheet.matches(":popover-open")) send("end");
  });
  const handlers = {
    tryable({ settings }: Tryable) {
      const all: [string, string][] = [[EVERY_REFERENCE, words.try_references], ...settings];
      what.replaceChildren(...all.map(([value, text]) => make("option", { value }, text)));
    },
    trials({ labels }: Trials) {
      for (const each of made) each.forget();
      made = labels.map((label, number) =>
        makeCell(label, words, () => {
          send("go_on_with", { number });
          sheet.hidePopover();
        }),
      );
      cells.replaceChildren(...made.map((each) => each.cell));
    },
    trial: (message: Trial, [bytes]: Bytes[]) => made[message.number]?.show(message, bytes),
  } satisfies Handlers<"trials">;
  const { send, end } = connect<"trials">(model, handlers, (lost) => {
    opener.disabled = lost;
  });
  return () => {
    end();
    for (const each of made) each.forget();
  };
}

export default part(render);
