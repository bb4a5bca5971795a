import { openDB } from 'idb';

const NAME = 'webim';
const VERSION = 1;

/** What this device keeps over a reload: the messages that wait to be sent. */
export class DeviceStorage {
  #db = openDB(NAME, VERSION, {
    upgrade(db) {
      db.createObjectStore('outbox', { keyPath: 'clientId' }).createIndex('user', 'userId');
    },
  });

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
}
