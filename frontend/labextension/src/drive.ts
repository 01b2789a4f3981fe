// Commands that drive the Studio in front: enabled only where they mean something.
import type { TranslationBundle } from "@jupyterlab/translation";
import type { CommandRegistry } from "@lumino/commands";
import type { Widget } from "@lumino/widgets";
import type { PreviewState } from "../../widgets/src/messages.ts";
import { type Act, ask } from "../../widgets/src/page.ts";
import type { Live } from "./live.ts";
import { Command } from "./names.ts";

type Driving = { act: Act; label: string; caption: string; when: (state: PreviewState) => boolean };

const begun = (state: PreviewState) => state.index !== undefined;

function drivings(trans: TranslationBundle): [string, Driving][] {
  return [
    [
      Command.toggle,
      {
        act: "toggle",
        label: trans.__("Play or Pause"),
        caption: trans.__("Play the Studio in front, or pause it after the iteration in progress"),
        when: (state) => state.status !== "empty",
      },
    ],
    [
      Command.step,
      {
        act: "step",
        label: trans.__("Make One Iteration"),
        caption: trans.__("Let the Studio in front make one iteration"),
        when: ({ status }) => status !== "empty" && status !== "playing",
      },
    ],
    [
      Command.fork,
      {
        act: "fork",
        label: trans.__("Fork the Run Here"),
        caption: trans.__("Fork the run at the iteration that is shown"),
        when: begun,
      },
    ],
    [
      Command.save,
      {
        act: "save",
        label: trans.__("Save Picture…"),
        caption: trans.__("Save the picture of the Studio in front"),
        when: begun,
      },
    ],
    [
      Command.present,
      {
        act: "present",
        label: trans.__("Presentation Mode"),
        caption: trans.__("Show the picture on the whole screen; again, or Escape, ends it"),
        when: begun,
      },
    ],
  ];
}

/** Add the commands; return their names. */
export function addDriving(
  commands: CommandRegistry,
  live: Live,
  front: () => Widget | null,
  trans: TranslationBundle,
): string[] {
  const all = drivings(trans);
  for (const [name, { act, label, caption, when }] of all)
    commands.addCommand(name, {
      label,
      caption,
      isEnabled: () => {
        const found = live.in(front());
        return found !== null && when(found.state);
      },
      execute: () => {
        const found = live.in(front());
        if (found) ask(found.around, act);
      },
    });
  let told = "";
  live.changed.connect(() => {
    const found = live.in(front());
    const now = found ? `${found.state.status} ${found.state.index !== undefined}` : "";
    if (now !== told) for (const [name] of all) commands.notifyCommandChanged(name);
    told = now;
  });
  return all.map(([name]) => name);
}
