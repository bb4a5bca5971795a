/** Stands for everybody, in the place of an id and of a name. */
export const EVERYBODY = 0;
export const ALL = 'all';
const NAME = /(^|[^A-Za-z0-9_.+@-])@([A-Za-z0-9_.-]{3,})/g;
const TRAILING = /[_.-]+$/;
const LONGEST = 32;
const BEGUN = /(?:^|[^A-Za-z0-9_.+@-])@([\p{L}\p{M}\p{N}_.-]{0,32})$/u;
const NEAR = 80;

/** Whether a message mentions somebody, alone or with everybody. */
export function isMentionOf({ mentions = [] }, userId) {
  return mentions.includes(EVERYBODY) || mentions.includes(userId);
}

/**
 * Where names stand in a text, as the server reads it (Mentions.java): `{from, word}`, with the `names` that may be meant in
 * lower case, the longer first: one may end with a full stop, and so may a sentence.
 */
export function namesIn(text) {
  return [...text.matchAll(NAME)].map(({ index, 1: before, 2: word }) => ({
    from: index + before.length,
    word,
    names: [...new Set([word, word.replace(TRAILING, '')])].filter((name) => name.length >= ALL.length && name.length <= LONGEST).map((name) => name.toLowerCase()),
  }));
}

/** Whether it names everybody. */
export function namesAll(text) {
  return namesIn(text).some(({ names }) => names.includes(ALL));
}

/** A text in parts: strings, and `{name, text}` where one of these names stands. */
export function splitAtNames(text, known) {
  const parts = [];
  let rest = 0;
  for (const { from, word, names } of namesIn(text)) {
    const name = names.find((one) => known.has(one));
    if (!name) continue;
    const to = from + 1 + name.length; // without the full stop of a sentence
    if (from > rest) parts.push(text.slice(rest, from));
    parts.push({ name, text: text.slice(from, to) });
    rest = to;
  }
  if (rest < text.length) parts.push(text.slice(rest));
  return parts;
}

/** The name that somebody begins to write just before the caret: `{from, word}`. */
export function mentionAt(text, caret) {
  const found = BEGUN.exec(text.slice(Math.max(0, caret - NEAR), caret));
  return found && { from: caret - found[1].length - 1, word: found[1] };
}
