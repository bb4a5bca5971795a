import { forKeeping, previewOf } from './conversation.js';
import { isUnlisted } from './conversations.js';

const PAUSE = 400;
const PATIENCE = 1_000;
const MOST_CONVERSATIONS = 300;
const MOST_MESSAGES = 100;

/**
 * Keeps the newest conversations on the device, so that they are there at once and without a network; a sync then brings
 * what changed meanwhile.
 */
export class ConversationCache {
  #kept = new Map();
  #timer = null;
  #unsubscribe = () => {};

  constructor({ conversations, storage, userId, setTimeout, clearTimeout }) {
    Object.assign(this, { conversations, storage, userId, setTimeout, clearTimeout });
  }

  /** Shows what is kept, then keeps what changes. Whether there was anything. */
  async start() {
    const stored = await this.#stored();
    const listed = stored.filter((one) => !isUnlisted(one)).sort((a, b) => timeOf(b) - timeOf(a));
    const newest = [...listed.slice(0, MOST_CONVERSATIONS), ...stored.filter(isUnlisted)];
    this.conversations.restore(newest);
    for (const one of stored) this.#kept.set(one.id, this.conversations.get(one.id));
    this.#unsubscribe = this.conversations.subscribe(() => this.#schedule());
    return listed.length > 0;
  }

  stop() {
    this.#unsubscribe();
    this.clearTimeout(this.#timer);
  }

  // Without storage, or when it does not answer, everything comes from the server.
  #stored() {
    const late = new Promise((resolve) => this.setTimeout(() => resolve([]), PATIENCE));
    return Promise.race([this.storage.conversations(this.userId).catch(() => []), late]);
  }

  #schedule() {
    this.#timer ??= this.setTimeout(() => {
      this.#timer = null;
      this.#keep();
    }, PAUSE);
  }

  #keep() {
    const current = this.conversations.value;
    const changed = [...current.values()].filter((one) => isLasting(one) && this.#kept.get(one.id) !== one);
    const gone = [...this.#kept.keys()].filter((id) => !current.has(id));
    for (const one of changed) this.#kept.set(one.id, one);
    for (const id of gone) this.#kept.delete(id);
    if (changed.length === 0 && gone.length === 0) return;
    const kept = changed.map((one) => forKeeping(one, MOST_MESSAGES));
    this.storage.keepConversations(this.userId, kept, gone).catch(() => {});
  }
}

/** Of one that a sync has not told of this device knows too little, but who is blocked and not on the list is known by this alone. */
function isLasting(conversation) {
  return conversation.version > 0 || isUnlisted(conversation);
}

function timeOf(conversation) {
  return Date.parse(previewOf(conversation)?.sentAt ?? 0) || 0;
}
