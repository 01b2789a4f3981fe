// The offer to go on with runs that were kept: a bar over the picture.
import { X } from "lucide";
import { type Bytes, blob } from "./bytes.ts";
import { connect, type Model } from "./connect.ts";
import { button, make } from "./elements.ts";
import { mount } from "./ground.ts";
import type { Offer } from "./messages.ts";
import { fill } from "./numbers.ts";
import { part } from "./part.ts";

function render({ model, el }: { model: Model; el: HTMLElement }): () => void {
  const words = model.get("words");
  const when = new Intl.DateTimeFormat(model.get("language"), { dateStyle: "medium", timeStyle: "short" });
  const picture = make("img", { alt: "" });
  const about = make("span");
  const go = button(words.go_on, { text: words.go_on, kind: "primary", onclick: () => send("go_on") });
  const no = button(words.not_now, { icon: X, kind: "small", onclick: () => send("dismiss") });
  const bar = make("div", { className: "uw uw-offer", role: "group", "aria-label": words.go_on, hidden: true });
  bar.append(picture, make("div", {}, go, about), no);
  el.classList.add("uw-offer-host");
  mount(el, bar);

  function offer({ runs, name, index, written_s }: Offer, [bytes]: Bytes[]): void {
    bar.hidden = !runs;
    URL.revokeObjectURL(picture.src);
    picture.hidden = !bytes;
    if (bytes) picture.src = URL.createObjectURL(blob(bytes, "image/jpeg"));
    const parts = [fill(words.go_on_about, { name, index, when: when.format(1000 * written_s) })];
    if (runs > 1) parts.push(fill(words.go_on_runs, { runs }));
    about.textContent = parts.join(words.comma);
  }
  const { send, end } = connect<"keeping">(model, { offer }, (lost) => {
    if (lost) bar.hidden = true;
  });
  return () => {
    end();
    URL.revokeObjectURL(picture.src);
  };
}

export default part(render);
