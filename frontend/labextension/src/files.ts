// What the file browser offers on pictures, folders and saved runs.
import type { IFileBrowserFactory } from "@jupyterlab/filebrowser";
import type { Contents } from "@jupyterlab/services";
import { isRun } from "./document.ts";
import { runIcon, studioIcon } from "./icons.ts";
import { Command } from "./names.ts";
import { folderOf, seenFrom } from "./paths.ts";
import type { Studios } from "./studios.ts";

type Items = Contents.IModel[];

const isFolder = (item: Contents.IModel) => item.type === "directory";

/** Add the commands of the context menus, which schema/plugin.json puts there. */
export function addFileCommands(studios: Studios, browsers: IFileBrowserFactory): void {
  const { app, trans } = studios;
  const { commands } = app;
  const selected = (): Items => [...(browsers.tracker.currentWidget?.selectedItems() ?? [])];
  // What was selected as the menu opened: JupyterLab may select another file before an entry is clicked.
  let held: Items | null = null;
  document.addEventListener("contextmenu", () => (held = selected()), { capture: true });
  app.contextMenu.menu.aboutToClose.connect(() => queueMicrotask(() => (held = null)));
  const picked = () => held ?? selected();
  const isPicture = (item: Contents.IModel) =>
    item.type === "file" && /\.(png|jpe?g|tiff?|webp|gif|bmp)$/i.test(item.name);
  const one = (kind: (item: Contents.IModel) => boolean) => () => picked().length === 1 && picked().every(kind);
  const local = (item: Contents.IModel) => app.serviceManager.contents.localPath(item.path);

  async function use(items: Items): Promise<void> {
    const [first] = items;
    if (!first) return;
    const references = (from: string) => items.map((item) => seenFrom(from, local(item)));
    await studios.takeUp(folderOf(local(first)), (from) => ({ references: references(from) }));
  }

  commands.addCommand(Command.colorize, {
    label: trans.__("Colorize in the Studio…"),
    icon: studioIcon,
    isVisible: one(isPicture),
    execute: () => Promise.all(picked().map((item) => studios.openFile(item.path))),
  });
  commands.addCommand(Command.reference, {
    label: trans.__("Use as Colour Reference"),
    icon: studioIcon,
    isVisible: one(isPicture),
    execute: () => use(picked()),
  });
  commands.addCommand(Command.references, {
    label: trans.__("Use as References"),
    icon: studioIcon,
    isVisible: () => picked().length > 1 && picked().every(isPicture),
    execute: () => use(picked()),
  });
  commands.addCommand(Command.series, {
    label: trans.__("Use as a Series of References"),
    icon: studioIcon,
    isVisible: one(isFolder),
    execute: () => use(picked()),
  });
  commands.addCommand(Command.run, {
    label: trans.__("Go On with This Run"),
    icon: runIcon,
    isVisible: one((item) => item.type === "file" && isRun(item.name)),
    execute: () => Promise.all(picked().map((item) => studios.openFile(item.path))),
  });
}
