// The schema's texts in JupyterLab's language. The server translates those of its language packs alone.
import type { ISettingRegistry } from "@jupyterlab/settingregistry";
import type { TranslationBundle } from "@jupyterlab/translation";
import type { PartialJSONValue } from "@lumino/coreutils";

const TEXTS = new Set(["title", "description", "label", "jupyter.lab.setting-icon-label"]);

/** Return a plugin whose schema speaks the language of `trans`. */
export function translated(plugin: ISettingRegistry.IPlugin, trans: TranslationBundle): ISettingRegistry.IPlugin {
  return { ...plugin, schema: inLanguage(plugin.schema, trans) as ISettingRegistry.ISchema };
}

function inLanguage(value: PartialJSONValue, trans: TranslationBundle): PartialJSONValue {
  if (Array.isArray(value)) return value.map((each) => inLanguage(each, trans));
  if (value === null || typeof value !== "object") return value;
  const pairs = Object.entries(value).map(([key, each]) => [
    key,
    TEXTS.has(key) && typeof each === "string" ? trans.__(each) : inLanguage(each as PartialJSONValue, trans),
  ]);
  return Object.fromEntries(pairs);
}
