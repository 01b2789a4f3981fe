// A widget manager on the versions of @jupyter-widgets that Google Colab's is built on.
import * as base from "@jupyter-widgets/base";
import { ManagerBase } from "@jupyter-widgets/base-manager";
import * as controls from "@jupyter-widgets/controls";
import { Widget } from "@lumino/widgets";
import "@jupyter-widgets/controls/css/widgets.css";
import { host, load } from "./host.js";

const OWN = { "@jupyter-widgets/base": base, "@jupyter-widgets/controls": controls };
window.define("@jupyter-widgets/base", [], () => base);

class Manager extends ManagerBase {
  constructor(kernel) {
    super();
    this.kernel = kernel;
    kernel.registerCommTarget(this.comm_target_name, (comm, message) =>
      this.handle_comm_open(new base.shims.services.Comm(comm), message),
    );
  }
  async loadClass(name, module, version) {
    const found = (OWN[module] ?? (await load(module)))[name];
    if (!found) throw new Error(`There is no ${name} in ${module}@${version}.`);
    return found;
  }
  async _create_comm(target, id, data, metadata, buffers) {
    const comm = this.kernel.createComm(target, id);
    if (data || metadata) comm.open(data, metadata, buffers);
    return new base.shims.services.Comm(comm);
  }
  async _get_comm_info() {
    return (await this.kernel.requestCommInfo({ target_name: this.comm_target_name })).content.comms;
  }
  async show(id, element) {
    const view = await this.create_view(await this.get_model(id));
    Widget.attach(view.luminoWidget, element);
  }
}

host((kernel) => {
  const manager = new Manager(kernel);
  return (id, element) => manager.show(id, element);
});
