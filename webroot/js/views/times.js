import { languageTag, t } from './strings/index.js';
import { today } from './today.js';

const DAY = 86_400_000;
const formats = new Map();
// A format keeps the time zone in which it was made.
today.subscribe(() => formats.clear());

export function clock(time) {
  return format({ timeStyle: 'short' }).format(time);
}

export function moment(time) {
  return format({ dateStyle: 'medium', timeStyle: 'short' }).format(time);
}

/** As the list shows it: the hour today, the weekday this week, else the date. */
export function shortTime(time, now = Date.now()) {
  const days = daysBetween(time, now);
  if (days === 0) return clock(time);
  if (days === 1) return t('yesterday');
  if (days < 7) return format({ weekday: 'short' }).format(time);
  return format({ day: 'numeric', month: 'numeric', year: '2-digit' }).format(time);
}

/** As a separator between days. */
export function dayName(time, now = Date.now()) {
  const days = daysBetween(time, now);
  if (days === 0) return t('today');
  if (days === 1) return t('yesterday');
  return format(days < 300 ? { weekday: 'long', day: 'numeric', month: 'long' } : { dateStyle: 'long' }).format(time);
}

export function lastSeen(iso, now = Date.now()) {
  const time = Date.parse(iso);
  if (now - time < 60_000) return t('lastSeenNow');
  const days = daysBetween(time, now);
  if (days === 0) return t('lastSeenToday', clock(time));
  if (days === 1) return t('lastSeenYesterday', clock(time));
  return t('lastSeenOn', format({ dateStyle: 'medium' }).format(time));
}

function daysBetween(time, now) {
  return Math.round((new Date(now).setHours(0, 0, 0, 0) - new Date(time).setHours(0, 0, 0, 0)) / DAY);
}

function format(options) {
  const key = languageTag() + JSON.stringify(options);
  if (!formats.has(key)) formats.set(key, new Intl.DateTimeFormat(languageTag(), options));
  return formats.get(key);
}
