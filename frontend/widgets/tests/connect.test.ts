import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { connect, type Handlers, type Model } from "../src/connect.ts";

/** A model without a kernel: keeps what is sent, and says what it is told to. */
function makeModel({ colab = false } = {}) {
  const listeners = new Map<string, (...args: unknown[]) => void>();
  const sent: { kind: string; base64?: string[] }[] = [];
  const model = {
    get: () => colab,
    send: vi.fn((content) => void sent.push(content)),
    on: (name: string, listener: (...args: unknown[]) => void) => void listeners.set(name, listener),
    off: (name: string) => void listeners.delete(name),
  };
  const hear = (name: string, ...args: unknown[]) => listeners.get(name)?.(...args);
  const hellos = () => sent.filter(({ kind }) => kind === "hello").length;
  return { model: model as unknown as Model, send: model.send, sent, hear, hellos, listeners };
}

const nothing = () => {};

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal("window", {});
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

describe("connect", () => {
  it("says hello again until something answers", () => {
    const { model, hear, hellos } = makeModel();
    connect<"losses">(model, { points: nothing }, nothing);
    expect(hellos()).toBe(1);
    vi.advanceTimersByTime(2000 + 4000);
    expect(hellos()).toBe(3);
    hear("msg:custom", { kind: "points" }, []);
    vi.advanceTimersByTime(1e6);
    expect(hellos()).toBe(3);
  });
  it("gives up on hellos after about two minutes", () => {
    const { model, hellos } = makeModel();
    connect<"losses">(model, { points: nothing }, nothing);
    vi.advanceTimersByTime(1e7);
    expect(hellos()).toBe(6);
  });
  it("says that the kernel is gone once, and that it is back when it answers", () => {
    const { model, send, hear } = makeModel();
    const gone = vi.fn();
    const { send: say } = connect<"transport">(model, { state: nothing, file: nothing, code: nothing }, gone);
    send.mockImplementation(() => {
      throw new Error("no comm");
    });
    say("play");
    say("pause");
    expect(gone.mock.calls).toEqual([[true]]);
    hear("msg:custom", { kind: "state" }, []);
    expect(gone.mock.calls).toEqual([[true], [false]]);
  });
  it("hands a message and its bytes to its handler, and warns of a kind that it does not know", () => {
    const { model, hear } = makeModel();
    const points = vi.fn();
    const warn = vi.spyOn(console, "warn").mockImplementation(nothing);
    connect<"losses">(model, { points }, nothing);
    const message = { kind: "points", restart: true, points: [], marks: [] };
    hear("msg:custom", message, ["bytes"]);
    expect(points).toHaveBeenCalledWith(message, ["bytes"]);
    for (const kind of ["poinst", "toString"]) hear("msg:custom", { kind }, []);
    expect(warn).toHaveBeenCalledTimes(2);
    warn.mockRestore();
  });
  it("in Colab sends bytes as text, reads them from text, and fetches for the whole page once", () => {
    const first = makeModel({ colab: true });
    const second = makeModel({ colab: true });
    const thumbnail = vi.fn();
    const handlers: Handlers<"picker"> = {
      prints: nothing,
      choice: nothing,
      comparing: nothing,
      received: nothing,
      error: nothing,
      museum: nothing,
      museum_begins: nothing,
      museum_work: nothing,
      museum_picture: nothing,
      museum_taken: nothing,
      thumbnail,
    };
    const { send, end } = connect<"picker">(first.model, handlers, nothing);
    connect<"picker">(second.model, handlers, nothing);
    const bytes = Uint8Array.from({ length: 70_000 }, (_, i) => i % 251);
    send("upload", { name: "a.png", part: 0, parts: 1, first: false }, [new DataView(bytes.buffer)]);
    const base64 = first.sent.at(-1)?.base64;
    first.hear("msg:custom", { kind: "thumbnail", base64 }, []);
    expect(thumbnail.mock.calls[0]?.[1]).toEqual([bytes]);
    vi.advanceTimersByTime(150);
    const fetches = ({ sent }: typeof first) => sent.filter(({ kind }) => kind === "fetch").length;
    expect([fetches(first), fetches(second)]).toEqual([1, 0]);
    end();
    expect(window.ukiyoFetches).toBe(false);
    expect(first.listeners.size).toBe(0);
  });
});
