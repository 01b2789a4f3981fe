// A page that plays without a kernel: the Studio's stage, timeline and chart, fed with what stands in the page.
import { ChevronLeft, ChevronRight, Columns2, Contrast, Minus, Plus } from "lucide";
import { LossChart } from "./chart.ts";
import { button, context, make } from "./elements.ts";
import { mount } from "./ground.ts";
import type { Losses, Words } from "./messages.ts";
import { fill } from "./numbers.ts";
import { nearest, pace } from "./playback.ts";
import { playButton, showPlaying } from "./playing.ts";
import { drawWithin } from "./preview.ts";
import { makeStage } from "./stage.ts";
import { begin, decoded, followScheme, offerCopies } from "./standing.ts";
import { makeTimeline } from "./timeline.ts";
import { held, viewKeys } from "./viewing.ts";
import { newestFirst } from "./window.ts";
import words from "./words.json";

const ZOOM = 1.5;

/** One run, as Python wrote it down; pictures are WebP in base64, and the first run's newest stands in the page already. */
export type Run = {
  name: string;
  index: number;
  frames: [index: number, picture: string][];
  newest?: string;
  gray: string;
  references: [credit: string, picture: string][];
  points: Losses[];
  marks: [number, string][];
};
type Text = "previous_picture" | "next_picture" | "copy" | "shown_run" | "result";
export type Data = { language: "en" | "ja"; texts: Record<Text, string>; runs: Run[] };

/** Make what is compared with: a list to choose from, and the picture itself. */
function makeComparison(texts: Words, after: HTMLCanvasElement, before: HTMLCanvasElement, tags: HTMLElement[]) {
  const list = make("select", { "aria-label": texts.compare_with });
  let pictures: string[] = [];
  async function draw(): Promise<void> {
    const bitmap = await decoded(pictures[list.selectedIndex] ?? pictures[0] ?? "");
    Object.assign(before, { width: after.width, height: after.height });
    drawWithin(before, bitmap);
    bitmap.close();
    if (tags[0]) tags[0].textContent = list.selectedOptions[0]?.textContent ?? "";
  }
  list.addEventListener("change", draw);
  return {
    list,
    draw,
    offer(choices: [name: string, picture: string][]) {
      const at = list.selectedIndex;
      pictures = choices.map(([, picture]) => picture);
      list.replaceChildren(...choices.map(([name]) => make("option", {}, name)));
      list.selectedIndex = at >= 0 && at < choices.length ? at : 0;
    },
  };
}

