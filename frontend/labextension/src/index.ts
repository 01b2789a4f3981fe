// ukiyo_widgets in JupyterLab and Notebook 7.
import { ILabShell, ILayoutRestorer, type JupyterFrontEnd, type JupyterFrontEndPlugin } from "@jupyterlab/application";
import { ICommandPalette, ISessionContextDialogs, SessionContextDialogs } from "@jupyterlab/apputils";
import { IDefaultFileBrowser, IFileBrowserFactory } from "@jupyterlab/filebrowser";
import { ILauncher } from "@jupyterlab/launcher";
import { IMainMenu } from "@jupyterlab/mainmenu";
import { INotebookTracker } from "@jupyterlab/notebook";
import { IRenderMimeRegistry } from "@jupyterlab/rendermime";
import { ISettingRegistry } from "@jupyterlab/settingregistry";
import { IStatusBar } from "@jupyterlab/statusbar";
import { ITranslator, nullTranslator } from "@jupyterlab/translation";
import { Token } from "@lumino/coreutils";
import type { Widget } from "@lumino/widgets";
import { addDocuments } from "./document.ts";
import { addDriving } from "./drive.ts";
import { addFileCommands } from "./files.ts";
import { runFirstCell } from "./first.ts";
import { studioIcon } from "./icons.ts";
import { addLaunching } from "./launcher.ts";
import { Live } from "./live.ts";
import { Command, PLUGIN } from "./names.ts";
import { Preferences } from "./preferences.ts";
import { addStatus } from "./status.ts";
import { nameOf, type Origin, Studios } from "./studios.ts";
import { translated } from "./translated.ts";

const DOMAIN = "ukiyo_widgets";

type Home = { studios: Studios; live: Live };
const IHome = new Token<Home>("ukiyo-widgets:IHome", "The Studios of a window.");

/** Tabs, commands, documents. */
const main: JupyterFrontEndPlugin<Home> = {
  id: PLUGIN,
  description: "The Studio of ukiyo_widgets in tabs of its own, and commands that drive it.",
  autoStart: true,
  requires: [IRenderMimeRegistry],
  optional: [
    ISettingRegistry,
    ITranslator,
    INotebookTracker,
    ILayoutRestorer,
    ICommandPalette,
    IMainMenu,
    ISessionContextDialogs,
    ILabShell,
  ],
  provides: IHome,
  activate: async (
    app: JupyterFrontEnd,
    rendermime: IRenderMimeRegistry,
    registry: ISettingRegistry | null,
    translator: ITranslator | null,
    notebooks: INotebookTracker | null,
    restorer: ILayoutRestorer | null,
    palette: ICommandPalette | null,
    menu: IMainMenu | null,
    dialogs: ISessionContextDialogs | null,
    tabs: ILabShell | null,
  ) => {
    const { commands } = app;
    const words = translator ?? nullTranslator;
    const trans = words.load(DOMAIN);
    registry?.transform(PLUGIN, { fetch: (plugin) => translated(plugin, trans) });
    const settings = await registry?.load(PLUGIN).catch((error) => {
      console.warn("ukiyo_widgets: Python's own defaults are taken, for the settings cannot be read.", error);
    });
    const preferences = new Preferences(settings ?? null, () => words.languageCode);
    const live = new Live();
    const studios = new Studios({ app, trans, preferences, rendermime, notebooks, tabs: tabs !== null });
    addDocuments(studios);
    const driving = addDriving(commands, live, () => app.shell.currentWidget, trans);

    commands.addCommand(Command.restore, { execute: (args) => studios.restore(args as unknown as Origin) });
    commands.addCommand(Command.beside, {
      label: trans.__("Show This Notebook's Studio Here"),
      caption: trans.__("The Studio of the notebook in front, in a tab beside it: same kernel, same run"),
      icon: studioIcon,
      isEnabled: () => notebooks?.currentWidget === app.shell.currentWidget && Boolean(notebooks?.currentWidget),
      isVisible: () => notebooks !== null && tabs !== null,
      execute: () => {
        if (notebooks?.currentWidget) studios.beside(notebooks.currentWidget);
      },
    });
    if (notebooks) runFirstCell(notebooks);
    notebooks?.currentChanged.connect(() => commands.notifyCommandChanged(Command.beside));
    for (const command of [...(tabs ? [Command.beside] : []), ...driving])
      palette?.addItem({ command, category: trans.__("Ukiyo-e Studio") });

    void restorer?.restore(studios.tracker, {
      command: Command.restore,
      args: (tab) => studios.origin(tab) as never,
      name: (tab) => nameOf(studios.origin(tab)),
    });
    const ofStudio = (widget: Widget | null) => studios.tracker.find((tab) => tab === widget && tab.content.owns);
    commands.addCommand(Command.restart, {
      label: trans.__("Restart the Studio's Kernel…"),
      isEnabled: () => ofStudio(app.shell.currentWidget) !== undefined,
      execute: async () => {
        const tab = ofStudio(app.shell.currentWidget);
        if (tab) await (dialogs ?? new SessionContextDialogs({ translator: words })).restart(tab.content.context);
      },
    });
    menu?.kernelMenu.kernelUsers.restartKernel.add({
      id: Command.restart,
      isEnabled: (widget: Widget) => ofStudio(widget) !== undefined,
    });
    return { studios, live };
  },
};

/** The launcher's tiles, and what the palette opens. */
const launching: JupyterFrontEndPlugin<void> = {
  id: "ukiyo-widgets:launcher",
  description: "Tiles of the launcher: the Studio, and a notebook that begins with it.",
  autoStart: true,
  requires: [IHome],
  optional: [ILauncher, IDefaultFileBrowser, ICommandPalette, ITranslator],
  activate: (
    _: JupyterFrontEnd,
    { studios }: Home,
    launcher: ILauncher | null,
    browser: IDefaultFileBrowser | null,
    palette: ICommandPalette | null,
    translator: ITranslator | null,
  ) => {
    const row = (translator ?? nullTranslator).load("jupyterlab").__("Notebook");
    addLaunching(studios, browser, launcher, row);
    for (const command of studios.tabs ? [Command.open, Command.notebook] : [Command.notebook])
      palette?.addItem({ command, category: studios.trans.__("Ukiyo-e Studio") });
  },
};

/** The file browser's context menus. */
const files: JupyterFrontEndPlugin<void> = {
  id: "ukiyo-widgets:files",
  description: "What the file browser offers on pictures, folders and saved runs.",
  autoStart: true,
  requires: [IHome],
  optional: [IFileBrowserFactory],
  activate: (_: JupyterFrontEnd, { studios }: Home, browsers: IFileBrowserFactory | null) => {
    if (browsers) addFileCommands(studios, browsers);
  },
};

/** The item of the status bar. */
const status: JupyterFrontEndPlugin<void> = {
  id: "ukiyo-widgets:status",
  description: "What plays, in the status bar.",
  autoStart: true,
  requires: [IHome],
  optional: [IStatusBar],
  activate: (app: JupyterFrontEnd, { studios, live }: Home, bar: IStatusBar | null) => {
    if (bar) addStatus(bar, app, live, studios.trans);
  },
};

export default [main, launching, files, status];
