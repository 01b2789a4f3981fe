// The losses of the run on the screen.
import { LossChart } from "./chart.ts";
import { connect, type Model } from "./connect.ts";
import { makeFold } from "./fold.ts";
import { mount } from "./ground.ts";
import { part } from "./part.ts";

function render({ model, el }: { model: Model; el: HTMLElement }): () => void {
  const words = model.get("words");
  const chart = new LossChart(words);
  mount(el, makeFold("losses", words.losses, chart.element, () => chart.draw()).element);
  const { end } = connect<"losses">(model, { points: (message) => chart.add(message) }, () => {});
  return () => {
    end();
    chart.destroy();
  };
}

export default part(render);
