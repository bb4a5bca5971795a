import { openDB } from 'idb';
import { PageDatabase } from './site-data.js';

const NAME = 'webim';
const VERSION = 2;

/**
 * What this device keeps over a reload: the messages that wait to be sent, and conversations for the time offline. Where the
 * browser keeps nothing for this site, it lasts as long as the page.
 */
export class DeviceStorage {
  #own = open();
  #db = this.#own.catch(() => new PageDatabase());

  /** Whether it survives the page. */
  async lasts() {
    return this.#own.then(
      () => true,
      () => false,
    );
  }

  async pending(userId) {
    const all = await (await this.#db).getAllFromIndex('outbox', 'user', userId);
    return all.sort((a, b) => a.order - b.order);
  }

  async keep(pending) {
    await (await this.#db).put('outbox', pending);
  }

  async drop(clientId) {
    await (await this.#db).delete('outbox', clientId);
  }

  /** What was kept with `keepConversations`. */
  async conversations(userId) {
    return (await this.#db).getAllFromIndex('conversations', 'user', userId);
  }

  /** Each of `changed` has an `id`; `gone` are ids. */
  async keepConversations(userId, changed, gone) {
    const transaction = (await this.#db).transaction('conversations', 'readwrite');
    await Promise.all([
      ...changed.map((one) => transaction.store.put({ ...one, userId })),
      ...gone.map((id) => transaction.store.delete([userId, id])),
      transaction.done,
    ]);
  }

  async clearConversations() {
    await (await this.#db).clear('conversations');
  }

  async clearPending() {
    await (await this.#db).clear('outbox');
  }
}

async function open() {
  return openDB(NAME, VERSION, {
    upgrade(db, from) {
      if (from < 1) db.createObjectStore('outbox', { keyPath: 'clientId' }).createIndex('user', 'userId');
      if (from < 2) db.createObjectStore('conversations', { keyPath: ['userId', 'id'] }).createIndex('user', 'userId');
    },
    // A tab with a newer version of the client must not wait for this one.
    blocking: (_, __, event) => event.target.close(),
  });
}
