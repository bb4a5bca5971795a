import { Store } from './store.js';

const SHOWN = 5_000;
const TOLD_EVERY = 3_000;

/** Who is writing to me, and telling others that I am. Its value: the ids of conversations in which the other writes. */
export class Typing extends Store {
  #timers = new Map();
  #told = new Map();

  constructor({ call, now = Date.now, setTimeout, clearTimeout }) {
    super(new Set());
    Object.assign(this, { call, now, setTimeout, clearTimeout });
  }

  heard(conversationId) {
    this.clearTimeout(this.#timers.get(conversationId));
    this.#timers.set(conversationId, this.setTimeout(() => this.ended(conversationId), SHOWN));
    if (!this.value.has(conversationId)) this.set(new Set(this.value).add(conversationId));
  }

  ended(conversationId) {
    this.clearTimeout(this.#timers.get(conversationId));
    if (!this.value.has(conversationId)) return;
    const rest = new Set(this.value);
    rest.delete(conversationId);
    this.set(rest);
  }

  /** I am writing; the other side is told now and then, not at each key. */
  tell(conversationId) {
    if (this.now() - (this.#told.get(conversationId) ?? -TOLD_EVERY) < TOLD_EVERY) return;
    this.#told.set(conversationId, this.now());
    this.call('chat.typing', { conversationId }).catch(() => {});
  }

  /** What I wrote is sent: the next key tells again at once. */
  sent(conversationId) {
    this.#told.delete(conversationId);
  }
}
