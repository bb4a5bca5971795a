import { Store } from '../state/store.js';

const MINUTE = 60_000;

/** Another value with each new date, and in each new time zone. */
export const today = new Store(dateAndZone());

/** Another value with each minute. */
export const minute = new Store(minuteNow());

/** A page may be open for days, and travel. Hidden pages may sleep: they look again when they are seen. */
export function followTheClock() {
  tick();
  for (const event of ['focus', 'pageshow', 'visibilitychange', 'resume']) addEventListener(event, look, true);
}

function tick() {
  look();
  setTimeout(tick, MINUTE - (Date.now() % MINUTE));
}

function look() {
  today.set(dateAndZone());
  minute.set(minuteNow());
}

function dateAndZone() {
  return `${new Date().toDateString()} ${new Intl.DateTimeFormat().resolvedOptions().timeZone}`;
}

function minuteNow() {
  return Math.floor(Date.now() / MINUTE);
}
