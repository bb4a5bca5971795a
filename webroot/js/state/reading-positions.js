const PREFIX = 'webim.places.';
const MOST = 100;
/** How long the line of new messages stays after all of them were read. */
const LINE_STAYS = 10 * 60_000;

/**
 * Where one was reading in each conversation, over visits to others and over a reload of this tab: `{seq, top, from, seen,
 * done, at}`. `seq` is the upper line, `top` how far below the edge it stands (seq 0: at the end), `from` the message
 * below the line of new ones (0: none), `seen` the last one that is no news, `done` whether nothing was left unread.
 */
export class ReadingPositions {
  #places;

  constructor({ memory, userId, now }) {
    this.memory = memory;
    this.key = PREFIX + userId;
    this.now = now;
    this.#places = new Map(read(memory, this.key));
  }

  /** Where to read on, unless all was read and there is something `unread` now. */
  of(id, unread) {
    const place = this.#places.get(id);
    if (!place || (place.done && unread > 0)) return undefined;
    return place.done && this.now() - place.at > LINE_STAYS ? { ...place, from: 0 } : place;
  }

  keep(id, place) {
    this.#places.delete(id);
    this.#places.set(id, { ...place, at: this.now() });
    if (this.#places.size > MOST) this.#places.delete(this.#places.keys().next().value);
  }

  /** The page may end. */
  save() {
    try {
      this.memory.setItem(this.key, JSON.stringify([...this.#places]));
    } catch {
      // No room: the next page begins at the unread messages.
    }
  }

  clear() {
    this.#places.clear();
    this.memory.removeItem(this.key);
  }
}

function read(memory, key) {
  try {
    return JSON.parse(memory.getItem(key)) ?? [];
  } catch {
    return [];
  }
}
