const CASED = /^[\p{Lu}\p{Ll}]/u;
const TITLES = /^(?:(?:Prof|Dr|Mr|Mrs|Ms|Dipl|Ing)\.\s*)+(?=\S)/i;
/** What a society or a company is by law, which is behind many names and tells none from another. */
const FORM = /[\s,]+(?:e\.\s?V\.?|g?GmbH|Inc\.?|Ltd\.?|LLC|S\.A\.|Jr\.?|Sr\.?)$/i;

/** The first letter of the first and the last word; one sign alone where either is of a script without capitals, or no letter. */
export function initials(name) {
  const words = name.trim().replace(TITLES, '').replace(FORM, '').split(/\s+/).map(withoutSigns).filter(Boolean);
  const first = firstSign(words[0] ?? name.trim());
  const last = words.length > 1 ? firstSign(words[words.length - 1]) : '';
  return (CASED.test(first) && CASED.test(last) ? first + last : first).toUpperCase();
}

/** From its first letter, digit or picture on. */
function withoutSigns(word) {
  return word.replace(/^\p{P}+/u, '');
}

function firstSign(word) {
  const [segment] = new Intl.Segmenter(undefined, { granularity: 'grapheme' }).segment(word);
  return segment?.segment ?? '';
}
