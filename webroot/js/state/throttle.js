const CLOCK = { setTimeout: (work, wait) => setTimeout(work, wait), clearTimeout: (timer) => clearTimeout(timer) };

/** Work that is done at once, and once more after a pause if it was wanted meanwhile, however often. */
export class Throttle {
  #turn = null;

  /** @param work gives a promise */
  constructor(work, pause, clock = CLOCK) {
    Object.assign(this, { work, pause, clock });
  }

  want() {
    if (this.#turn) {
      this.#turn.again = true;
      return;
    }
    const turn = { again: false };
    this.#turn = turn;
    const rest = () => this.#turn === turn && this.#rest(turn);
    this.work().then(rest, rest);
  }

  /** What was wanted is not any more, and nothing is waited for. */
  end() {
    this.clock.clearTimeout(this.#turn?.timer);
    this.#turn = null;
  }

  #rest(turn) {
    turn.timer = this.clock.setTimeout(() => {
      this.#turn = null;
      if (turn.again) this.want();
    }, this.pause);
  }
}
