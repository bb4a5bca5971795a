/** A database of the browser. */
export class Database {
  #db;

  constructor(db) {
    this.#db = db;
  }

  /** @param upgrade makes the stores, of the version that there was: 0 for none */
  static async open({ name, version }, upgrade) {
    const request = indexedDB.open(name, version);
    request.onupgradeneeded = ({ oldVersion }) => upgrade(request.result, oldVersion);
    const db = await done(request);
    // A tab with another version of the client must not wait for this one.
    db.onversionchange = () => db.close();
    return new Database(db);
  }

  static async remove(name) {
    await done(indexedDB.deleteDatabase(name));
  }

  async find(store, index, key) {
    return done(this.#db.transaction(store).objectStore(store).index(index).getAll(key));
  }

  async get(store, key) {
    return done(this.#db.transaction(store).objectStore(store).get(key));
  }

  async keys(store, index, key) {
    return done(this.#db.transaction(store).objectStore(store).index(index).getAllKeys(key));
  }

  /** What `work` does with the store: all of it, or nothing. */
  async change(store, work) {
    const transaction = this.#db.transaction(store, 'readwrite');
    const end = new Promise((resolve, reject) => {
      transaction.oncomplete = resolve;
      transaction.onabort = () => reject(transaction.error);
    });
    work(transaction.objectStore(store));
    await end;
  }
}

function done(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}
