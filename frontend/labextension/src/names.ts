// The names of commands: settings, menus and shortcuts in schema/plugin.json use them too.
export const PLUGIN = "ukiyo-widgets:plugin";

/** The document factory of pictures and saved runs. */
export const FACTORY = "Ukiyo-e Studio";

export const Command = {
  open: "ukiyo-widgets:open",
  restore: "ukiyo-widgets:restore",
  restart: "ukiyo-widgets:restart-kernel",
  notebook: "ukiyo-widgets:new-notebook",
  beside: "ukiyo-widgets:show-notebook-studio",
  colorize: "ukiyo-widgets:colorize",
  reference: "ukiyo-widgets:use-as-reference",
  references: "ukiyo-widgets:use-as-references",
  series: "ukiyo-widgets:use-as-series",
  run: "ukiyo-widgets:go-on",
  toggle: "ukiyo-widgets:toggle",
  step: "ukiyo-widgets:step",
  fork: "ukiyo-widgets:fork",
  save: "ukiyo-widgets:save",
  present: "ukiyo-widgets:present",
} as const;
