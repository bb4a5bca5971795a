import { Store } from './store.js';

const SHOWN = 5_000;
const TOLD_EVERY = 3_000;

/** Who is writing to me, and telling others that I am. Its value: by the id of a conversation, the ids of those who write in it. */
export class Typing extends Store {
  #timers = new Map();
  #told = new Map();

  constructor({ call, now = Date.now, setTimeout, clearTimeout }) {
    super(new Map());
    Object.assign(this, { call, now, setTimeout, clearTimeout });
  }

  heard(conversationId, userId) {
    const key = `${conversationId} ${userId}`;
    this.clearTimeout(this.#timers.get(key));
    this.#timers.set(key, this.setTimeout(() => this.ended(conversationId, userId), SHOWN));
    const writing = this.#in(conversationId);
    if (!writing.has(userId)) this.#put(conversationId, new Set(writing).add(userId));
  }

  ended(conversationId, userId) {
    const key = `${conversationId} ${userId}`;
    this.clearTimeout(this.#timers.get(key));
    this.#timers.delete(key);
    const rest = new Set(this.#in(conversationId));
    if (rest.delete(userId)) this.#put(conversationId, rest);
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

  #in(conversationId) {
    return this.value.get(conversationId) ?? new Set();
  }

  #put(conversationId, writing) {
    const next = new Map(this.value).set(conversationId, writing);
    if (writing.size === 0) next.delete(conversationId);
    this.set(next);
  }
}
