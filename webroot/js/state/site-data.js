import { Store } from './store.js';

/** What this browser does not keep for webim, and the user is to know: `nothing`, `cookies` or, when all is well, ''. */
export class SiteData extends Store {
  constructor({ cookies, memory, storage }) {
    super(!cookies ? 'cookies' : memory.lasts === false ? 'nothing' : '');
    storage.lasts().then((lasts) => !lasts && this.set(this.value || 'nothing'));
  }

  /** The user has read it. */
  understood() {
    this.set('');
  }
}
