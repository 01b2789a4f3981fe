// Checked by tsc alone: what one side says and the other does not know is an error.
import type { Handlers, Send } from "../src/connect.ts";

export function whatDoesNotTypeCheck(send: Send<"runs">): void {
  // @ts-expect-error no handler for a kind that Python sends
  const lacking: Handlers<"transport"> = { state: () => {}, file: () => {} };
  // @ts-expect-error a handler for a kind that Python never sends
  const excess: Handlers<"losses"> = { points: () => {}, curves: () => {} };
  // @ts-expect-error a kind that Python does not know
  send("explode");
  // @ts-expect-error a field that Python does not know
  send("show", { number: 1 });
  // @ts-expect-error a field is missing
  send("rename", { key: 1 });
  send("rename", { key: 1, name: "dusk" });
  void [lacking, excess];
}
