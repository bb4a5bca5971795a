/** The service worker, where there can be one: it opens the page without a network, and replaces versions whole. */
export class ShellWorker {
  #registration = null;

  /**
   * @param container `navigator.serviceWorker`, missing on origins that are not secure
   * @param caches in which each version is kept by its name, as `sw.js` does it
   * @param onWaiting told when a newer version is there and waits
   * @param onReplaced told when another version has taken over, with which this page does not go together
   */
  constructor({ container, caches, onWaiting = () => {}, onReplaced = () => {} }) {
    Object.assign(this, { container, caches, onWaiting, onReplaced });
  }

  async start() {
    if (!this.container) return;
    let first = !this.container.controller;
    this.container.addEventListener('controllerchange', () => {
      if (!first) this.onReplaced();
      first = false;
    });
    const registration = await this.container.register('/sw.js', { updateViaCache: 'none' });
    this.#registration = registration;
    if (registration.waiting) this.onWaiting();
    registration.addEventListener('updatefound', () => this.#watch(registration.installing));
  }

  /**
   * Whether a newer version than this page's has to come through the worker, which is asked to fetch it: `onWaiting` tells
   * when it is there. Not without a worker, nor where the worker is newer than the page already.
   */
  async brings(version) {
    if (!this.container?.controller) return false;
    this.#registration = await this.container.ready;
    await this.#registration.update().catch(() => {}); // it is asked again
    const { installing, waiting } = this.#registration;
    return Boolean(installing || waiting) || this.caches.has(`webim ${version}`);
  }

  /** Lets the newer version that waits take over; the page is told by `onReplaced`. Whether there is one. */
  takeOver() {
    const waiting = this.#registration?.waiting;
    waiting?.postMessage('take over');
    return Boolean(waiting);
  }

  // The first one of all has nobody to wait for.
  #watch(worker) {
    worker?.addEventListener('statechange', () => {
      if (worker.state === 'installed' && this.#registration.active) this.onWaiting();
    });
  }
}
