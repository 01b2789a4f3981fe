// The transport: one row of buttons that post requests, with the timeline in it.
import { Code, Download, Ellipsis, GitFork, ImageUpscale, SkipBack, Square, StepForward } from "lucide";
import { type Bytes, blob } from "./bytes.ts";
import { connect, type Model } from "./connect.ts";
import { button, make, relabel } from "./elements.ts";
import { mount } from "./ground.ts";
import { heading, makeMenu } from "./menu.ts";
import type { Code as CodeText, SavedFile, TransportState, Words } from "./messages.ts";
import { fill } from "./numbers.ts";
import { obey } from "./page.ts";
import { part } from "./part.ts";
import { playButton, showPlaying } from "./playing.ts";
import { makeTimeline } from "./timeline.ts";

const LARGER = 2; // a picture that goes on larger, in sides of the one before
const KEPT_MS = 60_000; // a file's address, until the browser has saved it

type Act = (what: string) => void;

/** The pictures, films and files that a run can be saved as, in groups. */
function formats(words: Words): [string, [what: string, text: string, name?: string][]][] {
  const printed = (ending: string, text: string): [string, string, string] => [
    `printed.${ending}`,
    text,
    `${words.as_printed}: ${text}`,
  ];
  return [
    [
      words.save_picture,
      [
        ["png", "PNG"],
        ["jpg", "JPEG"],
        ["webp", "WebP"],
        ["tiff", "TIFF"],
      ],
    ],
    [
      words.save_more,
      [
        ["gif", `${words.film} (GIF)`],
        ["mp4", `${words.film} (MP4)`],
        ["html", `${words.web_page} (HTML)`],
        ["pages", `${words.all_runs} (HTML)`],
        ["ukiyo", `${words.whole_run} (.ukiyo)`],
        ["zip", `${words.all_runs} (ZIP)`],
      ],
    ],
    [
      words.as_printed,
      [
        printed("mp4", `${words.film} (MP4)`),
        printed("gif", `${words.film} (GIF)`),
        printed("html", `${words.page} (HTML)`),
      ],
    ],
  ];
}

/** Make what Save opens: first the picture as large as the scan, where there is a larger one. */
function makeSaveMenu(words: Words, opener: HTMLButtonElement, act: Act) {
  const choice = (what: string, text: string, name = text) => {
    const made = button(name, { text, kind: "item" });
    made.addEventListener("click", () => {
      menu.close();
      act(what);
    });
    return made;
  };
  const scan = choice("scan", words.save_scan);
  const groups = formats(words).flatMap(([title, all]) => [
    heading(title),
    make("div", { className: "uw-choices" }, ...all.map((each) => choice(...each))),
  ]);
  const menu = makeMenu(opener, words.save, scan, ...groups);
  return {
    sheet: menu.sheet,
    /** Save the picture as large as it can be had. */
    now: () => act(scan.hidden ? "png" : "scan"),
    show({ scan: size, size: own }: TransportState) {
      scan.hidden = !size;
      if (size) {
        const text = fill(words.save_scan, { width: size[0], height: size[1] });
        relabel(scan, text, { text });
      }
      const title = menu.sheet.querySelector(".uw-menu-head");
      if (title && own) title.textContent = `${words.save_picture} (${own[0]} × ${own[1]})`;
    },
  };
}

const joined = (...children: Node[]) => make("div", { className: "uw-joined" }, ...children);

/** Make what the last button opens: many steps, a larger picture, code. */
function makeMoreMenu(words: Words, opener: HTMLButtonElement) {
  const count = make("input", { type: "number", min: "1", max: "100000", value: "10", "aria-label": words.how_many });
  const many = button(words.step_n, { text: words.steps });
  const side = make("input", { type: "number", min: "64", max: "4096", step: "16", "aria-label": words.larger_side });
  const larger = button(words.larger, { icon: ImageUpscale, text: words.larger });
  larger.title = words.larger_help;
  const enlarging = joined(side, larger);
  const code = button(words.code, { icon: Code, text: words.code, kind: "item" });
  const menu = makeMenu(opener, words.more, joined(count, many), enlarging, code);
  for (const each of [many, larger, code]) each.addEventListener("click", menu.close);
  let take = 0;
  return {
    sheet: menu.sheet,
    count,
    many,
    side,
    larger,
    code,
    show({ take: shown, size, enlarges }: TransportState) {
      code.disabled = larger.disabled = !size;
      enlarging.hidden = !enlarges;
      if (size && shown !== take) side.value = String(LARGER * Math.max(...size));
      take = shown ?? 0;
    },
  };
}

