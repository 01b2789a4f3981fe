// The launcher's tiles: a Studio in a tab, and a notebook that begins with one.
import { showErrorMessage } from "@jupyterlab/apputils";
import type { IDefaultFileBrowser } from "@jupyterlab/filebrowser";
import type { ILauncher } from "@jupyterlab/launcher";
import { studioIcon, studioIconUrl } from "./icons.ts";
import type { Wish } from "./kernel.ts";
import { Command } from "./names.ts";
import { madeNotebook } from "./notebook.ts";
import { freeName } from "./paths.ts";
import { pythonKernel } from "./specs.ts";
import type { Studios } from "./studios.ts";

const BEHIND_KERNELS = 1000;

/** What the commands take: the folder, and what a Studio is to begin with. */
type Where = { cwd?: string; wish?: Wish; references?: string[] };

/** Add the commands that open something new, and, where there is a launcher, the tiles in one of its rows. */
export function addLaunching(
  studios: Studios,
  browser: IDefaultFileBrowser | null,
  launcher: ILauncher | null,
  row: string,
): void {
  const { app, trans, preferences } = studios;
  const { commands, serviceManager } = app;
  const folder = ({ cwd }: Where) => serviceManager.contents.localPath(cwd ?? browser?.model.path ?? "");

  commands.addCommand(Command.open, {
    label: trans.__("Ukiyo-e Studio"),
    caption: trans.__("Colorize a gray print in a tab of its own"),
    icon: studioIcon,
    isVisible: () => studios.tabs,
    execute: (args) => studios.open(folder(args as Where), (args as Where).wish ?? {}),
  });

  commands.addCommand(Command.notebook, {
    label: trans.__("Colour a Print"),
    caption: trans.__("Make a notebook here that begins with the Studio"),
    icon: studioIcon,
    execute: async (args) => {
      const where = folder(args as Where);
      const { contents } = serviceManager;
      await serviceManager.ready;
      const kernel = pythonKernel(serviceManager.kernelspecs.specs, preferences.kernel);
      if (!kernel) {
        await showErrorMessage(
          trans.__("Colour a Print"),
          trans.__("There is no Python kernel to run a notebook; install one, for instance ipykernel."),
        );
        return;
      }
      const listing = await contents.get(where, { content: true });
      const taken = new Set((listing.content as { name: string }[]).map(({ name }) => name));
      const path = [where, freeName(trans.__("Colour a Print"), ".ipynb", taken)].filter(Boolean).join("/");
      const { name, display_name, language } = kernel;
      const content = madeNotebook(preferences.language, { name, display_name, language }, (args as Where).references);
      await contents.save(path, { type: "notebook", format: "json", content });
      await commands.execute("docmanager:open", { path, factory: "Notebook", kernel: { name } });
    },
  });

  // In the launcher's first row, behind the kernels: a group of our own would stand below what a small screen shows.
  for (const [place, command] of [Command.open, Command.notebook].entries())
    launcher?.add({ command, category: row, rank: BEHIND_KERNELS + place, kernelIconUrl: studioIconUrl });
}
