/** The longest that a timer waits in one go. */
const LONGEST = 86_400_000;

/** Ends what is muted for a time when that is over, of which the server does not tell. */
export class Mutes {
  #timer = null;
  #unsubscribe = () => {};

  constructor({ conversations, now, setTimeout, clearTimeout }) {
    Object.assign(this, { conversations, now, setTimeout, clearTimeout });
  }

  start() {
    this.#unsubscribe = this.conversations.subscribe(() => this.#look());
    this.#look();
  }

  stop() {
    this.#unsubscribe();
    this.clearTimeout(this.#timer);
  }

  #look() {
    const ends = [...this.conversations.value.values()]
      .filter(({ mutedUntil }) => mutedUntil)
      .map(({ id, mutedUntil }) => ({ id, wait: Date.parse(mutedUntil) - this.now() }));
    const over = ends.find(({ wait }) => wait <= 0);
    if (over) {
      this.conversations.change(over.id, unmuted); // which looks again
      return;
    }
    this.clearTimeout(this.#timer);
    const next = Math.min(LONGEST, ...ends.map(({ wait }) => wait));
    this.#timer = ends.length > 0 ? this.setTimeout(() => this.#look(), next) : null;
  }
}

function unmuted(conversation) {
  return { ...conversation, muted: false, mutedUntil: undefined };
}
