import { Database } from './database.js';
import { PageDatabase } from './site-data.js';

/**
 * Never raised: pages of other versions are open beside this one, and a version that they do not know would shut them out
 * of what waits to be sent. What needs another store gets a database of its own.
 */
const LASTING = { name: 'webim', version: 2 };

/** Raised with each change of what `forKeeping` makes: what pages of other versions have kept is then thrown away. */
const CACHE = { name: 'webim-cache', version: 4 };

/**
 * What this device keeps over a reload: the messages that wait to be sent, and conversations for the time offline. Where the
 * browser keeps nothing for this site, it lasts as long as the page.
 */
export class DeviceStorage {
  #own = openLasting();
  #db = this.#own.catch(() => new PageDatabase());
  #cache = openCache().catch(() => new PageDatabase());

  /** Whether it survives the page. */
  async lasts() {
    return this.#own.then(
      () => true,
      () => false,
    );
  }

  async pending(userId) {
    const all = await (await this.#db).find('outbox', 'user', userId);
    return all.sort((a, b) => a.order - b.order);
  }

  async keep(pending) {
    await (await this.#db).change('outbox', (outbox) => outbox.put(pending));
  }

  async drop(clientId) {
    await (await this.#db).change('outbox', (outbox) => outbox.delete(clientId));
  }

  /** What was kept with `keepConversations`. */
  async conversations(userId) {
    return (await this.#cache).find('conversations', 'user', userId);
  }

  /** Each of `changed` has an `id`; `gone` are ids. */
  async keepConversations(userId, changed, gone) {
    await (await this.#cache).change('conversations', (conversations) => {
      for (const one of changed) conversations.put({ ...one, userId });
      for (const id of gone) conversations.delete([userId, id]);
    });
  }

  async clearConversations() {
    try {
      await clear(await this.#cache, 'conversations');
    } catch {
      await Database.remove(CACHE.name); // a page of another version has taken it
    }
    await clear(await this.#db, 'conversations');
  }

  async clearPending() {
    await Promise.all([clear(await this.#db, 'outbox'), Database.remove('webim-uploads').catch(() => {})]);
  }

  /** The files that were seen. */
  async clearFiles() {
    await Database.remove('webim-files').catch(() => {});
  }
}

async function openLasting() {
  const db = await Database.open(LASTING, (older, from) => {
    if (from < 1) older.createObjectStore('outbox', { keyPath: 'clientId' }).createIndex('user', 'userId');
    if (from < 2) addConversations(older);
  });
  // Pages before the cache had a database of its own kept conversations here, and still ask for the store.
  clear(db, 'conversations').catch(() => {});
  return db;
}

async function openCache() {
  const renew = (cache) => {
    for (const name of [...cache.objectStoreNames]) cache.deleteObjectStore(name);
    addConversations(cache);
  };
  try {
    return await Database.open(CACHE, renew);
  } catch (failure) {
    if (failure.name !== 'VersionError') throw failure;
    await Database.remove(CACHE.name); // the server went back to an older version
    return Database.open(CACHE, renew);
  }
}

function addConversations(db) {
  db.createObjectStore('conversations', { keyPath: ['userId', 'id'] }).createIndex('user', 'userId');
}

async function clear(db, store) {
  await db.change(store, (rows) => rows.clear());
}
