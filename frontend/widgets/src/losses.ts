// The losses of the run on the screen.
import { LossChart } from "./chart.ts";
import { connect, type Model } from "./connect.ts";

function render({ model, el }: { model: Model; el: HTMLElement }): () => void {
  const chart = new LossChart(model.get("words"));
  el.append(chart.element);
  const { end } = connect<"losses">(model, { points: (message) => chart.add(message) }, () => {});
  return () => {
    end();
    chart.destroy();
  };
}

export default { render };
