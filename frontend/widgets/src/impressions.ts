// A page of a print as it is printed, block by block: the Studio's stage and timeline, fed with what stands in the page.
import { ChevronLeft, ChevronRight, Columns2, Minus, Plus } from "lucide";
import { button, context, make } from "./elements.ts";
import { mount } from "./ground.ts";
import type { Words } from "./messages.ts";
import { fill } from "./numbers.ts";
import { playButton, showPlaying } from "./playing.ts";
import { drawWithin } from "./preview.ts";
import { makeStage } from "./stage.ts";
import { begin, decoded, followScheme, offerCopies } from "./standing.ts";
import { makeTimeline } from "./timeline.ts";
import { viewKeys } from "./viewing.ts";
import { newestFirst } from "./window.ts";
import words from "./words.json";

const ZOOM = 1.5;
const EACH_MS = 1600; // for which a block is shown while it plays
const WIDE_PX = 700; // from which two sheets lie side by side at first

/** One block, as Python wrote it down; the last one's picture stands in the page already. */
type Step = { name: string; colour: string; picture: string | null; alone: string };
type Text =
  | "copy"
  | "this_block"
  | "so_far"
  | "sheet_before"
  | "finished"
  | "step"
  | "blocks"
  | "blocks_printed"
  | "blocks_help"
  | "at_block"
  | "previous_block"
  | "next_block";
type Data = { language: "en" | "ja"; texts: Record<Text, string>; name: string; paper: string; steps: Step[] };

/** Make the blocks as a row to choose from; `choose(index)` is called for one of them. */
function makeBlocks(label: string, steps: Step[], choose: (index: number) => void) {
  const chips = steps.map(({ name, colour }, index) => {
    const chip = button(name, { kind: "uw-block", onclick: () => choose(index) });
    chip.append(make("i", { style: `background:${colour}` }));
    return chip;
  });
  return {
    element: make("div", { className: "uw-block-row", role: "group", "aria-label": label }, ...chips),
    show(at: number): void {
      chips.forEach((chip, index) => {
        chip.classList.toggle("printed", index <= at);
        if (index === at) chip.setAttribute("aria-current", "step");
        else chip.removeAttribute("aria-current");
      });
    },
  };
}

/** Build the player into the page. */
function play({ language, texts, name, paper, steps }: Data, place: HTMLElement, result: string): void {
  const common: Words = words[language];
  const last = steps.length - 1;
  const root = make("div", { className: "uw uw-preview uw-transport uw-standalone uw-impressions" });
  const stage = makeStage(common, () => side.setAttribute("aria-pressed", String(stage.isSideBySide())));
  const { after, before, board, leftTag, rightTag, empty, element } = stage.screen;
  board.setAttribute("role", "img");
  empty.textContent = "";
  const ways = [texts.this_block, texts.sheet_before, texts.finished];
  const list = make("select", { "aria-label": common.compare_with }, ...ways.map((way) => make("option", {}, way)));
  const labels = { timeline: texts.blocks_printed, timeline_help: texts.blocks_help, at_iteration: texts.at_block };
  const timeline = makeTimeline({ ...common, ...labels }, (index) => {
    halt();
    go(index ?? last);
  });
  const kind = "small";
  const side = button(common.side_by_side, { icon: Columns2, kind, onclick: stage.turnSideBySide });
  const fit = button(common.fit, { text: common.fit, kind, onclick: stage.showAll });
  const playing = playButton(common.play, { text: common.play, kind: "primary uw-play" });
  const back = button(texts.previous_block, { icon: ChevronLeft, onclick: () => hop(-1) });
  const on = button(texts.next_block, { icon: ChevronRight, onclick: () => hop(1) });
  const blocks = makeBlocks(texts.blocks, steps, (index) => {
    halt();
    go(index);
  });
  const swatch = make("i");
  const said = make("span", { role: "status", "data-testid": "block" });
  let position = last;
  let timer = 0;

  const picture = (index: number) => decoded(steps[index]?.picture ?? result);
  /** Show on the left what the sheet is compared with; before the first block it is bare. */
  async function compare(at: number): Promise<void> {
    const shown = list.selectedIndex;
    Object.assign(before, { width: after.width, height: after.height });
    if (shown === 1 && at === 0) {
      const brush = context(before);
      brush.fillStyle = paper;
      brush.fillRect(0, 0, before.width, before.height);
    } else {
      const bitmap = await (shown === 0 ? decoded(steps[at]?.alone ?? "") : picture(shown === 1 ? at - 1 : last));
      drawWithin(before, bitmap);
      bitmap.close();
    }
    leftTag.textContent = ways[shown] ?? "";
    rightTag.textContent = texts.so_far;
  }
  const paint = newestFirst(async (at: number) => {
    const bitmap = await picture(at);
    stage.resize(bitmap);
    context(after).drawImage(bitmap, 0, 0);
    bitmap.close();
    await compare(at);
    board.setAttribute("aria-label", fill(texts.step, { name, block: steps[at]?.name ?? "" }));
    element.dataset.index = String(at);
    stage.put();
  });
  function go(index: number): void {
    position = index;
    const { name: block = "", colour = "" } = steps[index] ?? {};
    timeline.show({
      status: "paused",
      busy: "",
      index: last,
      position: index < last ? index : null,
      kept: steps.map((_, each) => each),
      marks: [],
      until: last,
    });
    blocks.show(index);
    swatch.style.background = colour;
    said.textContent = block;
    back.disabled = index === 0;
    on.disabled = index === last;
    paint(index);
  }
  function hop(by: number): void {
    halt();
    go(Math.min(last, Math.max(0, position + by)));
  }
  function halt(): void {
    clearInterval(timer);
    timer = 0;
    showPlaying(playing, false, common.play, common.play);
  }
  playing.addEventListener("click", () => {
    if (timer) {
      halt();
      return;
    }
    go(position >= last ? 0 : position + 1);
    timer = setInterval(() => {
      if (position >= last) halt();
      else go(position + 1);
    }, EACH_MS);
    showPlaying(playing, true, common.pause, common.pause);
  });
  list.addEventListener("change", () => paint(position));
  viewKeys(root, { zoomBy: stage.zoomBy, fit: stage.showAll, peek: () => {}, list: () => {} });
  const drive = make("div", { className: "uw-drive" }, back, playing, on, timeline.element);
  root.append(
    make(
      "div",
      { className: "uw-head-row" },
      make("label", { className: "uw-compare" }, make("span", {}, common.compare_with), list),
      side,
      make("span", { className: "uw-grow" }),
      button(common.zoom_out, { icon: Minus, kind, onclick: () => stage.zoomBy(1 / ZOOM) }),
      button(common.zoom_in, { icon: Plus, kind, onclick: () => stage.zoomBy(ZOOM) }),
      fit,
    ),
    make("div", { className: "uw-desk" }, element),
    make("p", { className: "uw-block-name" }, swatch, said),
    ...(last ? [drive, blocks.element] : []),
  );
  mount(place, root);
  followScheme(root);
  if (last && place.clientWidth >= WIDE_PX) stage.turnSideBySide();
  go(last);
}

begin((data: Data, place, result) => {
  play(data, place, result);
  offerCopies(data.texts.copy, words[data.language].copied);
});
