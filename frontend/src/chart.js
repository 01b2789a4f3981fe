// Losses by iteration, on a logarithmic scale, with a mark where a setting changed.
import uPlot from "uplot";
import { make, short } from "./shared.js";

const HEIGHT_PX = 170;
const DECADES = 5; // below the largest: a content loss begins at 0, which has no logarithm

const WHOLE = [1, 2, 5].flatMap((step) => [0, 1, 2, 3, 4, 5].map((decade) => step * 10 ** decade)).sort((a, b) => a - b); // no half iterations

/** Make the chart: `add(message)` takes a frame message's points and marks. */
export function lossChart(words) {
  const element = make("div", { className: "uw uw-chart bare", role: "img", "aria-label": words.chart, "data-testid": "chart" }, make("h4", {}, words.losses));
  let points = [], marks = [], plot = null, width = 0;

  function data() {
    const least = Math.max(...points.map((point) => point[1])) / 10 ** DECADES;
    return [0, 1, 2, 3, 4].map((column) => points.map((point) => (column && !(point[column] > least) ? null : point[column])));
  }
  function colour(name, fallback) {
    return getComputedStyle(element).getPropertyValue(name).trim() || fallback;
  }
  function draw() {
    if (points.length < 2 || !element.isConnected) return;
    element.classList.remove("bare");
    if (plot) return plot.setData(data());
    const [ink, edge] = [() => colour("--uw-soft", "#666"), () => colour("--uw-edge", "#ccc")];
    const series = (label, stroke, dash) => ({ label, stroke, dash, width: 1.6, spanGaps: true, points: { show: false }, value: (_, v) => (v == null ? "–" : short(v)) });
    const axis = { stroke: ink, font: "11px system-ui, sans-serif", grid: { stroke: edge, width: 0.5 }, ticks: { stroke: edge, width: 0.5 } };
    plot = new uPlot({
      width: width || element.clientWidth || 400,
      height: HEIGHT_PX,
      scales: { x: { time: false }, y: { distr: 3 } },
      axes: [{ ...axis, size: 26, incrs: WHOLE }, { ...axis, size: 56, values: (_, ticks) => ticks.map((tick) => (tick && Number.isInteger(Math.round(Math.log10(tick) * 1e6) / 1e6) ? tick.toExponential(0) : "")) }],
      series: [
        { label: words.iteration, value: (_, v) => v ?? "–" },
        series(words.total, () => colour("--uw-ink", "#222")),
        series(words.content_term, () => colour("--uw-accent", "#1d5fa8"), [6, 3]),
        series(words.style_term, () => colour("--uw-warm", "#c2410c"), [2, 2]),
        series(words.variation_term, ink, [8, 2, 2, 2]),
      ],
      hooks: { draw: [drawMarks] },
      cursor: { y: false },
      legend: { live: true, markers: { dash: (_, place) => ["solid", "solid", "dashed", "dotted", "dashed"][place] } },
    }, data(), element);
    hideUnused();
  }
  function hideUnused() {
    const used = points.some((point) => point[4] > 0);
    plot?.setSeries(4, { show: used });
    element.querySelectorAll(".u-legend .u-series")[4]?.toggleAttribute("hidden", !used);
  }
  function drawMarks(chart) {
    const { ctx, bbox } = chart;
    ctx.save();
    ctx.strokeStyle = colour("--uw-warm", "#c2410c");
    ctx.setLineDash([3, 3]);
    for (const [at] of marks) {
      const x = Math.round(chart.valToPos(at, "x", true));
      if (x < bbox.left || x > bbox.left + bbox.width) continue;
      ctx.beginPath();
      ctx.moveTo(x, bbox.top);
      ctx.lineTo(x, bbox.top + bbox.height);
      ctx.stroke();
    }
    ctx.restore();
  }
  const themes = new MutationObserver(() => { // the colours are the theme's: draw anew with another
    plot?.destroy();
    plot = null;
    draw();
  });
  themes.observe(document.body, { attributes: true, attributeFilter: ["data-jp-theme-name", "data-jp-theme-light", "class"] });
  const sizes = new ResizeObserver(() => { // remembered: while a theme is being exchanged, the page has no layout to measure
    width = element.clientWidth;
    plot?.setSize({ width: width || 400, height: HEIGHT_PX });
  });
  sizes.observe(element);
  return {
    element,
    add(message) {
      if (message.restart) points = [];
      points.push(...message.points);
      marks = message.marks;
      element.dataset.points = points.length;
      if (points.length < 2) {
        plot?.destroy();
        plot = null;
        element.classList.add("bare");
      }
      draw();
    },
    destroy() {
      sizes.disconnect();
      themes.disconnect();
      plot?.destroy();
    },
  };
}
