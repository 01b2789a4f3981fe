// The button that plays or pauses.
import { Pause, Play } from "lucide";
import { button, type Look, relabel } from "./elements.ts";

/** Make a button that shows Play. */
export function playButton(name: string, look: Look): HTMLButtonElement {
  return button(name, { ...look, icon: Play, kind: `${look.kind ?? ""} solid` });
}

/** Have such a button play or pause. */
export function showPlaying(element: HTMLElement, playing: boolean, name: string, text = ""): void {
  relabel(element, name, { icon: playing ? Pause : Play, text });
}
