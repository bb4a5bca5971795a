import { namesIn } from './journal.js';

const FILES = /^\d+\.files$/;

/**
 * The files that are chosen in a conversation and not sent yet, as this device keeps them over a reload. Which they are stands
 * with the drafts, so that all tabs have the same.
 */
export class DraftFiles {
  #kept = new Set();
  /** What this page has written down last, by conversation. */
  #own = new Map();
  #turn = Promise.resolve();

  constructor({ drafts, storage, userId }) {
    Object.assign(this, { drafts, storage, userId });
  }

  /** @param items tells which they are by then: `[{key, file, original, voice}]` */
  keep(conversationId, items) {
    this.#turn = this.#turn.then(() => this.#keep(conversationId, items));
    return this.#turn;
  }

  /** Their bytes first: another tab that hears of them looks for these. */
  async #keep(conversationId, items) {
    const now = items();
    const before = filesOf(this.drafts.filesIn(conversationId)).map(({ key }) => key);
    for (const { key, file } of now) {
      if (!this.#kept.has(key)) await this.storage.keepWaiting({ key, userId: this.userId, blob: file }).catch(() => {}); // no room: until a reload
      this.#kept.add(key);
    }
    if (items() !== now) return; // the next turn tells
    this.#own.set(conversationId, namesOf(now));
    this.drafts.keepFiles(conversationId, namesOf(now));
    const gone = before.filter((key) => !now.some((item) => item.key === key));
    if (gone.length > 0) await this.storage.dropWaiting(gone).catch(() => {});
  }

  /** Those of another tab, or of before a reload, that are still there; undefined where this page knows of them. */
  async follow(conversationId) {
    const files = this.drafts.filesIn(conversationId);
    if (files === (this.#own.get(conversationId) ?? '')) return undefined;
    const found = await Promise.all(
      filesOf(files).map(async ({ key, ...how }) => {
        const row = await this.storage.waiting(key).catch(() => undefined);
        return row && { key, file: row.blob, ...how };
      }),
    );
    if (this.drafts.filesIn(conversationId) !== files) return undefined;
    this.#own.set(conversationId, files);
    const items = found.filter(Boolean);
    for (const { key } of items) this.#kept.add(key);
    return items;
  }

  /** The keys of all, whatever conversation they are for. */
  keys() {
    const { memory, prefix } = this.drafts;
    const names = namesIn(memory, prefix).filter((name) => FILES.test(name));
    return names.flatMap((name) => filesOf(memory.getItem(prefix + name)).map(({ key }) => key));
  }
}

function filesOf(text) {
  try {
    return JSON.parse(text || '[]');
  } catch {
    return [];
  }
}

function namesOf(items) {
  return items.length === 0 ? '' : JSON.stringify(items.map(({ file, ...item }) => item));
}
