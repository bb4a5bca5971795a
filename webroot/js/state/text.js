import { hasVisible } from './text-match.js';

/** The most code points that a message may have. */
export const MOST_CODE_POINTS = 10_000;
const LONGEST_SIGN = 200;

/**
 * The text as it is sent: without blank ends, and without what the server refuses: halves of surrogate pairs, and control
 * characters other than tab and line feed. Empty where there is nothing to see.
 */
export function cleaned(text) {
  const lines = text.replace(/\r\n?/g, '\n').replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g, '').trim();
  return hasVisible(lines) ? lines.replace(/\p{Cs}/gu, '\ufffd') : '';
}

export function codePoints(text) {
  let count = text.length;
  for (let i = 0; i < text.length; i++) if (isLow(text, i)) count--;
  return count;
}

/** Where what one sees as a sign begins to which an index belongs: an emoji of several code points, a letter with accents. */
export function signAt(text, index) {
  const near = Math.max(0, index - LONGEST_SIGN);
  const from = isLow(text, near) ? near + 1 : near;
  const start = new Intl.Segmenter().segment(text.slice(from, index + LONGEST_SIGN)).containing(index - from)?.index ?? 0;
  // Some are longer than any that was meant: 400 accents on a letter.
  return start > 0 || from === 0 ? from + start : index;
}

/** Where the code point stands that comes so many after the one at an index. */
export function indexAfter(text, from, count) {
  let index = from;
  for (let i = 0; i < count && index < text.length; i++) index += isLow(text, index + 1) ? 2 : 1;
  return Math.min(index, text.length);
}

/** Whether the second half of a pair of surrogates stands there. */
function isLow(text, index) {
  const high = text.charCodeAt(index - 1);
  const low = text.charCodeAt(index);
  return low >= 0xdc00 && low < 0xe000 && high >= 0xd800 && high < 0xdc00;
}

const FROM_RIGHT = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u;
/** Addresses, names and code, each of which runs as it does wherever it stands. */
const APART = /`[^`]*`|https?:\S*|[@#][\w.~-]+/g;

/** Whether the last line of a text runs from right to left, as its first letter does. */
export function endsLeft(text) {
  const last = text.slice(text.lastIndexOf('\n') + 1).replace(APART, '');
  const [letter] = last.match(/\p{L}/u) ?? [''];
  return FROM_RIGHT.test(letter);
}

const MOST_EMOJI = 3;
const EMOJI = emojiPattern();
/** Signs that are emoji too, and are meant so where they stand alone; not those that belong to words. */
const BARE = /(?![©®™])\p{Emoji}(?<!\p{Emoji_Presentation})(?![\ufe0e\ufe0f\p{Emoji_Modifier}])/gu;

/** Whether a text is nothing but one to three emoji, which are shown large. */
export function isFewEmoji(text) {
  if (!EMOJI || text.length > 80) return false;
  const rest = text.replace(/\s/g, '').replace(BARE, '$&\ufe0f').replace(EMOJI, '.');
  return rest.length > 0 && rest.length <= MOST_EMOJI && /^\.+$/.test(rest) && !text.includes('.');
}

// Not every browser knows these sets yet.
function emojiPattern() {
  try {
    return new RegExp('\\p{RGI_Emoji}', 'gv');
  } catch {
    return null;
  }
}

/** A text as messages that are not too long, cut between lines, words or signs where that is possible. */
export function partsOf(text, most = MOST_CODE_POINTS) {
  const whole = cleaned(text);
  const parts = [];
  let from = 0;
  while (from < whole.length) {
    const end = indexAfter(whole, from, most);
    const cut = end < whole.length ? from + gapIn(whole.slice(from, end + 1)) : end;
    parts.push(whole.slice(from, cut).trim());
    from = afterBlanks(whole, cut);
  }
  return parts.filter((part) => hasVisible(part));
}

/** Where to cut before the last sign. */
function gapIn(head) {
  const last = head.length - 1;
  const gaps = [head.lastIndexOf('\n'), head.lastIndexOf(' '), signAt(head, last)];
  return gaps.find((gap) => gap > last / 2) ?? last;
}

function afterBlanks(text, index) {
  let next = index;
  while (next < text.length && /\s/.test(text[next])) next++;
  return next;
}
