import { linkAt } from './links.js';

// Not __bold__: names such as __init__ are more common in a chat.
const KINDS = { '**': 'bold', '~~': 'strike', '*': 'italic', '_': 'italic', '***': 'both' };
const SIGNS = /\*+|_+|~+/g;
const BLANK = /\s/;
// A sign inside a word is no sign (snake_case, 2*3*4); scripts without spaces have no inside.
const WORD = /(?![\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}])[\p{L}\p{N}]/u;

/**
 * The parts of a line or more: texts, `{kind: 'bold' | 'italic' | 'strike', inline}`, `{kind: 'code', text}` and
 * `{kind: 'link', href, text}`. One pass with a stack in which each sign is open at most once, so the time is linear.
 */
export function inlineOf(text) {
  const stack = [{ sign: '', inline: [] }];
  const parts = withLinks(withCode(text));
  parts.forEach((part, index) => {
    if (typeof part !== 'string') push(stack, part);
    else readSigns(stack, part, index > 0, index < parts.length - 1);
  });
  while (stack.length > 1) giveUp(stack);
  return stack[0].inline;
}

/** Code first: inside it no other sign means anything. */
function withCode(text) {
  return split(text, /`([^`\n]+)`/g, (found) => ({ length: found[0].length, node: { kind: 'code', text: found[1] } }));
}

function withLinks(parts) {
  return parts.flatMap((part) => (typeof part === 'string' ? split(part, linkAt.pattern, linkAt) : [part]));
}

function split(text, pattern, nodeOf) {
  const parts = [];
  let rest = 0;
  for (const found of text.matchAll(pattern)) {
    const made = nodeOf(found, text[found.index - 1]);
    if (!made) continue;
    if (found.index > rest) parts.push(text.slice(rest, found.index));
    parts.push(made.node);
    rest = found.index + made.length;
  }
  if (rest < text.length) parts.push(text.slice(rest));
  return parts;
}

function readSigns(stack, text, follows, precedes) {
  let rest = 0;
  for (const { 0: sign, index } of text.matchAll(SIGNS)) {
    const before = text[index - 1] ?? (follows ? '.' : ' ');
    const after = text[index + sign.length] ?? (precedes ? '.' : ' ');
    push(stack, text.slice(rest, index));
    readSign(stack, sign, before, after);
    rest = index + sign.length;
  }
  push(stack, text.slice(rest));
}

function readSign(stack, sign, before, after) {
  const open = stack.findLastIndex((frame) => frame.sign === sign);
  const closes = open > 0 && !BLANK.test(before) && !WORD.test(after);
  const opens = KINDS[sign] && open < 0 && !BLANK.test(after) && !WORD.test(before);
  if (closes) {
    while (stack.length - 1 > open) giveUp(stack);
    const { inline } = stack.pop();
    push(stack, nodeOf(KINDS[sign], inline));
  } else if (opens) {
    stack.push({ sign, inline: [] });
  } else {
    push(stack, sign);
  }
}

function nodeOf(kind, inline) {
  return kind === 'both' ? { kind: 'bold', inline: [{ kind: 'italic', inline }] } : { kind, inline };
}

/** What was opened last was never closed: the sign is just a sign. */
function giveUp(stack) {
  const { sign, inline } = stack.pop();
  push(stack, sign);
  for (const part of inline) push(stack, part);
}

function push(stack, part) {
  const { inline } = stack[stack.length - 1];
  if (part === '') return;
  const last = inline.length - 1;
  if (typeof part === 'string' && typeof inline[last] === 'string') inline[last] += part;
  else inline.push(part);
}
