const PREFIX = 'webim.draft.';

/** What is written but not sent yet, by conversation; it survives a reload. */
export class Drafts {
  constructor({ memory, userId }) {
    this.memory = memory;
    this.prefix = `${PREFIX}${userId}.`;
  }

  of(conversationId) {
    return this.memory.getItem(this.prefix + conversationId) ?? '';
  }

  /** Forgets all of this user's. */
  clear() {
    const keys = Array.from({ length: this.memory.length }, (_, index) => this.memory.key(index));
    for (const key of keys) if (key.startsWith(this.prefix)) this.memory.removeItem(key);
  }

  keep(conversationId, text) {
    if (text) this.memory.setItem(this.prefix + conversationId, text);
    else this.memory.removeItem(this.prefix + conversationId);
  }
}
