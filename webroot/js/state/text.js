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
