const LEADER = 'webim.leader';
const LOOKED_AT = 'webim.looked-at ';

/**
 * The tabs of this browser: one of them speaks for all, and each tells what its user looks at. Both are locks, which the
 * browser takes back from a tab that ends in whatever way. Without locks (on origins that are not secure) each tab speaks
 * for itself.
 */
export class Tabs {
  leads = false;
  #leave = () => {};
  #own = null;

  constructor(locks) {
    this.locks = locks;
  }

  start() {
    if (!this.locks) this.leads = true;
    this.locks?.request(LEADER, () => {
      this.leads = true;
      return new Promise(() => {});
    });
  }

  /** The user looks at this conversation (0: at none of them), or with `null` not at this tab at all. */
  lookAt(id) {
    this.#leave();
    this.#own = id;
    if (id === null || !this.locks) return;
    const until = new Promise((resolve) => (this.#leave = resolve));
    this.locks.request(LOOKED_AT + id, { mode: 'shared' }, () => until);
  }

  /** The ids that are looked at in any tab; empty when the user is elsewhere. */
  async lookedAt() {
    if (!this.locks) return this.#own === null ? [] : [this.#own];
    const { held } = await this.locks.query();
    return held.filter(({ name }) => name.startsWith(LOOKED_AT)).map(({ name }) => Number(name.slice(LOOKED_AT.length)));
  }
}
