import { messageAt } from './conversation.js';
import { KEPT, filesOf } from './files.js';

const MOST = 96 * 1024 * 1024;
const MOST_ONE = 12 * 1024 * 1024;
const PATIENCE = 120_000;
const REST = 500;

/**
 * Files that were seen, kept on the device so that they can be seen again, also without a network, and no longer than their
 * messages: what was seen longest ago makes room.
 */
export class SeenFiles {
  #rows = new Map();
  #total = 0;
  #asked = new Map();
  #ready;
  #timer = null;
  #unsubscribe = () => {};

  /** @param most how many bytes are kept */
  constructor({ conversations, storage, memory, userId, fetchFile, most = MOST, now, setTimeout, clearTimeout }) {
    Object.assign(this, { conversations, storage, memory, userId, fetchFile, most, now, setTimeout, clearTimeout });
  }

  start() {
    this.#ready = this.#load();
    this.#unsubscribe = this.conversations.subscribe(() => this.#schedule());
    return this.#ready;
  }

  stop() {
    this.#unsubscribe();
    this.clearTimeout(this.#timer);
  }

  /**
   * A file of a message, as a Blob.
   *
   * @param part `preview`, or nothing for the file itself
   */
  blob(message, file, part = '') {
    const key = keyOf(message, file.id, part);
    if (!this.#asked.has(key)) this.#asked.set(key, this.#find(key, message, file, part).finally(() => this.#asked.delete(key)));
    return this.#asked.get(key);
  }

  /** One's own, which need not come back from the server. */
  async adopt(message, file, blob) {
    await this.#ready;
    await this.#keep(keyOf(message, file.id, ''), message, blob);
  }

  async #find(key, message, file, part) {
    await this.#ready;
    const kept = await this.#kept(key);
    if (kept) return kept;
    const path = `/files/${file.id}${part && `/${part}`}`;
    const blob = await this.fetchFile(path, PATIENCE);
    await this.#keep(key, message, blob);
    return blob;
  }

  async #kept(key) {
    const row = this.#rows.get(key);
    const blob = row && (await this.storage.seenBlob(key).catch(() => undefined));
    if (blob) this.#note({ ...row, usedAt: this.now() });
    return blob;
  }

  #note(row) {
    this.#rows.delete(row.key); // those used last stand at the end
    this.#rows.set(row.key, row);
    this.storage.noteSeen(row).catch(() => {});
  }

  // A device without room does without.
  async #keep(key, { conversationId, seq }, blob) {
    if (!seq || blob.size > Math.min(MOST_ONE, this.most) || this.#rows.has(key)) return;
    const row = { key, userId: this.userId, conversationId, seq, size: blob.size, usedAt: this.now() };
    if (!this.#isWanted(row, true)) return;
    this.#rows.set(key, row);
    this.#total += row.size;
    try {
      this.memory.setItem(KEPT, 'kept');
      await this.storage.keepSeen(row, blob);
    } catch {
      await this.#drop([key]);
    }
    await this.#makeRoom();
  }

  async #makeRoom() {
    const oldest = [];
    let total = this.#total;
    for (const { key, size } of this.#rows.values()) {
      if (total <= this.most) break;
      oldest.push(key);
      total -= size;
    }
    await this.#drop(oldest);
  }

  async #load() {
    const rows = await this.storage.seen(this.userId).catch(() => []);
    for (const row of rows.sort((a, b) => a.usedAt - b.usedAt)) {
      this.#rows.set(row.key, row);
      this.#total += row.size;
    }
    await this.#sweep(true);
  }

  #schedule() {
    if (this.#rows.size === 0) return;
    this.#timer ??= this.setTimeout(() => {
      this.#timer = null;
      this.#sweep(false);
    }, REST);
  }

  /** Erases what belongs to no message any more. @param strict also what cannot be seen on this device any more */
  #sweep(strict) {
    return this.#drop([...this.#rows.values()].filter((row) => !this.#isWanted(row, !strict)).map(({ key }) => key));
  }

  #isWanted({ key, conversationId, seq }, unknown) {
    const conversation = this.conversations.get(conversationId);
    const message = conversation && messageAt(conversation, seq);
    if (conversation && message === undefined) return unknown;
    return Boolean(message) && filesOf(message).some(({ id }) => key.includes(`/${id}/`));
  }

  async #drop(keys) {
    if (keys.length === 0) return;
    for (const key of keys) {
      this.#total -= this.#rows.get(key)?.size ?? 0;
      this.#rows.delete(key);
    }
    await this.storage.dropSeen(keys).catch(() => {});
  }
}

function keyOf({ conversationId, seq }, fileId, part) {
  return `${conversationId}/${seq}/${fileId}/${part}`;
}
