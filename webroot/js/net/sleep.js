const TICK = 5_000;
/** More than browsers delay the timers of a hidden tab. */
const LATE = 75_000;

/** Notices that the machine has slept: a timer comes much too late. */
export class Sleep {
  constructor({ now, setTimeout, onWake }) {
    Object.assign(this, { now, setTimeout, onWake });
  }

  watch() {
    const due = this.now() + TICK;
    this.setTimeout(() => {
      if (this.now() - due > LATE) this.onWake();
      this.watch();
    }, TICK);
  }
}
