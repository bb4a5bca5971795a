/** Waiting times that double up to a cap, each shortened at random so that clients do not come back all at once. */
export class Backoff {
  #attempt = 0;

  constructor({ first = 500, cap = 30_000, random = Math.random } = {}) {
    this.first = first;
    this.cap = cap;
    this.random = random;
  }

  /** Milliseconds until the next attempt: between half of the full time and the full time. */
  next() {
    const full = Math.min(this.cap, this.first * 2 ** this.#attempt);
    this.#attempt++;
    return full / 2 + (this.random() * full) / 2;
  }

  reset() {
    this.#attempt = 0;
  }
}
