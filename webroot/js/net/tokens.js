import { Failure } from './failure.js';

const SPARE = 60_000;

/**
 * The access token, in memory only, and its renewal through the HttpOnly cookie: some time before it expires, and
 * whenever the server refuses it. One renewal at a time, over all tabs.
 */
export class Tokens {
  #current = null;
  #running = null;
  #timer = null;

  /**
   * @param onRenewed told of each new access token
   * @param onEnded told when the server says that the session is over
   */
  constructor({ rest, locks, now = Date.now, setTimeout, clearTimeout, onRenewed = () => {}, onEnded = () => {} }) {
    Object.assign(this, { rest, locks, now, setTimeout, clearTimeout, onRenewed, onEnded });
  }

  accept({ accessToken, expiresIn }) {
    const lifetime = expiresIn * 1000;
    this.#current = { accessToken, expiresAt: this.now() + lifetime };
    this.#schedule(Math.max(lifetime - SPARE, lifetime / 2));
  }

  forget() {
    this.#current = null;
    this.clearTimeout(this.#timer);
  }

  /** A token that is still good for a moment. */
  async get() {
    const good = this.#current && this.#current.expiresAt - this.now() > 5_000;
    return good ? this.#current.accessToken : this.refresh();
  }

  /** A token other than the refused one. */
  async refresh(refused = this.#current?.accessToken) {
    if (this.#current && this.#current.accessToken !== refused) return this.#current.accessToken;
    this.#running ??= this.#renew().finally(() => (this.#running = null));
    return this.#running;
  }

  async #renew() {
    try {
      const renewed = await this.#oneTabAtATime(() => this.rest.plain('POST', '/sessions/refresh'));
      this.accept(renewed);
      this.onRenewed(renewed.accessToken);
      return renewed.accessToken;
    } catch (failure) {
      this.#giveUpOrRepeat(failure);
      throw failure;
    }
  }

  #giveUpOrRepeat(failure) {
    if (failure instanceof Failure && failure.status === 401) {
      this.forget();
      this.onEnded();
    } else if (this.#current) {
      this.#schedule(5_000);
    }
  }

  // Locks exist on secure origins only; without them the server's grace for an old cookie covers two tabs.
  #oneTabAtATime(work) {
    return this.locks ? this.locks.request('webim.refresh', work) : work();
  }

  #schedule(wait) {
    this.clearTimeout(this.#timer);
    this.#timer = this.setTimeout(() => this.refresh().catch(() => {}), wait);
  }
}

/** The user that an access token was made for. */
export function userOf(accessToken) {
  const payload = accessToken.split('.')[1].replace(/-/g, '+').replace(/_/g, '/');
  return Number(JSON.parse(atob(payload)).sub);
}
