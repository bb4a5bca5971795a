import { hasVisible } from './signs.js';

/** The most code points that a message may have. */
export const MOST_CODE_POINTS = 10_000;

/**
 * The text as it is sent: without blank ends, and without what the server refuses: halves of surrogate pairs, and control
 * characters other than tab and line feed. Empty where there is nothing to see.
 */
export function cleaned(text) {
  const lines = text.replace(/\r\n?/g, '\n').replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g, '');
  const whole = lines.trim().replace(/[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g, '\ufffd');
  return hasVisible(whole) ? whole : '';
}

export function codePoints(text) {
  let count = 0;
  for (const _ of text) count++;
  return count;
}

const MOST_EMOJI = 3;
const EMOJI = emojiPattern();

/** Whether a text is nothing but one to three emoji, which are shown large. */
export function isFewEmoji(text) {
  if (!EMOJI || text.length > 80) return false;
  const rest = text.replace(/\s/g, '').replace(EMOJI, '.');
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

/** A text as messages that are not too long, cut between lines or words where that is possible. */
export function partsOf(text, most = MOST_CODE_POINTS) {
  const parts = [];
  let rest = cleaned(text);
  while (codePoints(rest) > most) {
    const start = indexOfCodePoint(rest, most);
    const head = rest.slice(0, start + 1);
    const cut = [head.lastIndexOf('\n'), head.lastIndexOf(' '), start].find((at) => at > start / 2);
    parts.push(rest.slice(0, cut).trim());
    rest = rest.slice(cut).trim();
  }
  return [...parts, rest].filter((part) => part !== '');
}

function indexOfCodePoint(text, count) {
  let index = 0;
  for (let i = 0; i < count; i++) index += text.codePointAt(index) > 0xffff ? 2 : 1;
  return index;
}
