import { Store } from './store.js';

const PREFIX = 'webim.draft.';

/**
 * What is written but not sent yet, by conversation, the same in all tabs; it survives a reload. Its value: the drafts of
 * this page's life.
 */
export class Drafts extends Store {
  #found = new Map();

  constructor({ memory, userId }) {
    super({});
    this.memory = memory;
    this.prefix = `${PREFIX}${userId}.`;
  }

  of(conversationId) {
    return this.value[conversationId] ?? this.#kept(conversationId);
  }

  /** Whether anything is written and not sent, in any tab. */
  exist() {
    const kept = this.#keys().map((key) => this.memory.getItem(key));
    return [...kept, ...Object.values(this.value)].some((text) => text?.trim());
  }

  /** Forgets all of this user's. */
  clear() {
    for (const key of this.#keys()) this.memory.removeItem(key);
    this.#found.clear();
    this.set({});
  }

  // A text that the device has no room for is kept for as long as the page lives.
  keep(conversationId, text) {
    this.set({ ...this.value, [conversationId]: text });
    try {
      if (text) this.memory.setItem(this.prefix + conversationId, text);
      else this.memory.removeItem(this.prefix + conversationId);
    } catch {
      this.memory.removeItem(this.prefix + conversationId);
    }
  }

  /** Another tab has written, sent or thrown away what the memory has under this key. */
  heard(key, text) {
    if (key?.startsWith(this.prefix)) this.set({ ...this.value, [key.slice(this.prefix.length)]: text ?? '' });
  }

  #keys() {
    const all = Array.from({ length: this.memory.length }, (_, index) => this.memory.key(index));
    return all.filter((key) => key.startsWith(this.prefix));
  }

  #kept(conversationId) {
    if (!this.#found.has(conversationId)) {
      this.#found.set(conversationId, this.memory.getItem(this.prefix + conversationId) ?? '');
    }
    return this.#found.get(conversationId);
  }
}
