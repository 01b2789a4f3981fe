// The page's side of the window of frames: the newest wins, and what was painted is acknowledged.

/** Have `work` done for the newest item alone: those that come while it is busy replace each other. */
export function newestFirst<Item>(work: (item: Item) => Promise<void>): (item: Item) => Promise<void> {
  let busy = false;
  let waiting: Item | null = null;
  return async (item) => {
    waiting = item;
    if (busy) return;
    busy = true;
    try {
      while (waiting !== null) {
        const next: Item = waiting;
        waiting = null;
        await work(next);
      }
    } finally {
      busy = false;
    }
  };
}

/** Which frames were painted, and what of that Python has heard. Numbers only grow, until Python counts anew. */
export class Painted {
  #painted = 0;
  #told = 0;

  /** A frame has come: a number already told means that another page has said hello, and that all are counted anew. */
  came(number: number): void {
    if (number <= this.#told) this.#painted = this.#told = 0;
  }

  /** A frame was painted, or could not be. */
  done(number: number): void {
    this.#painted = Math.max(this.#painted, number);
  }

  /** Return the highest number painted if Python has not heard of it yet; from now on it has. */
  tell(): number | null {
    if (this.#painted <= this.#told) return null;
    this.#told = this.#painted;
    return this.#told;
  }
}
