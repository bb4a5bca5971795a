/** Calls back at an interval from a worker: browsers slow the timers of hidden tabs down, but not a worker's. */
export class Pinger {
  #worker = null;

  start(interval, ping) {
    this.stop();
    // Not beside this module, which the build puts into a bundle elsewhere.
    this.#worker = new Worker('/ping-worker.js');
    this.#worker.onmessage = ping;
    this.#worker.postMessage(interval);
  }

  stop() {
    this.#worker?.terminate();
    this.#worker = null;
  }
}
