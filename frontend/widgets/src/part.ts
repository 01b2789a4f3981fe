// A part of the package as anywidget takes it, and what becomes of it when it leaves the page.
import type { Model } from "./connect.ts";

type Render = (context: { model: Model; el: HTMLElement }) => () => void;

/** Have a part shown by `render`, which returns what ends it. */
export function part(render: Render): { render: Render } {
  return {
    render(context) {
      const end = render(context);
      return () => {
        end();
        clear(context.el);
      };
    },
  };
}

/** Give back what a part is made of: notebooks hold on to the elements of outputs that were replaced long ago. */
function clear(el: HTMLElement): void {
  for (const canvas of el.querySelectorAll("canvas")) canvas.width = canvas.height = 0;
  el.replaceChildren();
}
