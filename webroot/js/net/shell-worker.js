/** The service worker, where there can be one: it opens the page without a network, and replaces versions whole. */
export class ShellWorker {
  #registration = null;

  /**
   * @param container `navigator.serviceWorker`, missing on origins that are not secure
   * @param onWaiting told when a newer version is there and waits
   * @param onReplaced told when another version has taken over, with which this page does not go together
   */
  constructor({ container, onWaiting = () => {}, onReplaced = () => {} }) {
    Object.assign(this, { container, onWaiting, onReplaced });
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

  /** Asks the server whether there is a newer version. */
  check() {
    this.#registration?.update().catch(() => {});
  }

  /** Lets the newer version that waits take over; the page is told by `onReplaced`. */
  takeOver() {
    this.#registration?.waiting?.postMessage('take over');
  }

  // The first one of all has nobody to wait for.
  #watch(worker) {
    worker?.addEventListener('statechange', () => {
      if (worker.state === 'installed' && this.#registration.active) this.onWaiting();
    });
  }
}
