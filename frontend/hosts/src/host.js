// What the pages have in common: a kernel on a Jupyter server, cells that are run in it, and their outputs.
import { KernelManager, ServerConnection } from "@jupyterlab/services";

const VIEW = "application/vnd.jupyter.widget-view+json";

/**
 * Start the kernel that the page's address names, and have `window.host.run(code)` run a cell: its outputs are shown, its text is returned.
 * `manage(kernel, element)` makes a widget manager of it: a function that shows the widget of an id in an element.
 * `classes` are those of a cell's outputs, of each of them, and of what is in it, where they mean something.
 */
export async function host(manage, classes = ["", "", ""]) {
  const asked = new URLSearchParams(location.search);
  const baseUrl = asked.get("server");
  const serverSettings = ServerConnection.makeSettings({
    baseUrl,
    wsUrl: baseUrl.replace(/^http/, "ws"),
    token: asked.get("secret"),
    appendToken: true,
  });
  const manager = new KernelManager({ serverSettings });
  await manager.ready;
  const kernel = await manager.startNew({ name: asked.get("kernel") });
  const output = document.querySelector("#output");
  const show = await manage(kernel, output);

  async function run(code) {
    let said = "";
    const [ofCell, ofEach, ofInside] = classes;
    const make = (where, className) => where.appendChild(Object.assign(document.createElement("div"), { className }));
    const cell = make(output, ofCell);
    const another = () => make(make(cell, ofEach), ofInside);
    const done = kernel.requestExecute({ code });
    done.onIOPub = ({ header, content }) => {
      if (header.msg_type === "stream") said += content.text;
      if (header.msg_type === "error") said += `${content.ename}: ${content.evalue}`;
      const data = content.data ?? {};
      const place = content.transient?.display_id;
      if (header.msg_type === "update_display_data") update(place, data);
      else if (data[VIEW]) show(data[VIEW].model_id, another());
      else if (data["image/png"]) update(place, data, another().appendChild(document.createElement("img")));
      else if (data["text/html"]) another().innerHTML = data["text/html"];
    };
    await done.done;
    return said;
  }
  const pictures = new Map();
  function update(place, data, picture = pictures.get(place)) {
    if (!picture) return;
    picture.src = `data:image/png;base64,${data["image/png"]}`;
    pictures.set(place, picture);
  }
  window.host = { run, end: () => kernel.shutdown() };
}

/** Load a module that is no part of a page, as notebooks do. */
export function load(module) {
  window.requirejs.config({ baseUrl: "/hosts" });
  return new Promise((resolve, reject) => window.requirejs([module], resolve, reject));
}
