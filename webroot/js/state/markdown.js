import { inlineOf } from './markdown-inline.js';

const DEEPEST = 6;
const FENCE = /^\s{0,3}```\s*[\w+#.-]{0,30}\s*$/;
const FENCE_END = /^\s{0,3}```\s*$/;
const QUOTE = /^\s{0,3}> ?/;
const ITEM = /^(\s{0,24})(?:[-*+]|(\d{1,9})[.)])\s+(?=\S)/;
const FARTHEST = 6;
const DEEPER = 2;

/**
 * What people mean by the signs in a message, as a tree. Blocks: `{kind: 'text', inline}`, `{kind: 'quote', blocks}`,
 * `{kind: 'list', start?, items: [inline]}`, `{kind: 'pre', text}`; what `inline` is stands in markdown-inline.js. An
 * item ends with the lists that are set in below it.
 * Whatever is none of these stays as it was written.
 */
export function parsed(text) {
  return blocksOf(text.split('\n'), 0);
}

/** The same in one line and without the signs. */
export function plainOf(text) {
  return flat(parsed(text)).replace(/\s+/g, ' ').trim();
}

function flat(nodes) {
  return nodes.map((node) => (typeof node === 'string' ? node : flatOne(node))).join('');
}

function flatOne({ kind, text, inline, blocks, items }) {
  if (kind === 'list') return items.map((item) => `\n${flat(item)}`).join('') + '\n';
  const ends = kind === 'text' || kind === 'pre' ? '\n' : '';
  return blocks ? flat(blocks) : `${text ?? flat(inline)}${ends}`;
}

function blocksOf(lines, depth) {
  const blocks = [];
  let plain = [];
  const flush = () => {
    if (plain.length > 0) blocks.push({ kind: 'text', inline: inlineOf(plain.join('\n')) });
    plain = [];
  };
  const lastFence = lines.findLastIndex((line) => FENCE_END.test(line));
  for (let i = 0; i < lines.length; ) {
    const block = (i < lastFence && codeAt(lines, i)) || (depth < DEEPEST && quoteAt(lines, i, depth)) || listAt(lines, i);
    if (block) {
      trimEnd(plain);
      flush();
      blocks.push(block.node);
      i = block.next;
      while (i < lines.length && lines[i].trim() === '') i++;
    } else {
      plain.push(lines[i++]);
    }
  }
  flush();
  return blocks;
}

function codeAt(lines, start) {
  if (!FENCE.test(lines[start])) return undefined;
  const end = endOf(lines, start + 1, (line) => !FENCE_END.test(line));
  return { node: { kind: 'pre', text: lines.slice(start + 1, end).join('\n') }, next: end + 1 };
}

function quoteAt(lines, start, depth) {
  const next = endOf(lines, start, (line) => QUOTE.test(line));
  if (next === start) return undefined;
  const inside = lines.slice(start, next).map((line) => line.replace(QUOTE, ''));
  return { node: { kind: 'quote', blocks: blocksOf(inside, depth + 1) }, next };
}

function listAt(lines, start) {
  const first = ITEM.exec(lines[start]);
  return first && first[1].length <= FARTHEST ? listOf(lines, start, first, 0) : undefined;
}

function listOf(lines, start, [, { length: indent }, number], depth) {
  const items = [];
  let next = start;
  while (next < lines.length) {
    const item = ITEM.exec(lines[next]);
    if (!item || (depth > 0 && item[1].length < indent)) break;
    if (items.length > 0 && depth < DEEPEST && item[1].length >= indent + DEEPER) {
      const inner = listOf(lines, next, item, depth + 1);
      items.at(-1).push(inner.node);
      next = inner.next;
    } else if ((item[2] === undefined) === (number === undefined)) {
      items.push(inlineOf(lines[next++].replace(ITEM, '')));
    } else {
      break;
    }
  }
  return { node: number === undefined ? { kind: 'list', items } : { kind: 'list', start: Number(number), items }, next };
}

function endOf(lines, start, belongs) {
  let end = start;
  while (end < lines.length && belongs(lines[end])) end++;
  return end;
}

function trimEnd(lines) {
  while (lines.length > 0 && lines[lines.length - 1].trim() === '') lines.pop();
}
