// A live Studio: what a kernel shows of it, or one sentence about why there is none.
import type { ISessionContext } from "@jupyterlab/apputils";
import type { DocumentRegistry } from "@jupyterlab/docregistry";
import type { INotebookModel } from "@jupyterlab/notebook";
import { OutputAreaModel, SimplifiedOutputArea } from "@jupyterlab/outputarea";
import type { IRenderMimeRegistry } from "@jupyterlab/rendermime";
import type { Kernel, KernelMessage, ServiceManager } from "@jupyterlab/services";
import type { TranslationBundle } from "@jupyterlab/translation";
import { Signal } from "@lumino/signaling";
import { Panel, Widget } from "@lumino/widgets";
import { takeDrags } from "../../widgets/src/filedrag.ts";
import { call, cause, installation, type Refusal, type Wish } from "./kernel.ts";
import { folderOf, seenFrom } from "./paths.ts";
import { passShortcuts } from "./shortcuts.ts";

const FAREWELL_MS = 10_000;

export type PanelOptions = {
  context: ISessionContext;
  rendermime: IRenderMimeRegistry;
  services: ServiceManager.IManager;
  trans: TranslationBundle;
  /** What the Studio is to begin with; null shows the one that a notebook's kernel has. */
  wish: (() => Wish) | null;
};

export class StudioPanel extends Panel {
  readonly context: ISessionContext;
  readonly #options: PanelOptions;
  readonly #message = new Widget();
  #area: SimplifiedOutputArea | null = null;
  #managed = false;
  #served: string | null = null;

