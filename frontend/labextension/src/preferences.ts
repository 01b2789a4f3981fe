// The settings editor's settings. Only what a person has set there travels to Python: everything else is Python's own default.
import type { ISettingRegistry } from "@jupyterlab/settingregistry";
import type { Wish } from "./kernel.ts";

/** The settings that are Python's, by the name that Studio knows them by. */
const PYTHONS = ["preset", "size", "keep", "keep_mb"] as const;

export class Preferences {
  readonly #settings: ISettingRegistry.ISettings | null;
  readonly #language: () => string;

  constructor(settings: ISettingRegistry.ISettings | null, language: () => string) {
    this.#settings = settings;
    this.#language = language;
  }

  /** The kernel to take; empty is the server's own. */
  get kernel(): string {
    return String(this.#settings?.get("kernel").composite ?? "");
  }

  /** The language of the Studio: the one that was set, else JupyterLab's. */
  get language(): string {
    const set = String(this.#settings?.get("language").composite ?? "auto");
    if (set !== "auto") return set;
    return this.#language().toLowerCase().startsWith("ja") ? "ja" : "en";
  }

  /** Return a wish with what was set. */
  with(wish: Wish): Wish {
    const set: Record<string, unknown> = { language: this.language };
    for (const name of PYTHONS) {
      const value = this.#settings?.user[name];
      if (value !== undefined) set[name] = value;
    }
    return { ...wish, ...set };
  }
}
