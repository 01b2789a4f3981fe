// The way to the kernel: which messages there are stands in messages.ts.
import type { AnyModel } from "@anywidget/types";
import { type Bytes, fromBase64, toBase64 } from "./bytes.ts";
import type { Everywhere, Talks, Traits } from "./messages.ts";

const FETCH_MS = 150;
const LONGEST_FETCH_MS = 1000;
const HELLO_MS = 2000;
const LONGEST_HELLO_MS = 60_000;

export type Part = keyof Talks;
export type Model = Pick<AnyModel<Traits>, "get" | "send" | "on" | "off">;

/** A handler for each kind of message that Python sends to a part. */
export type Handlers<P extends Part> = {
  [Kind in keyof Talks[P]["toPage"]]: (message: Talks[P]["toPage"][Kind], bytes: Bytes[]) => unknown;
};

type Said<P extends Part> = Talks[P]["fromPage"] & Everywhere["fromPage"];
type Content<Message> = keyof Message extends never ? [] : [content: Message, bytes?: Bytes[]];

/** Sends a message; never throws. */
export type Send<P extends Part> = <Kind extends keyof Said<P> & string>(
  kind: Kind,
  ...content: Content<Said<P>[Kind]>
) => void;

type Envelope = { kind: string; any?: boolean; base64?: string[] };
type Handler = (message: Envelope, bytes: Bytes[]) => unknown;

declare global {
  interface Window {
    /** Whether some part of this page fetches messages already. */
    ukiyoFetches?: boolean;
  }
}

/**
 * Connect a view to its Python part. `gone(true)` is called when the kernel is lost, and `gone(false)` if it answers after all.
 */
export function connect<P extends Part>(model: Model, handlers: Handlers<P>, gone: (lost: boolean) => void) {
  const byKind = new Map(Object.entries<Handler>(handlers as Record<string, Handler>));
  const asText = model.get("colab");
  let lost = false;
  let answered = false;
  let timer = 0;

  function lose(): void {
    if (!lost) gone(true);
    lost = true;
  }
  function post(kind: string, content: object = {}, bytes: Bytes[] = []): void {
    try {
      if (asText && bytes.length) model.send({ kind, ...content, base64: bytes.map(toBase64) });
      else model.send({ kind, ...content }, undefined, bytes as ArrayBuffer[]);
    } catch {
      lose();
    }
  }
  function receive(message: Envelope, bytes: Bytes[] | undefined): void {
    if (lost) gone(false);
    lost = false;
    answered = true;
    if (message.kind === "fetched") outbox.again(Boolean(message.any));
    else if (byKind.has(message.kind))
      byKind.get(message.kind)?.(message, message.base64?.map(fromBase64) ?? bytes ?? []);
    else console.warn(`ukiyo_widgets: this page does not know messages of kind '${message.kind}'; reload it.`);
  }
  // A hello can get lost while a page is restored, or wait for a busy kernel: nothing would ever be shown.
  function hello(patience_ms: number): void {
    post("hello");
    timer = setTimeout(() => {
      if (!answered && patience_ms <= LONGEST_HELLO_MS) hello(2 * patience_ms);
    }, patience_ms);
  }
  // Said when the connection is lost or found again, and not which: ask, and believe an answer.
  function live(): void {
    lose();
    answered = false;
    clearTimeout(timer);
    hello(HELLO_MS);
  }

  const outbox = fetching(asText, () => post("fetch"));
  model.on("msg:custom", receive);
  model.on("comm_live_update", live);
  model.on("comm:close", lose);
  hello(HELLO_MS);
  return {
    send: post as Send<P>,
    end() {
      clearTimeout(timer);
      outbox.end();
      model.off("msg:custom", receive);
      model.off("comm_live_update" as "msg:custom", live);
      model.off("comm:close" as "msg:custom", lose);
    },
  };
}

/** Colab delivers only what answers the page: one part of a page asks, soon again while there is anything. */
function fetching(needed: boolean, ask: () => void) {
  const own = needed && !window.ukiyoFetches;
  let timer = 0;
  let pause_ms = 0;
  function again(any: boolean): void {
    pause_ms = any ? FETCH_MS : Math.min(2 * pause_ms, LONGEST_FETCH_MS);
    timer = setTimeout(ask, pause_ms);
  }
  if (own) {
    window.ukiyoFetches = true;
    again(true);
  }
  return {
    again,
    end() {
      clearTimeout(timer);
      if (own) window.ukiyoFetches = false;
    },
  };
}
