/** How long a line has to stand before the reader to be read. */
const MOMENT = 500;

/** What has stood before the eyes of a reader: in the viewport for a moment, with nothing on top, while they look. */
export class ReadTracker {
  #since = new Map();
  #looked = false;
  #timer = null;

  /**
   * @param onSeen told the seqs
   * @param isCovered whether something lies over all that is in the viewport
   */
  constructor({ onSeen, isCovered, now, setTimeout, clearTimeout }) {
    Object.assign(this, { onSeen, isCovered, now, setTimeout, clearTimeout });
  }

  /** These stand in the viewport from now on, or still. */
  show(seqs) {
    const now = this.now();
    this.#since = new Map(seqs.map((seq) => [seq, this.#since.get(seq) ?? now]));
    this.#wait(MOMENT);
  }

  /** Whether the reader looks at the page. */
  look(looked) {
    if (looked === this.#looked) return;
    this.#looked = looked;
    this.#again();
  }

  stop() {
    this.clearTimeout(this.#timer);
  }

  #again() {
    const now = this.now();
    for (const seq of this.#since.keys()) this.#since.set(seq, now);
    this.#wait(MOMENT);
  }

  #wait(moment) {
    if (!this.#looked || this.#since.size === 0) return;
    this.#timer ??= this.setTimeout(() => {
      this.#timer = null;
      this.#tell();
    }, moment);
  }

  #tell() {
    if (!this.#looked) return;
    if (this.isCovered()) {
      this.#again();
      return;
    }
    const now = this.now();
    const fresh = [...this.#since].filter(([, since]) => now - since < MOMENT);
    const seen = [...this.#since.keys()].filter((seq) => now - this.#since.get(seq) >= MOMENT);
    if (seen.length > 0) this.onSeen(seen);
    if (fresh.length > 0) this.#wait(MOMENT - (now - Math.min(...fresh.map(([, since]) => since))));
  }
}
