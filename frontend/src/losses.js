// The losses of the run on the screen.
import { lossChart } from "./chart.js";
import { connect } from "./shared.js";

function render({ model, el }) {
  const chart = lossChart(model.get("words"));
  el.append(chart.element);
  const { end } = connect(model, { points: chart.add }, () => {});
  return () => {
    end();
    chart.destroy();
  };
}

export default { render };
