// Saved runs and pictures as documents: a double click opens them, a reload finds them again.
import { ABCWidgetFactory, type DocumentRegistry, DocumentWidget, TextModelFactory } from "@jupyterlab/docregistry";
import type { Contents } from "@jupyterlab/services";
import { runIcon } from "./icons.ts";
import { FACTORY } from "./names.ts";
import type { StudioPanel } from "./panel.ts";
import { baseOf } from "./paths.ts";
import { pythonKernel } from "./specs.ts";
import type { Studios } from "./studios.ts";

const MODEL = "ukiyo-widgets:file";
export const RUN = "ukiyo-run";

/** The file types of pictures that JupyterLab knows. */
const PICTURES = ["png", "jpeg", "tiff", "webp", "gif", "bmp"];

/** A file whose content the page does not need: the kernel reads it. */
class FileModelFactory extends TextModelFactory {
  override get name(): string {
    return MODEL;
  }
  override get fileFormat(): Contents.FileFormat {
    return null;
  }
  override preferredLanguage(): string {
    return "python";
  }
}

class StudioDocumentFactory extends ABCWidgetFactory<DocumentWidget<StudioPanel>> {
  readonly #studios: Studios;

  constructor(studios: Studios, options: DocumentRegistry.IWidgetFactoryOptions<DocumentWidget<StudioPanel>>) {
    super(options);
    this.#studios = studios;
  }

  protected createNewWidget(context: DocumentRegistry.Context): DocumentWidget<StudioPanel> {
    const { app, preferences } = this.#studios;
    const name = pythonKernel(app.serviceManager.kernelspecs.specs, preferences.kernel)?.name;
    const { sessionContext, path } = context;
    sessionContext.kernelPreference = {
      ...sessionContext.kernelPreference,
      ...(name ? { name } : { shouldStart: false }),
      language: "python",
    };
    const base = baseOf(path);
    const content = this.#studios.panel(sessionContext, isRun(path) ? { run: base } : { content: base });
    const made = new DocumentWidget({ content, context });
    this.#studios.register(made, { file: path });
    if (isRun(path)) made.title.icon = runIcon;
    return made;
  }
}

export function isRun(path: string): boolean {
  return path.toLowerCase().endsWith(".ukiyo");
}

/** Teach JupyterLab what a saved run is, and that the Studio opens it, and pictures too. */
export function addDocuments(studios: Studios): void {
  const { app, trans } = studios;
  const registry = app.docRegistry;
  registry.addFileType({
    name: RUN,
    displayName: trans.__("Ukiyo-e run"),
    extensions: [".ukiyo"],
    mimeTypes: ["application/x-ukiyo"],
    contentType: "file",
    fileFormat: null,
    icon: runIcon,
  });
  registry.addModelFactory(new FileModelFactory());
  const known = PICTURES.filter((name) => registry.getFileType(name));
  registry.addWidgetFactory(
    new StudioDocumentFactory(studios, {
      name: FACTORY,
      label: trans.__("Ukiyo-e Studio"),
      modelName: MODEL,
      fileTypes: [RUN, ...known],
      defaultFor: [RUN],
      preferKernel: true,
      canStartKernel: true,
      readOnly: true,
    }),
  );
}
