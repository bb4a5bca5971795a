import { parsed } from './markdown.js';
import { MOST_CODE_POINTS } from './text.js';

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
  const end = text.length > most ? indexOf(text, most) : text.length;
  if (end === text.length) return text;
  // Some signs are longer than all that there is room for: 400 accents on a letter.
  const start = new Intl.Segmenter().segment(text.slice(0, 2 * end)).containing(end).index || end;
  return `${text.slice(0, start).trimEnd()}…`;
}

/** Where the code point with this number begins. */
function indexOf(text, number) {
  let index = 0;
  for (let i = 0; i < number && index < text.length; i++) index += text.codePointAt(index) > 0xffff ? 2 : 1;
  return index;
}
