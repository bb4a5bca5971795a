import { uuid } from './uuid.js';

const LEADER = 'webim.leader';
const LOOKED_AT = 'webim.looked-at ';
const LINE = 'webim.line';
const IN_USE = 'webim.in-use';

/**
 * The tabs of this browser: one of them speaks for all, and each tells what its user looks at. Both are locks, which the
 * browser takes back from a tab that ends in whatever way. Without locks (on origins that are not secure, or where site data
 * are blocked) each tab speaks for itself, and the one that was seen last is noted in the memory of this browser.
 */
export class Tabs {
  leads = false;
  #leave = () => {};
  #rest = () => {};
  #inUse = false;
  #own = null;
  #id = uuid();

  /** @param onLine told when this tab may have become the one that stays connected while it is hidden */
  constructor({ locks, memory, onLine = () => {} }) {
    Object.assign(this, { locks, memory, onLine });
  }

  start() {
    if (!this.locks) this.leads = true;
    this.locks?.request(LEADER, () => {
      this.leads = true;
      this.onLine();
      return new Promise(() => {});
    });
  }

  /** Whether this tab is the one that stays connected while it is hidden. */
  get holdsLine() {
    return this.locks ? this.leads : this.memory.getItem(LINE) === this.#id;
  }

  /** The user sees this tab. */
  seen() {
    if (!this.locks && !this.holdsLine) this.memory.setItem(LINE, this.#id);
  }

  /** This tab ends. */
  end() {
    if (!this.locks && this.holdsLine) this.memory.removeItem(LINE);
  }

  /** Another tab has changed the memory. Of several that step in for one that ended the last stays. */
  heard(key, value) {
    if (key !== LINE || this.locks) return;
    if (value === null) this.memory.setItem(LINE, this.#id);
    this.onLine();
  }

  /** The user looks at this conversation (0: at none of them), or with `null` not at this tab at all. */
  lookAt(id) {
    this.#leave();
    this.#own = id;
    if (id === null || !this.locks) return;
    const until = new Promise((resolve) => (this.#leave = resolve));
    this.locks.request(LOOKED_AT + id, { mode: 'shared' }, () => until);
  }

  /** Whether a reload would disturb the user of this tab. */
  setInUse(inUse) {
    if (inUse === this.#inUse) return;
    this.#inUse = inUse;
    this.#rest();
    if (!inUse || !this.locks) return;
    const until = new Promise((resolve) => (this.#rest = resolve));
    this.locks.request(IN_USE, { mode: 'shared' }, () => until);
  }

  /** Whether it would in any tab. */
  async inUse() {
    const all = await this.locks?.query();
    return this.#inUse || Boolean(all?.held.some(({ name }) => name === IN_USE));
  }

  /** The ids that are looked at in any tab; empty when the user is elsewhere. */
  async lookedAt() {
    const all = await this.locks?.query();
    if (!all) return this.#own === null ? [] : [this.#own];
    return all.held.filter(({ name }) => name.startsWith(LOOKED_AT)).map(({ name }) => Number(name.slice(LOOKED_AT.length)));
  }
}
