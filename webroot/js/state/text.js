/** The most code points that a message may have. */
export const MOST_CODE_POINTS = 10_000;

/** The text as it is sent: without blank ends, and without halves of surrogate pairs, which the server refuses. */
export function cleaned(text) {
  return text.trim().replace(/[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g, '\ufffd');
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
