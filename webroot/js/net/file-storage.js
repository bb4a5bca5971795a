import { Database } from './database.js';

/** Neither is ever raised: pages of other versions are open beside this one, and would be shut out. */
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
    return (await this.#uploads()).keys('files', 'user', userId);
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
    this.#waiting ??= opened(WAITING, (db) => db.createObjectStore('files', { keyPath: 'key' }).createIndex('user', 'userId'));
    return this.#waiting;
  }

  #files() {
    this.#seen ??= opened(SEEN, (db) => {
      db.createObjectStore('seen', { keyPath: 'key' }).createIndex('user', 'userId');
      db.createObjectStore('blobs', { keyPath: 'key' });
    });
    return this.#seen;
  }
}

function opened(name, upgrade) {
  return Database.open(name, upgrade).catch(() => new PageFiles());
}

/** The part of a database that is used here, forgotten with the page. */
class PageFiles {
  #stores = { files: new Map(), seen: new Map(), blobs: new Map() };

  async get(store, key) {
    return this.#stores[store].get(key);
  }

  async find(store, _, userId) {
    return [...this.#stores[store].values()].filter((row) => row.userId === userId);
  }

  async keys(store, index, userId) {
    return (await this.find(store, index, userId)).map(({ key }) => key);
  }

  async change(store, work) {
    const rows = this.#stores[store];
    work({ put: (row) => rows.set(row.key, row), delete: (key) => rows.delete(key) });
  }
}