  constructor(options: PanelOptions) {
    super();
    this.#options = options;
    this.context = options.context;
    this.addClass("uw-lab-studio");
    this.#message.addClass("uw-lab-message");
    this.#message.node.setAttribute("role", "status");
    this.addWidget(this.#message);
    this.#say(options.trans.__("Starting the kernel…"));
    this.context.statusChanged.connect(this.#onStatus, this);
    passShortcuts(this.node);
    // A picker takes what is dropped on it; anywhere else it is the gray print.
    takeDrags(this.node, ([path]) => {
      if (path !== undefined) void this.takeUp({ content: seenFrom(folderOf(this.path), path) });
    });
    void this.context.ready.then(() => this.#serve());
  }

  /** Whether the kernel is this panel's own, and ends with it. */
  get owns(): boolean {
    return this.#options.wish !== null;
  }

  /** The path that the kernel's folder comes from. */
  get path(): string {
    return this.context.path;
  }

  /** Have the Studio take up prints, or say why it cannot. */
  async takeUp(wish: Wish): Promise<void> {
    await this.context.ready;
    await this.#execute(call("take_up", wish));
  }

  override dispose(): void {
    if (this.isDisposed) return;
    this.context.statusChanged.disconnect(this.#onStatus, this);
    if (this.owns) void farewell(this.context, this.#options.services);
    super.dispose();
  }

  /** A kernel that has started anew knows nothing of the Studio. */
  #onStatus(_: ISessionContext, status: Kernel.Status): void {
    if (status === "restarting" || status === "autorestarting") {
      this.#served = null;
      this.#say(this.#options.trans.__("The kernel starts anew…"));
    } else if (status === "dead") {
      this.#served = null;
      this.#say(this.#options.trans.__("The kernel has ended."), true);
    } else if (status === "idle") void this.#serve();
  }

  /** Show the Studio, once for each life of a kernel. */
  async #serve(): Promise<void> {
    const kernel = this.context.session?.kernel;
    const { trans, wish } = this.#options;
    if (this.isDisposed || this.#served === (kernel?.id ?? "")) return;
    this.#served = kernel?.id ?? "";
    if (!kernel) {
      this.#say(trans.__("There is no Python kernel to run the Studio; install one, for instance ipykernel."), true);
      return;
    }
    const language = (await kernel.info).language_info.name;
    if (language.toLowerCase() !== "python") {
      this.#say(trans.__("The Studio needs a Python kernel; this one speaks %1.", language), true);
      return;
    }
    this.#say(trans.__("Opening the Studio…"));
    if (!(await this.#prepare())) return;
    const done = await this.#execute(wish ? call("open_studio", wish()) : call("show_studio"));
    if (done) this.#message.hide();
  }

  /** Make the area that shows what the kernel displays. */
  async #prepare(): Promise<boolean> {
    const { rendermime, trans } = this.#options;
    this.#area?.dispose();
    if (this.owns && !this.#managed) {
      try {
        const { registerWidgetManager } = await import("@jupyter-widgets/jupyterlab-manager");
        registerWidgetManager(pretended(this.context), rendermime, [][Symbol.iterator]());
        this.#managed = true;
      } catch {
        this.#say(trans.__("JupyterLab cannot show widgets here: install jupyterlab_widgets beside it."), true);
        return false;
      }
    }
    this.#area = new SimplifiedOutputArea({ model: new OutputAreaModel({ trusted: true }), rendermime });
    this.addWidget(this.#area);
    return true;
  }

  /** Have the kernel do something; return whether it did. What it refuses is said in its own words. */
  async #execute(code: string): Promise<boolean> {
    const kernel = this.context.session?.kernel;
    if (!kernel) return false;
    const future = kernel.requestExecute({ code, store_history: false, stop_on_error: false, allow_stdin: false });
    const area = this.#area;
    future.onIOPub = (message) => {
      if (message.header.msg_type !== "display_data") return;
      const { data, metadata } = message.content as KernelMessage.IDisplayDataMsg["content"];
      area?.model.clear();
      area?.model.add({ output_type: "display_data", data, metadata });
    };
    try {
      const { content } = await future.done;
      if (content.status === "error") await this.#explain(content, kernel);
      return content.status === "ok";
    } catch {
      return false; // the kernel has ended meanwhile: its status says so
    }
  }

  async #explain(refusal: Refusal, kernel: Kernel.IKernelConnection): Promise<void> {
    const { trans } = this.#options;
    const why = cause(refusal);
    if (why === "other") {
      this.#say(refusal.evalue || refusal.ename, true);
      return;
    }
    const text =
      why === "missing"
        ? trans.__("The kernel of this tab does not have ukiyo_widgets. Install it there, then try again:")
        : trans.__("The kernel of this tab has an older ukiyo_widgets. Upgrade it, then restart the kernel:");
    this.#say(text, true, installation(await pythonOf(kernel), why));
  }

  #say(text: string, again = false, command = ""): void {
    const { node } = this.#message;
    node.textContent = text;
    node.classList.toggle("uw-lab-trouble", again);
    if (command) node.append(Object.assign(document.createElement("code"), { textContent: command }));
    if (again) node.append(this.#retry());
    this.#message.show();
  }

  #retry(): HTMLButtonElement {
    const button = document.createElement("button");
    button.className = "jp-mod-styled jp-mod-accept";
    button.textContent = this.#options.trans.__("Try again");
    button.addEventListener("click", async () => {
      this.#served = null;
      const dead = !this.context.session?.kernel || this.context.session.kernel.status === "dead";
      if (dead) await this.context.startKernel();
      await this.#serve();
    });
    return button;
  }
}

/** Of a document, the widgets' manager asks no more than this; a Studio's tab has none. */
function pretended(sessionContext: ISessionContext): DocumentRegistry.IContext<INotebookModel> {
  const model = { getMetadata: () => undefined };
  const context = { sessionContext, model };
  const made = { ...context, saveState: new Signal<object, DocumentRegistry.SaveState>(context) };
  return made as unknown as DocumentRegistry.IContext<INotebookModel>;
}

/** Return the interpreter of a kernel that has just refused something. */
async function pythonOf(kernel: Kernel.IKernelConnection): Promise<string> {
  const expressions = { python: "__import__('sys').executable" };
  const future = kernel.requestExecute({ code: "", silent: true, user_expressions: expressions });
  const { content } = await future.done;
  const answer = content.status === "ok" ? (content.user_expressions?.python as { data?: object }) : {};
  const text = String((answer?.data as Record<string, string> | undefined)?.["text/plain"] ?? "");
  return text.replace(/^'|'$/g, "").replace(/\\\\/g, "\\");
}

/** Have the Studio end in peace, and its kernel with it. */
async function farewell(context: ISessionContext, services: ServiceManager.IManager): Promise<void> {
  const session = context.session?.model;
  const model = session?.kernel;
  if (!session || !model) return;
  const kernel = services.kernels.connectTo({ model });
  const tired = new Promise((resolve) => setTimeout(resolve, FAREWELL_MS));
  try {
    await Promise.race([kernel.requestExecute({ code: call("close_studio"), store_history: false }).done, tired]);
  } finally {
    kernel.dispose();
    await services.sessions.shutdown(session.id);
  }
}
