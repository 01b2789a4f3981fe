// A wave before a red sun, on paper: its own colours, so that it reads on light and dark alike.
import { LabIcon } from "@jupyterlab/ui-components";

const PAPER = '<rect x="1.5" y="1.5" width="21" height="21" rx="3" fill="#f4ead4" stroke="#7a6a4f"/>';
const SUN = '<circle cx="16.4" cy="7.6" r="3" fill="#d2452f"/>';
const WAVE =
  '<path fill="#1f4e82" d="M2 20.5V14c2.2-4.6 6-7 9.4-5.6 2.4 1 2.7 3.6.9 4.3-1.3.5-2.3-.4-2.2-1.4-2 .6-2.3 3.6.3 5.1 3 1.7 7.4 1 11.6-1.9v6a2 2 0 0 1-2 2H4a2 2 0 0 1-2-2z"/>' +
  '<path fill="none" stroke="#f4ead4" stroke-width="1.1" d="M3.4 16.6c1.2 2.4 4.3 3.6 8.3 3.1M3.6 14c1-1.7 2-2.8 3.4-3.6"/>';
const svg = (inside: string) =>
  `<svg xmlns="http://www.w3.org/2000/svg" width="16" viewBox="0 0 24 24">${PAPER}${inside}</svg>`;

export const studioIcon = new LabIcon({ name: "ukiyo-widgets:studio", svgstr: svg(SUN + WAVE) });

/** For the launcher, whose tiles for kernels have pictures by address. */
export const studioIconUrl = `data:image/svg+xml,${encodeURIComponent(studioIcon.svgstr)}`;

/** A saved run: the print with a play sign. */
export const runIcon = new LabIcon({
  name: "ukiyo-widgets:run",
  svgstr: svg('<path fill="#1f4e82" d="M8 6.2v11.6L18 12z"/><circle cx="18" cy="18" r="2.6" fill="#d2452f"/>'),
});
