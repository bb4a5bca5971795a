const PREFIX = 'webim.written.';

/** The names of what a memory has under a prefix. */
export function namesIn(memory, prefix) {
  const keys = Array.from({ length: memory.length }, (_, index) => memory.key(index));
  return keys.filter((key) => key.startsWith(prefix)).map((key) => key.slice(prefix.length));
}

/**
 * Messages that were just written, from the moment at which they show until the device's storage has them: that takes a while,
 * in which the page may go.
 */
export class Journal {
  constructor({ memory, userId }) {
    this.memory = memory;
    this.prefix = `${PREFIX}${userId}.`;
  }

  /** What there is no room for survives once the storage has it. */
  write(pending) {
    try {
      this.memory.setItem(this.prefix + pending.clientId, JSON.stringify(pending));
    } catch {
      this.erase(pending.clientId);
    }
  }

  erase(clientId) {
    this.memory.removeItem(this.prefix + clientId);
  }

  written() {
    return namesIn(this.memory, this.prefix).flatMap((clientId) => {
      const kept = this.memory.getItem(this.prefix + clientId);
      return kept ? [JSON.parse(kept)] : [];
    });
  }

  clear() {
    for (const clientId of namesIn(this.memory, this.prefix)) this.erase(clientId);
  }
}
