const CASED = /^[\p{Lu}\p{Ll}]/u;

/** The first letter of the first and the last word; one sign alone where either is of a script without capitals, or no letter. */
export function initials(name) {
  const words = name.trim().split(/\s+/);
  const first = firstSign(words[0]);
  const last = words.length > 1 ? firstSign(words[words.length - 1]) : '';
  return (CASED.test(first) && CASED.test(last) ? first + last : first).toUpperCase();
}

function firstSign(word) {
  const [segment] = new Intl.Segmenter(undefined, { granularity: 'grapheme' }).segment(word);
  return segment?.segment ?? '';
}
