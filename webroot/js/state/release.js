import { Store } from './store.js';

/** The version of the client. Its value: whether a newer one is here and waits to take over. */
export class Release extends Store {
  constructor({ worker, reload }) {
    super(false);
    this.worker = worker;
    worker.onWaiting = () => this.set(true);
    worker.onReplaced = reload;
  }

  start() {
    return this.worker.start().catch(() => {}); // without it everything works, but online only
  }

  check() {
    this.worker.check();
  }

  update() {
    this.worker.takeOver();
  }
}
