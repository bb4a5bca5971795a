/** What a browser may keep for this site; where it blocks that, asking for it throws, or gives nothing. */
export function allowed(ask) {
  try {
    return ask() ?? undefined;
  } catch {
    return undefined;
  }
}

/** Whether this site's cookies are kept, the server's too: a browser that ignores them says so in no other way. */
export function keepsCookies(page) {
  try {
    page.cookie = 'webim_trial=1; SameSite=Strict';
    return page.cookie.includes('webim_trial=1');
  } catch {
    return false;
  } finally {
    allowed(() => (page.cookie = 'webim_trial=; SameSite=Strict; Max-Age=0'));
  }
}

/** The storage that `ask` gives, else one that ends with the page. */
export function storageOf(ask) {
  try {
    const storage = ask();
    storage.getItem('webim');
    return storage;
  } catch {
    return new PageStorage();
  }
}

/** A `Storage` that is forgotten with the page. */
export class PageStorage {
  lasts = false;
  #items = new Map();

  get length() {
    return this.#items.size;
  }

  key(index) {
    return [...this.#items.keys()][index] ?? null;
  }

  getItem(key) {
    return this.#items.get(key) ?? null;
  }

  setItem(key, value) {
    this.#items.set(key, value);
  }

  removeItem(key) {
    this.#items.delete(key);
  }
}

/** The part of a database that `DeviceStorage` uses, forgotten with the page. */
export class PageDatabase {
  #stores = { outbox: new Map(), conversations: new Map() };

  find(store, _, userId) {
    return [...this.#stores[store].values()].filter((row) => row.userId === userId);
  }

  change(store, work) {
    const rows = this.#stores[store];
    work({
      put: (row) => rows.set(row.clientId ?? `${row.userId},${row.id}`, row),
      delete: (key) => rows.delete(String(key)),
      clear: () => rows.clear(),
    });
  }
}

/** The browser's locks, which it may refuse to this site only when asked for one: then each tab is alone. */
export class Locks {
  #own;

  constructor(locks) {
    this.#own = granted(locks);
  }

  /** The last of the arguments is the work that needs the lock. */
  async request(name, ...more) {
    const own = await this.#own;
    return own ? own.request(name, ...more) : more.at(-1)();
  }

  /** What is held, or `undefined` without locks. */
  async query() {
    return (await this.#own)?.query();
  }
}

async function granted(locks) {
  try {
    await locks.query();
    return locks;
  } catch {
    return undefined;
  }
}
