// The Studios of a window: in tabs of their own, for a picture or a saved run, or beside a notebook.
import type { JupyterFrontEnd } from "@jupyterlab/application";
import { MainAreaWidget, SessionContext, WidgetTracker } from "@jupyterlab/apputils";
import type { IDocumentWidget } from "@jupyterlab/docregistry";
import type { INotebookTracker, NotebookPanel } from "@jupyterlab/notebook";
import type { IRenderMimeRegistry } from "@jupyterlab/rendermime";
import type { TranslationBundle } from "@jupyterlab/translation";
import { UUID } from "@lumino/coreutils";
import { studioIcon } from "./icons.ts";
import type { Wish } from "./kernel.ts";
import { Command, FACTORY } from "./names.ts";
import { StudioPanel } from "./panel.ts";
import { baseOf, folderOf } from "./paths.ts";
import type { Preferences } from "./preferences.ts";
import { pythonKernel } from "./specs.ts";

export type StudioTab = MainAreaWidget<StudioPanel> | IDocumentWidget<StudioPanel>;

/** How a tab is made again after a reload. */
export type Origin = { path: string; wish: Wish } | { file: string } | { notebook: string };

type Surroundings = {
  app: JupyterFrontEnd;
  trans: TranslationBundle;
  preferences: Preferences;
  rendermime: IRenderMimeRegistry;
  notebooks: INotebookTracker | null;
  /** Whether the page has tabs: Notebook 7 shows one thing on each page. */
  tabs: boolean;
};

export class Studios {
  readonly tracker = new WidgetTracker<StudioTab>({ namespace: "ukiyo-studio" });
  readonly #around: Surroundings;
  readonly #origins = new Map<StudioTab, Origin>();

  constructor(around: Surroundings) {
    this.#around = around;
  }

  get app(): JupyterFrontEnd {
    return this.#around.app;
  }
  get trans(): TranslationBundle {
    return this.#around.trans;
  }
  get preferences(): Preferences {
    return this.#around.preferences;
  }
  get tabs(): boolean {
    return this.#around.tabs;
  }

  origin(tab: StudioTab): Origin {
    return this.#origins.get(tab) ?? { path: tab.content.path, wish: {} };
  }

  /** Return the content of a tab with a kernel of its own. */
  panel(context: SessionContext | StudioPanel["context"], wish: Wish): StudioPanel {
    return new StudioPanel({
      context,
      rendermime: this.#around.rendermime.clone(),
      services: this.app.serviceManager,
      trans: this.trans,
      wish: () => this.preferences.with(wish),
    });
  }

  /** Open a Studio whose kernel is in a folder. */
  async open(folder: string, wish: Wish, path = `${folder}/ukiyo-studio-${UUID.uuid4()}`): Promise<StudioTab> {
    const { serviceManager } = this.app;
    await serviceManager.ready;
    const name = pythonKernel(serviceManager.kernelspecs.specs, this.preferences.kernel)?.name;
    const context = new SessionContext({
      sessionManager: serviceManager.sessions,
      specsManager: serviceManager.kernelspecs,
      path: path.replace(/^\//, ""),
      name: "Ukiyo-e Studio",
      type: "ukiyo-studio",
      kernelPreference: { ...(name ? { name } : { shouldStart: false }), language: "python", canStart: true },
    });
    const panel = this.panel(context, wish);
    panel.disposed.connect(() => context.dispose());
    void context.initialize();
    const tab = new MainAreaWidget({ content: panel });
    return this.add(tab, { path: context.path, wish }, this.trans.__("Ukiyo-e Studio"));
  }

  /** Show a picture or a saved run in a Studio of its own. */
  async openFile(file: string): Promise<void> {
    await this.app.commands.execute("docmanager:open", { path: file, factory: FACTORY });
  }

  /** Show the Studio of a notebook in a tab beside it: same kernel, same object. */
  beside(notebook: NotebookPanel): StudioTab {
    const path = notebook.context.path;
    const open = this.tracker.find((tab) => isOf(this.origin(tab), path));
    if (open) {
      this.app.shell.activateById(open.id);
      return open;
    }
    const panel = new StudioPanel({
      context: notebook.sessionContext,
      rendermime: notebook.content.rendermime,
      services: this.app.serviceManager,
      trans: this.trans,
      wish: null,
    });
    const tab = new MainAreaWidget({ content: panel });
    notebook.disposed.connect(() => tab.dispose());
    return this.add(tab, { notebook: path }, this.trans.__("Studio of %1", baseOf(path)), {
      mode: "split-right",
      ref: notebook.id,
    });
  }

  /** Make a tab again, as it was before the page was reloaded. */
  async restore(origin: Origin): Promise<void> {
    if ("file" in origin) await this.openFile(origin.file);
    else if ("path" in origin) await this.open("", origin.wish, origin.path);
    else {
      const { notebooks } = this.#around;
      await notebooks?.restored;
      const found = notebooks?.find((each) => each.context.path === origin.notebook);
      if (found) this.beside(found);
    }
  }

  /** Put prints into the Studio that was used last; where there is none, open one. */
  async takeUp(folder: string, seen: (from: string) => Wish): Promise<void> {
    const tab = this.tracker.currentWidget;
    if (!tab && !this.tabs) {
      await this.app.commands.execute(Command.notebook, { cwd: folder, ...seen(folder) });
      return;
    }
    if (!tab) {
      await this.open(folder, seen(folder));
      return;
    }
    // For whom activates a document the file browser selects its file, though somebody may be selecting others there.
    if (!tab.isVisible) this.app.shell.activateById(tab.id);
    await tab.content.takeUp(seen(folderOf(tab.content.path)));
  }

  add(tab: StudioTab, origin: Origin, label: string, where?: object): StudioTab {
    this.register(tab, origin);
    tab.id ||= `ukiyo-studio-${UUID.uuid4()}`;
    tab.title.label = label;
    tab.title.closable = true;
    this.app.shell.add(tab, "main", where);
    this.app.shell.activateById(tab.id);
    return tab;
  }

  register(tab: StudioTab, origin: Origin): void {
    tab.title.icon = studioIcon;
    this.#origins.set(tab, origin);
    tab.disposed.connect(() => this.#origins.delete(tab));
    void this.tracker.add(tab);
  }
}

function isOf(origin: Origin, notebook: string): boolean {
  return "notebook" in origin && origin.notebook === notebook;
}

/** The name under which a workspace remembers a tab. */
export function nameOf(origin: Origin): string {
  return "file" in origin ? `file:${origin.file}` : "path" in origin ? origin.path : `notebook:${origin.notebook}`;
}
