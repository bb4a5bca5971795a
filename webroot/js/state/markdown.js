import { inlineOf } from './markdown-inline.js';
import { hasVisible } from './text-match.js';

const DEEPEST = 6;
const FENCE = /^( {0,3})(?:(`{3,})[^`]*|(~{3,}).*)$/;
const FENCE_END = /^ {0,3}(`{3,}|~{3,})[ \t]*$/;
// Not >_< nor >>>: what quotes is followed by a blank.
const QUOTE = /^ {0,3}>(?= |$)/;
const ITEM = /^([ \t]{0,24})(?:[-*+]|(0|[1-9]\d{0,8})([.)]))[ \t]+(?=\S)/;
const RULE = /^\s*([-*])(?:\s*\1){2,}\s*$/;
const SIGNED_NUMBER = /^\s*[-+]\s+[.,]?\d/;
const FARTHEST = 6;
const DEEPER = 2;

/**
 * What people mean by the signs in a message, as a tree. Blocks: `{kind: 'text', inline}`, `{kind: 'quote', blocks}`,
 * `{kind: 'list', items: [inline], numbers?, sign?}`, `{kind: 'pre', text}`; what `inline` is stands in
 * markdown-inline.js. An item ends with the lists that are set in below it.
 * Signs mean what they mean in CommonMark, and less: whatever is not clearly one of these stays as it was written.
 *
 * @param torn whether the text is the beginning of a longer one, in which code may end
 */
export function parsed(text, torn = false) {
  return blocksOf(text.split('\n'), 0, torn);
}

function blocksOf(lines, depth, torn) {
  const blocks = [];
  let plain = [];
  const flush = () => {
    if (plain.length > 0) blocks.push({ kind: 'text', inline: inlineOf(plain.join('\n')) });
    plain = [];
  };
  const fenceAt = fencesOf(lines, torn);
  for (let i = 0; i < lines.length; ) {
    const block = codeAt(lines, i, fenceAt) || (depth < DEEPEST && quoteAt(lines, i, depth)) || listAt(lines, i, plain);
    if (block && !block.node) {
      plain.push(...lines.slice(i, block.next));
      i = block.next;
    } else if (block) {
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

/** Where the code ends that a line begins: at a fence of the same kind that is as long at least. Linear in all lines. */
function fencesOf(lines, torn) {
  const ends = lines.map((line) => FENCE_END.exec(line)?.[1] ?? '');
  const longest = { '`': 0, '~': 0 };
  const longestAfter = [];
  for (let i = lines.length - 1; i >= 0; i--) {
    longestAfter[i] = { ...longest };
    if (ends[i]) longest[ends[i][0]] = Math.max(longest[ends[i][0]], ends[i].length);
  }
  return (start, fence) => {
    if (longestAfter[start][fence[0]] < fence.length) return torn ? lines.length : -1;
    return endOf(lines, start + 1, (_, i) => ends[i][0] !== fence[0] || ends[i].length < fence.length);
  };
}

function codeAt(lines, start, fenceAt) {
  const [, indent, backticks, tildes] = FENCE.exec(lines[start]) ?? [];
  if (indent === undefined) return undefined;
  const end = fenceAt(start, backticks ?? tildes);
  const unindented = new RegExp(`^ {0,${indent.length}}`);
  const text = lines.slice(start + 1, Math.max(start, end)).map((line) => line.replace(unindented, '')).join('\n');
  return hasVisible(text) ? { node: { kind: 'pre', text }, next: end + 1 } : undefined;
}

/** Without a node where the lines quote nothing. */
function quoteAt(lines, start, depth) {
  const next = endOf(lines, start, (line) => QUOTE.test(line));
  if (next === start) return undefined;
  const inside = lines.slice(start, next).map((line) => line.replace(/^ {0,3}> ?/, ''));
  if (!inside.some((line) => /[^>\s]/.test(line))) return { next };
  return { node: { kind: 'quote', blocks: blocksOf(inside, depth + 1, false) }, next };
}

/** Below a line of text a list begins with 1 or a dot: a year at the beginning of a line is none. */
function listAt(lines, start, above) {
  const first = itemAt(lines[start]);
  if (!first || first[1].length > FARTHEST) return undefined;
  if (isNumbered(first) && (above.at(-1)?.trim() || isOfItemAbove(lines, start, first))) return undefined;
  const list = listOf(lines, start, first, 0);
  return list.next === start + 1 && SIGNED_NUMBER.test(lines[start]) ? undefined : list;
}

function listOf(lines, start, [, { length: indent }, number, sign], depth) {
  const items = [];
  const numbers = [];
  let next = start;
  while (next < lines.length) {
    const item = itemAt(lines[next]);
    if (!item || (depth > 0 && item[1].length < indent) || (next > start && isNumbered(item) && isOfItemAbove(lines, next, item))) break;
    if (items.length > 0 && depth < DEEPEST && item[1].length >= indent + DEEPER) {
      const inner = listOf(lines, next, item, depth + 1);
      items.at(-1).push(inner.node);
      next = inner.next;
    } else if (item[3] === sign) {
      items.push(inlineOf(lines[next++].replace(ITEM, '')));
      numbers.push(Number(item[2]));
    } else {
      break;
    }
  }
  return { node: number === undefined ? { kind: 'list', items } : { kind: 'list', items, numbers, sign }, next };
}

/** With another number than the first. */
function isNumbered([, , number]) {
  return number !== undefined && number !== '1';
}

/** Whether a line stands as far in as the text of the item above it. */
function isOfItemAbove(lines, at, [, { length: indent }]) {
  return indent > 0 && indent >= itemAt(lines[at - 1])?.[0].length;
}

function itemAt(line) {
  return RULE.test(line) ? null : ITEM.exec(line);
}

function endOf(lines, start, belongs) {
  let end = start;
  while (end < lines.length && belongs(lines[end], end)) end++;
  return end;
}

function trimEnd(lines) {
  while (lines.length > 0 && lines[lines.length - 1].trim() === '') lines.pop();
}