/** Make what is on the screen; listeners come later. */
function makeScreen(words: Words, seek: (index: number | null) => void, act: Act) {
  const play = playButton(words.play, { text: words.play, kind: "primary uw-play" });
  const step = button(words.step, { icon: StepForward });
  const stop = button(words.stop, { icon: Square, kind: "solid" });
  const reset = button(words.reset, { icon: SkipBack, kind: "solid" });
  const fork = button(words.fork, { icon: GitFork });
  const save = button(words.save, { icon: Download, text: words.save_short });
  const more = button(words.more, { icon: Ellipsis });
  const timeline = makeTimeline(words, seek);
  const said = make("div", { className: "uw-said", role: "status", "data-testid": "said" });
  timeline.element.append(said);
  const saving = makeSaveMenu(words, save, act);
  const others = makeMoreMenu(words, more);
  const row = make("div", { className: "uw-drive" }, reset, play, step, stop, timeline.element, fork, save, more);
  const root = make("div", { className: "uw uw-transport" }, row, saving.sheet, others.sheet);
  return { root, play, step, stop, reset, fork, save, more, timeline, said, saving, others };
}

function render({ model, el }: { model: Model; el: HTMLElement }): () => void {
  const words = model.get("words");
  const screen = makeScreen(
    words,
    (index) => send("seek", { index }),
    (what) => send("export", { what }),
  );
  const { said, others } = screen;
  let now: TransportState = { status: "empty", busy: "" };
  mount(el, screen.root);

  // ---------------------------------------------------------------- requests
  function toggle(): void {
    if (now.status === "playing") halt("pause");
    else send("play");
  }
  function halt(how: "pause" | "stop"): void {
    // At once: the kernel answers after the iteration in progress.
    if (now.status === "playing" || now.status === "driven") say(words.stopping);
    send(how);
  }
  function say(text: string): void {
    said.textContent = said.title = text; // there may be no room for all of it
  }
  const whole = (input: HTMLInputElement) => Math.max(1, Math.round(Number(input.value) || 1));
  screen.play.addEventListener("click", toggle);
  screen.step.addEventListener("click", () => send("steps", { n: 1 }));
  screen.stop.addEventListener("click", () => halt("stop"));
  screen.reset.addEventListener("click", () => send("reset"));
  screen.fork.addEventListener("click", () => send("fork"));
  others.many.addEventListener("click", () => send("steps", { n: whole(others.count) }));
  others.larger.addEventListener("click", () => send("enlarge", { side_px: whole(others.side) }));
  others.code.addEventListener("click", () => send("code"));
  const pressing = (each: HTMLButtonElement) => () => each.click();
  obey(screen.root, {
    toggle: pressing(screen.play),
    step: pressing(screen.step),
    fork: pressing(screen.fork),
    save: () => screen.saving.now(),
  });

  // ---------------------------------------------------------------- messages
  function state(message: TransportState): void {
    const stopped = now.status === "playing" && message.status !== "playing";
    now = message;
    const playing = message.status === "playing";
    const name = playing ? words.pause : words.play;
    showPlaying(screen.play, playing, name, name);
    // Stop also ends a loop in a cell, of which only the kernel knows.
    for (const name of ["stop", "reset", "fork", "save"] as const) screen[name].disabled = message.index === undefined;
    screen.timeline.show(message);
    screen.saving.show(message);
    others.show(message);
    if (message.busy && message.busy !== "preparing") say(words[message.busy]);
    else if (message.status === "stopping") say(words.stopping);
    else if (stopped || passing.has(said.textContent)) say("");
  }
  /** Words about what goes on, which are over when it is. */
  const passing = new Set<string | null>([words.stopping, words.forking, words.saving, words.tinting]);

  function file({ name, mime }: SavedFile, [bytes]: Bytes[]): void {
    if (!bytes) return;
    const href = URL.createObjectURL(blob(bytes, mime));
    make("a", { href, download: name }).click();
    setTimeout(() => URL.revokeObjectURL(href), KEPT_MS);
    say(fill(words.saved, { name }));
  }
  async function code(message: CodeText): Promise<void> {
    said.dataset.code = message.code;
    try {
      await navigator.clipboard.writeText(message.code);
      say(words.copied);
    } catch {
      // No permission: show it, selected.
      const area = make("textarea", { value: message.code, rows: 8, readOnly: true, "aria-label": words.code });
      screen.root.querySelector(":scope > textarea")?.remove();
      screen.root.append(area);
      area.select();
    }
  }
  const { send, end } = connect<"transport">(model, { state, file, code }, (lost) => {
    say(lost && !el.closest(".uw-studio") ? words.gone : ""); // there the preview says it
    for (const each of el.querySelectorAll<HTMLInputElement>("button, input, select")) each.disabled = lost;
  });
  return end;
}

export default part(render);
