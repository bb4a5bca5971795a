/** Time that stands still until a test moves it. */
export class TestClock {
  #now = 1_000_000;
  #timers = new Map();
  #last = 0;

  now = () => this.#now;
  setTimeout = (work, wait) => {
    this.#timers.set(++this.#last, { work, at: this.#now + wait });
    return this.#last;
  };
  clearTimeout = (timer) => this.#timers.delete(timer);

  async pass(milliseconds) {
    await settled();
    const end = this.#now + milliseconds;
    for (let next = this.#next(end); next; next = this.#next(end)) {
      const [timer, { work, at }] = next;
      this.#timers.delete(timer);
      this.#now = at;
      work();
      await settled();
    }
    this.#now = end;
    await settled();
  }

  #next(end) {
    return [...this.#timers].filter(([, { at }]) => at <= end).sort((a, b) => a[1].at - b[1].at)[0];
  }
}

/** Lets everything that needs no time happen. */
export async function settled() {
  for (let i = 0; i < 30; i++) await new Promise((resolve) => setImmediate(resolve));
}
