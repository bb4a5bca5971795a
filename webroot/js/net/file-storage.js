import { Database } from './database.js';

const WAITING = { name: 'webim-uploads', version: 1 };
const SEEN = { name: 'webim-files', version: 1 };

/**
 * The bytes that this device keeps over a reload: of files that wait to be sent, and of those that were seen. Where the
 * browser keeps nothing for this site, or has no room, they last as long as the page.
 */
export class FileStorage {
  #waiting = null;
  #seen = null;

  /** Rows are `{key, userId, blob, …}`. */
  async waiting(key) {
    return (await this.#uploads()).get('files', key);
  }

  async keepWaiting(row) {
    await (await this.#uploads()).change('files', (files) => files.put(row));
  }

  async dropWaiting(keys) {
    await (await this.#uploads()).change('files', (files) => keys.forEach((key) => files.delete(key)));
  }

  async waitingKeys(userId) {
    return (await (await this.#uploads()).keys('files', 'user', userId));
  }

  /** What is kept of seen files: `{key, userId, conversationId, seq, size, usedAt}`. */
  async seen(userId) {
    return (await this.#files()).find('seen', 'user', userId);
  }

  async seenBlob(key) {
    return (await (await this.#files()).get('blobs', key))?.blob;
  }

  async keepSeen(row, blob) {
    const db = await this.#files();
    await db.change('blobs', (blobs) => blobs.put({ key: row.key, blob }));
    await db.change('seen', (seen) => seen.put(row));
  }

  async noteSeen(row) {
    await (await this.#files()).change('seen', (seen) => seen.put(row));
  }

  async dropSeen(keys) {
    const db = await this.#files();
    await db.change('seen', (seen) => keys.forEach((key) => seen.delete(key)));
    await db.change('blobs', (blobs) => keys.forEach((key) => blobs.delete(key)));
  }

  #uploads() {
    this.#waiting ??= Database.open(WAITING, (db) => db.createObjectStore('files', { keyPath: 'key' }).createIndex('user', 'userId'));
    return this.#waiting;
  }

  #files() {
    this.#seen ??= Database.open(SEEN, (db) => {
      db.createObjectStore('seen', { keyPath: 'key' }).createIndex('user', 'userId');
      db.createObjectStore('blobs', { keyPath: 'key' });
    });
    return this.#seen;
  }
}
