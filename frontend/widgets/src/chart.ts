// Losses by iteration, on a logarithmic scale, with a mark where a setting changed.
import uPlot from "uplot";
import { make } from "./elements.ts";
import type { Losses, Points, Words } from "./messages.ts";
import { short } from "./numbers.ts";

const HEIGHT_PX = 170;
const WIDTH_PX = 400; // while there is no layout to measure
const DECADES = 5; // below the largest: a content loss begins at 0, which has no logarithm
const VARIATION = 4; // its column
const COLUMNS = [0, 1, 2, 3, VARIATION] as const;
const DASHES = ["solid", "solid", "dashed", "dotted", "dashed"] as const;

// No half iterations.
const WHOLE = [1, 2, 5]
  .flatMap((step) => [0, 1, 2, 3, 4, 5].map((decade) => step * 10 ** decade))
  .sort((a, b) => a - b);

/** Return uPlot's columns; what has no place on the scale is left out. */
export function columns(points: readonly Losses[]): (number | null)[][] {
  const least = Math.max(...points.map((point) => point[1])) / 10 ** DECADES;
  return COLUMNS.map((column) => points.map((point) => (column && !(point[column] > least) ? null : point[column])));
}

/** Name powers of ten alone. */
export function powerOfTen(tick: number | null): string {
  if (!tick) return "";
  return Number.isInteger(Math.round(Math.log10(tick) * 1e6) / 1e6) ? tick.toExponential(0) : "";
}

export class LossChart {
  readonly element: HTMLElement;
  readonly #words: Words;
  readonly #sizes: ResizeObserver;
  readonly #themes: MutationObserver;
  #points: Losses[] = [];
  #marks: Points["marks"] = [];
  #plot: uPlot | null = null;
  #width = 0;

  constructor(words: Words) {
    this.#words = words;
    const about = { role: "img", "aria-label": words.chart, "data-testid": "chart" };
    this.element = make("div", { className: "uw-chart", ...about });
    // The colours are the theme's: draw anew with another.
    this.#themes = new MutationObserver(() => {
      this.#clear();
      this.draw();
    });
    const attributeFilter = ["data-jp-theme-name", "data-jp-theme-light", "class"];
    this.#themes.observe(document.body, { attributes: true, attributeFilter });
    // Remembered: while a theme is being exchanged, the page has no layout to measure.
    this.#sizes = new ResizeObserver(() => {
      this.#width = this.element.clientWidth;
      this.#plot?.setSize({ width: this.#width || WIDTH_PX, height: HEIGHT_PX });
    });
    this.#sizes.observe(this.element);
  }

  /** Take up new points, and all marks. */
  add({ restart, points, marks }: Points): void {
    if (restart) this.#points = [];
    this.#points.push(...points);
    this.#marks = marks;
    this.element.dataset.points = String(this.#points.length);
    if (this.#points.length < 2) this.#clear();
    this.draw();
  }

  destroy(): void {
    this.#sizes.disconnect();
    this.#themes.disconnect();
    this.#clear();
  }

  #clear(): void {
    this.#plot?.destroy();
    this.#plot = null;
  }

  /** Draw what there is, if it is seen. */
  draw(): void {
    if (this.#points.length < 2 || !this.element.isConnected || this.element.hidden) return;
    const data = columns(this.#points) as uPlot.AlignedData;
    if (this.#plot) {
      this.#plot.setData(data);
      return;
    }
    this.#plot = new uPlot(this.#options(), data, this.element);
    this.#hideUnused();
  }

  #colour(name: string, fallback: string): string {
    return getComputedStyle(this.element).getPropertyValue(name).trim() || fallback;
  }

  #options(): uPlot.Options {
    const words = this.#words;
    const ink = () => this.#colour("--uw-soft", "#666");
    const line = { stroke: () => this.#colour("--uw-edge", "#ccc"), width: 0.5 };
    const axis: uPlot.Axis = { stroke: ink, font: "11px system-ui, sans-serif", grid: line, ticks: line };
    const value = (_: uPlot, loss: number | null) => (loss === null ? "–" : short(loss));
    const common: uPlot.Series = { width: 1.6, spanGaps: true, points: { show: false }, value };
    const dash = (_: uPlot, place: number) => DASHES[place] ?? "solid";
    return {
      width: this.#width || this.element.clientWidth || WIDTH_PX,
      height: HEIGHT_PX,
      scales: { x: { time: false }, y: { distr: 3 } },
      axes: [
        { ...axis, size: 26, incrs: WHOLE },
        { ...axis, size: 56, values: (_, ticks) => ticks.map(powerOfTen) },
      ],
      series: [
        { label: words.iteration, value: (_, index: number | null) => String(index ?? "–") },
        { ...common, label: words.total, stroke: () => this.#colour("--uw-ink", "#222") },
        { ...common, label: words.content_term, stroke: () => this.#colour("--uw-accent", "#1d5fa8"), dash: [6, 3] },
        { ...common, label: words.style_term, stroke: () => this.#colour("--uw-warm", "#c2410c"), dash: [2, 2] },
        { ...common, label: words.variation_term, stroke: ink, dash: [8, 2, 2, 2] },
      ],
      hooks: { draw: [(plot) => this.#drawMarks(plot)] },
      cursor: { y: false },
      legend: { live: true, markers: { dash } },
    };
  }

  #hideUnused(): void {
    const used = this.#points.some((point) => point[VARIATION] > 0);
    this.#plot?.setSeries(VARIATION, { show: used });
    this.element.querySelectorAll(".u-legend .u-series")[VARIATION]?.toggleAttribute("hidden", !used);
  }

  #drawMarks(plot: uPlot): void {
    const { ctx, bbox } = plot;
    ctx.save();
    ctx.strokeStyle = this.#colour("--uw-warm", "#c2410c");
    ctx.setLineDash([3, 3]);
    for (const [at] of this.#marks) {
      const x = Math.round(plot.valToPos(at, "x", true));
      if (x < bbox.left || x > bbox.left + bbox.width) continue;
      ctx.beginPath();
      ctx.moveTo(x, bbox.top);
      ctx.lineTo(x, bbox.top + bbox.height);
      ctx.stroke();
    }
    ctx.restore();
  }
}
