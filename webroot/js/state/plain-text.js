import { parsed } from './markdown.js';
import { MOST_CODE_POINTS, indexAfter, signAt } from './text.js';

const LONGEST = 2 * MOST_CODE_POINTS;

/**
 * A text for where there is room for one line: without the signs of markup, and cut between two signs that one sees as
 * such. The server makes the same of it for pushes (PlainText.java).
 *
 * @param most code points
 * @param torn whether the text is the beginning of a longer one
 */
export function plainOf(text, most = Infinity, torn = false) {
  const whole = text.length <= LONGEST;
  const words = flat(parsed(whole ? text : text.slice(0, LONGEST), torn || !whole));
  return cut(words.replace(/[\t-\r\p{Z}]+/gu, ' ').trim(), most);
}

function flat(nodes) {
  return nodes.map((node) => (typeof node === 'string' ? node : flatOne(node))).join('');
}

function flatOne({ kind, text, inline, blocks, items, numbers, sign }) {
  if (kind === 'list') return items.map((item, i) => `\n${numbers ? `${numbers[i]}${sign} ` : ''}${flat(item)}`).join('') + '\n';
  const ends = kind === 'text' || kind === 'pre' ? '\n' : '';
  return blocks ? flat(blocks) : `${text ?? flat(inline)}${ends}`;
}

/** The beginning of a text, cut between two signs that one sees as such. */
export function cut(text, most) {
  const end = text.length > most ? indexAfter(text, 0, most) : text.length;
  return end === text.length ? text : `${text.slice(0, signAt(text, end) || end).trimEnd()}…`;
}