/** Build the player into the page. */
export function play(data: Data, place: HTMLElement, result: string): void {
  const texts: Words = words[data.language];
  const runs = data.runs.map((run) => ({ ...run, newest: run.newest ?? result }));
  const root = make("div", { className: "uw uw-preview uw-transport uw-standalone" });
  const stage = makeStage(texts, () => side.setAttribute("aria-pressed", String(stage.isSideBySide())));
  const { after, before, gray, board, leftTag, rightTag, empty, element } = stage.screen;
  board.setAttribute("role", "img");
  empty.textContent = "";
  const comparison = makeComparison(texts, after, before, [leftTag]);
  const chart = new LossChart(texts);
  const timeline = makeTimeline(texts, (index) => {
    halt();
    go(index ?? run.index);
  });
  const said = make("span", { className: "uw-aloud", role: "status" });
  const kind = "small";
  const peek = button(texts.hold_gray, { icon: Contrast, text: texts.gray, kind });
  const side = button(texts.side_by_side, { icon: Columns2, kind, onclick: stage.turnSideBySide });
  const fit = button(texts.fit, { text: texts.fit, kind, onclick: stage.showAll });
  const playing = playButton(texts.play, { text: texts.play, kind: "primary uw-play" });
  const back = button(data.texts.previous_picture, { icon: ChevronLeft, onclick: () => hop(-1) });
  const on = button(data.texts.next_picture, { icon: ChevronRight, onclick: () => hop(1) });
  const which = make("select", { "aria-label": data.texts.shown_run, hidden: runs.length < 2 });
  which.append(...runs.map(({ name }) => make("option", {}, name)));
  let run = runs[0] as Run & { newest: string };
  let kept: number[] = [];
  let position = 0;
  let timer = 0;

  const paint = newestFirst(async (at: number) => {
    const bitmap = await decoded(run.frames[at]?.[1] ?? run.newest);
    stage.resize(bitmap);
    context(after).drawImage(bitmap, 0, 0);
    bitmap.close();
    element.dataset.index = String(kept[at]);
    board.setAttribute("aria-label", fill(data.texts.result, { name: run.name, index: kept[at] ?? 0 }));
    rightTag.textContent = run.name;
    if (before.width !== after.width || before.height !== after.height) await comparison.draw();
    stage.put();
  });
  /** Look at an iteration: the timeline stands there, and the picture kept nearest to it is shown. */
  function go(index: number): void {
    position = index;
    const { points, marks } = run;
    timeline.show({
      status: "paused",
      busy: "",
      index: run.index,
      position: index < run.index ? index : null,
      kept,
      marks: marks.map(([at]) => at),
      until: points.at(-1)?.[0] ?? run.index,
    });
    paint(nearest(kept, index));
  }
  function hop(by: number): void {
    halt();
    const at = kept[Math.min(kept.length - 1, Math.max(0, nearest(kept, position) + by))] ?? 0;
    go(at);
    said.textContent = fill(texts.at_iteration, { position: at, newest: run.index });
  }
  function tick(): void {
    const next = nearest(kept, position) + 1;
    if (next >= kept.length) halt();
    else go(kept[next] ?? 0);
  }
  function halt(): void {
    clearInterval(timer);
    timer = 0;
    showPlaying(playing, false, texts.play, texts.play);
  }
  playing.addEventListener("click", () => {
    if (timer) {
      halt();
      return;
    }
    if (position >= run.index) go(0);
    timer = setInterval(tick, pace(kept.length));
    showPlaying(playing, true, texts.pause, texts.pause);
  });
  async function show(number: number): Promise<void> {
    halt();
    run = runs[number] ?? run;
    kept = [...run.frames.map(([index]) => index), run.index];
    for (const each of [playing, back, on]) each.disabled = kept.length < 2;
    const others = runs.filter((each) => each !== run).map((each): [string, string] => [each.name, each.newest]);
    const references = run.references.map(([credit, picture], at): [string, string] => [
      run.references.length > 1 ? `${fill(texts.reference_n, { n: at + 1 })}: ${credit}` : texts.before_reference,
      picture,
    ]);
    comparison.offer([[texts.before_content, run.gray], ...references, ...others]);
    chart.add({ restart: true, points: run.points, marks: run.marks });
    go(run.index);
    const bitmap = await decoded(run.gray);
    Object.assign(gray, { width: bitmap.width, height: bitmap.height });
    context(gray).drawImage(bitmap, 0, 0);
    bitmap.close();
    await comparison.draw();
    stage.put();
  }
  which.addEventListener("change", () => show(which.selectedIndex));
  held(peek, stage.peek);
  viewKeys(root, { zoomBy: stage.zoomBy, fit: stage.showAll, peek: stage.peek, list: () => {} });
  root.append(
    make(
      "div",
      { className: "uw-head-row" },
      peek,
      make("label", { className: "uw-compare" }, make("span", {}, texts.compare_with), comparison.list),
      side,
      make("span", { className: "uw-grow" }),
      which,
      button(texts.zoom_out, { icon: Minus, kind, onclick: () => stage.zoomBy(1 / ZOOM) }),
      button(texts.zoom_in, { icon: Plus, kind, onclick: () => stage.zoomBy(ZOOM) }),
      fit,
    ),
    make("div", { className: "uw-desk" }, element),
    make("div", { className: "uw-drive" }, back, playing, on, timeline.element),
    said,
    make("h2", {}, texts.losses),
    chart.element,
  );
  mount(place, root);
  followScheme(root);
  chart.draw();
  stage.wipeTo(0.5);
  show(0);
}

begin((data: Data, place, result) => {
  play(data, place, result);
  offerCopies(data.texts.copy, words[data.language].copied);
});
