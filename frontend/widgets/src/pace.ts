// Messages of a slider that is dragged: the newest, a few times a second, and the last in any case.

const PAUSE_MS = 100;

/** Have `say(atOnce, …)` hand its arguments to `send`: at once, or the newest of them when it is time again. */
export function paced<Given extends unknown[]>(send: (...given: Given) => void) {
  let timer = 0;
  let last_ms = Number.NEGATIVE_INFINITY;
  let newest: Given | null = null;
  function flush(): void {
    clearTimeout(timer);
    timer = 0;
    last_ms = performance.now();
    if (newest) send(...newest);
    newest = null;
  }
  return {
    say(atOnce: boolean, ...given: Given): void {
      newest = given;
      const wait_ms = last_ms + PAUSE_MS - performance.now();
      if (atOnce || wait_ms <= 0) flush();
      else if (!timer) timer = setTimeout(flush, wait_ms);
    },
    end: flush,
  };
}
