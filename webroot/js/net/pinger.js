/** Calls back at an interval from a worker: browsers slow the timers of hidden tabs down, but not a worker's. */
export class Pinger {
  #worker = null;

  start(interval, ping) {
    this.stop();
    this.#worker = new Worker(new URL('./ping-worker.js', import.meta.url));
    this.#worker.onmessage = ping;
    this.#worker.postMessage(interval);
  }

  stop() {
    this.#worker?.terminate();
    this.#worker = null;
  }
}
