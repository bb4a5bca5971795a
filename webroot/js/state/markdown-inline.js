import { linkAt, signBefore } from './links.js';
import { hasVisible } from './text-match.js';

// Not __bold__: names such as __init__ are more common in a chat.
const KINDS = { '**': 'bold', '~~': 'strike', '*': 'italic', '_': 'italic', '***': 'both' };
const SIGNS = /\*+|_+|~+/g;
const BLANK = /[\t-\r\p{Z}]/u;
const WORD = /[\p{L}\p{M}\p{N}]/u;
// Scripts without spaces, or whose words get endings: there ** may stand inside a word.
const UNSPACED = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u;
// Words or emoji; what faces are made of is neither.
const SAID = /[\p{L}\p{N}\u2607-\u27bf\u{1f000}-\u{1faff}]/u;
// Of faces, paths, patterns and code rather than of sentences: (*^_^*), ¯\_(ツ)_/¯, *.txt, /*x*/.
const NO_START = /[.,;:!?)\]}>/\\|=\p{Pe}\p{Sk}]|[^\P{Po}\0-\x7f¿¡…§¶]/u;
const NO_SIDE = /[\\/^<>|=]/;
// Stands for a part that is no text.
const PART = '\ufffc';
const PARAGRAPHS = /(\n[^\S\n]*\n\s*)/;

/**
 * The parts of a line or more: texts, `{kind: 'bold' | 'italic' | 'strike', inline}`, `{kind: 'code', text}` and
 * `{kind: 'link', href, text}`. One pass with a stack in which each sign is open at most once, so the time is linear.
 */
export function inlineOf(text) {
  const stack = [{ sign: '', inline: [] }];
  for (const paragraph of text.split(PARAGRAPHS)) {
    readParts(stack, withLinks(withCode(paragraph)));
    while (stack.length > 1) giveUp(stack);
  }
  return stack[0].inline;
}

function readParts(stack, parts) {
  parts.forEach((part, index) => {
    if (typeof part !== 'string') push(stack, part);
    else readSigns(stack, part, index > 0, index < parts.length - 1);
  });
}

/** Code first: inside it no other sign means anything. As many backticks end it as began it, in the same line. */
function withCode(text) {
  const runs = [...text.matchAll(/`+/g)];
  const nextAlike = nextOfLength(runs);
  const parts = [];
  let rest = 0;
  for (let i = 0; i < runs.length; i++) {
    const last = nextAlike[i];
    const start = runs[i].index + runs[i][0].length;
    const code = last === undefined ? '' : text.slice(start, runs[last].index);
    if (!hasVisible(code) || code.includes('\n')) continue;
    parts.push(text.slice(rest, runs[i].index), { kind: 'code', text: unpadded(code) });
    rest = runs[last].index + runs[last][0].length;
    i = last;
  }
  return [...parts, text.slice(rest)].filter((part) => part !== '');
}

/** For each run of backticks the index of the next one that is as long. */
function nextOfLength(runs) {
  const next = [];
  const seen = new Map();
  for (let i = runs.length - 1; i >= 0; i--) {
    next[i] = seen.get(runs[i][0].length);
    seen.set(runs[i][0].length, i);
  }
  return next;
}

/** A blank at both ends only keeps backticks apart. */
function unpadded(code) {
  return code.startsWith(' ') && code.endsWith(' ') ? code.slice(1, -1) : code;
}

function withLinks(parts) {
  return parts.flatMap((part) => (typeof part === 'string' ? splitAtLinks(part) : [part]));
}

function splitAtLinks(text) {
  const parts = [];
  let rest = 0;
  for (const found of text.matchAll(linkAt.pattern)) {
    const made = found.index >= rest && linkAt(found);
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
    const before = signBefore(text, index) || (follows ? PART : ' ');
    const after = signAt(text, index + sign.length) || (precedes ? PART : ' ');
    push(stack, text.slice(rest, index));
    readSign(stack, sign, before, after);
    rest = index + sign.length;
  }
  push(stack, text.slice(rest));
}

function readSign(stack, sign, before, after) {
  const open = stack.findLastIndex((frame) => frame.sign === sign);
  if (open > 0 && closes(sign, before, after)) {
    while (stack.length - 1 > open) giveUp(stack);
    if (!saysSomething(stack[open].inline)) {
      giveUp(stack);
      push(stack, sign);
      return;
    }
    const { inline } = stack.pop();
    push(stack, nodeOf(KINDS[sign], inline));
  } else if (KINDS[sign] && open < 0 && opens(sign, before, after)) {
    stack.push({ sign, inline: [] });
  } else {
    push(stack, sign);
  }
}

/** A sign inside a word is no sign (snake_case, 2*3*4, 长*宽*高), nor is one that turns away from what it would mark. */
function opens(sign, before, after) {
  return !BLANK.test(after) && !NO_START.test(after) && !isWord(sign, before) && !NO_SIDE.test(before);
}

function closes(sign, before, after) {
  return !BLANK.test(before) && before !== '\\' && !isWord(sign, after) && !NO_SIDE.test(after);
}

function isWord(sign, beside) {
  return WORD.test(beside) && !(sign.startsWith('**') && UNSPACED.test(beside));
}

function saysSomething(inline) {
  return inline.some((part) => typeof part !== 'string' || SAID.test(part));
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

function signAt(text, index) {
  return index < text.length ? String.fromCodePoint(text.codePointAt(index)) : '';
}
