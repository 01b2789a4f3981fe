// VS Code's widget manager, as its Jupyter extension loads it.
import { activate } from "@vscode/jupyter-ipywidgets8";
import { host, load } from "./host.js";

host(
  (kernel, element) => {
    activate();
    window.vscIPyWidgets8.load();
    const scripts = {
      widgetsRegisteredInRequireJs: new Set(),
      loadWidgetScript: load,
      successHandler() {},
      errorHandler(name, module, version, error) {
        console.error(`There is no ${name} in ${module}@${version}: ${error}`);
      },
    };
    const manager = new window.vscIPyWidgets.WidgetManager(kernel, element, scripts, () => {});
    return async (id, node) => {
      const view = await manager.create_view(await manager.get_model(id), { el: node });
      await manager.display_view({}, view, { node });
    };
  },
  ["cell_container", "output_container", "output"],
);
