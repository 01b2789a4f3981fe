// `ukiyo-widgets lab` names a notebook; when it opens fresh, its first code cell runs, so that the Studio is there at once.
import { PageConfig } from "@jupyterlab/coreutils";
import { type INotebookTracker, NotebookActions, type NotebookPanel } from "@jupyterlab/notebook";

/** The option comes from the server's own command line, never from an address: a link cannot have anything run. */
const OPTION = "ukiyoFirst";

export function runFirstCell(notebooks: INotebookTracker): void {
  const name = PageConfig.getOption(OPTION);
  if (!name) return;
  const look = async (_: INotebookTracker, panel: NotebookPanel) => {
    if (panel.context.path !== name) return;
    notebooks.widgetAdded.disconnect(look);
    await Promise.all([panel.context.ready, panel.sessionContext.ready]);
    const { content } = panel;
    const first = content.widgets.findIndex(({ model }) => model.type === "code");
    const cell = content.widgets[first]?.model.toJSON() as { outputs?: unknown[]; execution_count?: number | null };
    if (first < 0 || cell.outputs?.length || cell.execution_count) return; // opened before: what is there stays
    content.activeCellIndex = first;
    await NotebookActions.run(content, panel.sessionContext);
  };
  notebooks.widgetAdded.connect(look);
  notebooks.forEach((panel) => void look(notebooks, panel));
}
