import { Store } from './store.js';

const REMEMBERED = 'webim.user';

/**
 * Who uses this browser. Its value is `{status, user, sessionId, why}`; statuses: `starting`, `out`, `in`. Why it is out:
 * `ended` elsewhere, `removed` with the account, or by logging out. The user remembered on the device only spares asking
 * the server for a session that cannot exist.
 */
export class Session extends Store {
  #leaving = null;
  /** Whose account may be there, though nobody has come in with it yet. */
  #made = '';

  constructor({ rest, tokens, userOf, memory, device, passkeys }) {
    super({ status: 'starting' });
    Object.assign(this, { rest, tokens, userOf, memory, device, passkeys });
  }

  /** Goes on with the session that this browser has, if any. */
  async resume() {
    const remembered = this.#remembered();
    if (!remembered) {
      this.set({ status: 'out' });
      return;
    }
    this.set({ status: 'in', user: remembered.user, sessionId: remembered.sessionId });
    try {
      this.#enter(await this.rest.authorized('GET', '/users/me'), remembered.sessionId);
    } catch {
      // Over: `end` was called. Unreachable: what is remembered will do until the connection is there.
    }
  }

  /** Tried again where the log-in failed, or the answer did not come, it goes on with the account that was made. */
  async register({ username, password, displayName }) {
    const taken = await this.#make({ username, password, displayName: displayName || undefined });
    try {
      await this.login({ username, password });
    } catch (failure) {
      throw failure.code === 'bad_credentials' && taken ? taken : failure;
    }
  }

  /** The refusal of a name that may be one's own already. */
  async #make(account) {
    const { username } = account;
    const mayBeMine = username === this.#made;
    try {
      await this.rest.plain('POST', '/users', account);
      this.#made = username;
    } catch (failure) {
      if (failure.passes) this.#made = username;
      if (!mayBeMine || failure.code !== 'username_taken') throw failure;
      return failure;
    }
  }

  async login({ username, password }) {
    this.#opened(await this.rest.plain('POST', '/sessions', { username, password, device: this.device }));
  }

  /** The second step of a log-in that was answered `second_factor_required` with a challenge. */
  async loginWithCode(challenge, code) {
    this.#opened(await this.rest.plain('POST', '/sessions/second-factor', { challenge, code }));
  }

  async loginWithPasskey(challenge, options) {
    const passkey = await this.passkeys.use(options);
    this.#opened(await this.rest.plain('POST', '/sessions/second-factor', { challenge, passkey }));
  }

  async logout() {
    await this.leave('DELETE', '/sessions/current');
  }

  /** Asks the server for something that ends the session, of which the socket may tell before the answer comes. */
  async leave(method, path, { body, why } = {}) {
    this.#leaving = { why };
    try {
      await this.rest.authorized(method, path, body);
      if (this.value.status === 'in') this.end();
    } finally {
      this.#leaving = null;
    }
  }

  /** The session is over, here or by another device's doing. */
  end(why) {
    this.tokens.forget();
    this.memory.removeItem(REMEMBERED);
    this.set({ status: 'out', why: this.#leaving ? this.#leaving.why : why });
  }

  /** A renewed token of somebody else: another tab has logged in as another user. */
  isOther(accessToken) {
    return this.value.status === 'in' && this.userOf(accessToken) !== this.value.user.id;
  }

  changed(user) {
    this.#enter(user, this.value.sessionId);
  }

  /** An event tells of it: of what one has chosen only what is another now. */
  told(user) {
    const { addMe, readReceipts } = this.value.user;
    this.changed({ addMe, readReceipts, ...user });
  }

  #opened(opened) {
    this.tokens.accept(opened);
    this.#enter(opened.user, opened.sessionId);
  }

  #enter(user, sessionId) {
    this.#remember({ user, sessionId });
    this.set({ status: 'in', user, sessionId });
  }

  // Without room on the device one logs in again after a reload.
  #remember(who) {
    try {
      this.memory.setItem(REMEMBERED, JSON.stringify(who));
    } catch {
      this.memory.removeItem(REMEMBERED);
    }
  }

  #remembered() {
    try {
      return JSON.parse(this.memory.getItem(REMEMBERED));
    } catch {
      return null;
    }
  }
}
