// The transport: buttons that post requests, and a timeline of what is kept.
import { Code, Download, GitFork, SkipBack, SkipForward, Square } from "lucide";
import { type Bytes, blob } from "./bytes.ts";
import { connect, type Model } from "./connect.ts";
import { button, make } from "./elements.ts";
import type { Code as CodeText, SavedFile, TransportState, Words } from "./messages.ts";
import { fill } from "./numbers.ts";
import { obey } from "./page.ts";
import { playButton, showPlaying } from "./playing.ts";

const KEPT_MS = 60_000; // a file's address, until the browser has saved it

function formats(words: Words): [string, string][] {
  return [
    ["png", "PNG"],
    ["jpg", "JPEG"],
    ["webp", "WebP"],
    ["tiff", "TIFF"],
    ["gif", `GIF (${words.film})`],
    ["mp4", `MP4 (${words.film})`],
    ["ukiyo", `.ukiyo (${words.whole_run})`],
    ["zip", `ZIP (${words.all_runs})`],
  ];
}

/** Make what is on the screen; listeners come later. */
function makeScreen(words: Words) {
  const play = playButton(words.play, { text: words.play, kind: "primary" });
  const step = button(words.step, { icon: SkipForward, kind: "solid" });
  const count = make("input", { type: "number", min: "1", max: "100000", value: "10", "aria-label": words.how_many });
  const many = button(words.step_n, { text: words.steps });
  const stop = button(words.stop, { icon: Square, kind: "solid" });
  const reset = button(words.reset, { icon: SkipBack, kind: "solid" });
  const fork = button(words.fork, { icon: GitFork, text: words.fork });
  const options = formats(words).map(([value, text]) => make("option", { value }, text));
  const format = make("select", { "aria-label": words.save_as }, ...options);
  const save = button(words.save, { icon: Download });
  const code = button(words.code, { icon: Code });
  const range = make("input", {
    type: "range",
    min: "0",
    max: "0",
    value: "0",
    step: "1",
    "aria-label": words.timeline,
  });
  const marks = make("div", { className: "uw-marks" });
  const where = make("span", { className: "uw-where", "data-testid": "where" });
  const said = make("div", { className: "uw-said", role: "status", "data-testid": "said" });
  const grow = () => make("span", { className: "uw-grow" });
  const joined = (...children: Node[]) => make("span", { className: "uw-joined" }, ...children);
  const root = make(
    "div",
    { className: "uw uw-transport" },
    make("div", { className: "uw-timeline" }, range, marks),
    make("div", { className: "uw-row" }, play, step, joined(count, many), stop, reset, grow(), where),
    make("div", { className: "uw-row", style: "margin-top:6px" }, fork, grow(), joined(format, save), code),
    said,
  );
  return { root, play, step, count, many, stop, reset, fork, format, save, code, range, marks, where, said };
}

function render({ model, el }: { model: Model; el: HTMLElement }): () => void {
  const words = model.get("words");
  const screen = makeScreen(words);
  const { range, said } = screen;
  let now: TransportState = { status: "empty", busy: "" };
  el.append(screen.root);

  // ---------------------------------------------------------------- requests
  function toggle(): void {
    if (now.status === "playing") halt("pause");
    else {
      send("play");
      if (now.status === "empty" || now.status === "ready") say(words.preparing);
    }
  }
  function halt(how: "pause" | "stop"): void {
    // At once: the kernel answers after the iteration in progress.
    if (now.status === "playing" || now.status === "driven") say(words.stopping);
    send(how);
  }
  function seek(): void {
    const index = Number(range.value);
    send("seek", { index: now.index !== undefined && index >= now.index ? null : index });
    showWhere(index);
  }
  function say(text: string): void {
    said.textContent = text;
  }
  function showWhere(index: number): void {
    const newest = now.index;
    screen.where.textContent = !newest ? "" : index >= newest ? words.live : `${index} ${words.of} ${newest}`;
  }
  screen.play.addEventListener("click", toggle);
  screen.step.addEventListener("click", () => send("steps", { n: 1 }));
  screen.many.addEventListener("click", () =>
    send("steps", { n: Math.max(1, Math.round(Number(screen.count.value) || 1)) }),
  );
  screen.stop.addEventListener("click", () => halt("stop"));
  screen.reset.addEventListener("click", () => send("reset"));
  screen.fork.addEventListener("click", () => send("fork"));
  screen.save.addEventListener("click", () => send("export", { what: screen.format.value }));
  screen.code.addEventListener("click", () => send("code"));
  range.addEventListener("input", seek);
  const pressing = (each: HTMLButtonElement) => () => each.click();
  obey(screen.root, {
    toggle: pressing(screen.play),
    step: pressing(screen.step),
    fork: pressing(screen.fork),
    save: pressing(screen.save),
  });

  // ---------------------------------------------------------------- messages
  function state(message: TransportState): void {
    const stopped = now.status === "playing" && message.status !== "playing";
    now = message;
    const playing = message.status === "playing";
    const name = playing ? words.pause : words.play;
    showPlaying(screen.play, playing, name, name);
    showTimeline(message);
    if (message.busy) say(words[message.busy]);
    else if (message.status === "stopping") say(words.stopping);
    else if (stopped || passing.has(said.textContent)) say("");
  }
  /** Words about what goes on, which are over when it is. */
  const passing = new Set<string | null>([words.stopping, words.preparing, words.forking, words.saving]);

  function showTimeline({ index, position, marks }: TransportState): void {
    const { stop, reset, fork, save, code, format } = screen;
    // Stop also ends a loop in a cell, of which only the kernel knows.
    for (const each of [stop, reset, fork, save, code, format, range]) each.disabled = index === undefined;
    const newest = index ?? 0;
    range.max = String(newest);
    if (document.activeElement !== range || position === null) range.value = String(position ?? newest);
    showWhere(position ?? newest);
    const shown = (marks ?? []).filter((at) => at <= newest);
    const left = (at: number) => `left:${(100 * at) / Math.max(1, newest)}%`;
    screen.marks.replaceChildren(...shown.map((at) => make("i", { style: left(at) })));
  }
  function file({ name, mime }: SavedFile, [bytes]: Bytes[]): void {
    if (!bytes) return;
    const href = URL.createObjectURL(blob(bytes, mime));
    make("a", { href, download: name }).click();
    setTimeout(() => URL.revokeObjectURL(href), KEPT_MS);
    say(fill(words.saved, { name }));
  }
  async function code(message: CodeText): Promise<void> {
    try {
      await navigator.clipboard.writeText(message.code);
      say(words.copied);
    } catch {
      // No permission: show it, selected.
      const area = make("textarea", { value: message.code, rows: 8, style: "width:100%", readOnly: true });
      said.replaceChildren(area);
      area.select();
    }
    said.dataset.code = message.code;
  }
  const { send, end } = connect<"transport">(model, { state, file, code }, (lost) => {
    say(lost && !el.closest(".uw-studio") ? words.gone : ""); // there the preview says it
    for (const each of el.querySelectorAll<HTMLInputElement>("button, input, select")) each.disabled = lost;
  });
  return end;
}

export default { render };
