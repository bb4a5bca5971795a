import { Store } from './store.js';

/** How often one looks whether the newer version is whole by now, or nobody would miss the page. */
const LOOK_AGAIN = 5 * 60_000;
const LOOK_FOR_PEACE = 5_000;
/** Two versions may answer in turn while a server is upgraded: a tab does not go to and fro between them. */
const APART = 10 * 60_000;
const RELOADED = 'webim.reloaded';

/**
 * The version of the client. Its value: whether the server has another one, which a reload brings. The page offers it, and
 * reloads by itself where that takes nothing from anybody.
 */
export class Release extends Store {
  #timer = null;

  /**
   * @param version of this page, empty where it has none
   * @param served tells the version that the server has now
   * @param visit what lasts as long as this tab
   * @param isInUse whether a reload would disturb in this tab
   * @param canReload whether the page, and all that its user left in it, would come back
   */
  constructor({ version, served, worker, tabs, visit, isInUse, canReload, reload, clock }) {
    super(false);
    Object.assign(this, { version, served, worker, tabs, visit, isInUse, canReload, reload, clock });
    worker.onWaiting = () => this.#offer();
    worker.onReplaced = () => this.#reload();
  }

  start() {
    return this.worker.start().catch(() => {}); // without it everything works, but online only
  }

  /** Looks whether the server has another version; a worker has to fetch all of it before a page can have it. */
  async check() {
    const served = await this.served();
    if (this.value || !this.version || !served || served === this.version) return;
    if (await this.worker.brings(this.version)) this.#later(() => this.check(), LOOK_AGAIN);
    else this.#offer();
  }

  update() {
    if (!this.worker.takeOver()) this.#reload();
  }

  #reload() {
    try {
      this.visit.setItem(RELOADED, String(this.clock.now()));
    } catch {
      // No room: then the time that a page has to rest keeps two reloads apart.
    }
    this.reload();
  }

  #offer() {
    if (this.value) return;
    this.set(true);
    this.tabs.setInUse(this.isInUse());
    this.#later(() => this.#lookForPeace(), LOOK_FOR_PEACE);
  }

  // All tabs are replaced together.
  async #lookForPeace() {
    this.tabs.setInUse(this.isInUse());
    if (this.canReload() && this.#isDue() && !(await this.tabs.inUse())) this.update();
    this.#later(() => this.#lookForPeace(), LOOK_FOR_PEACE);
  }

  #isDue() {
    return this.clock.now() - (Number(this.visit.getItem(RELOADED)) || -APART) >= APART;
  }

  #later(work, wait) {
    this.clock.clearTimeout(this.#timer);
    this.#timer = this.clock.setTimeout(work, wait);
  }
}
