import en from './en.js';
import zh from './zh.js';

/** One file a language; the first is what others fall back to. */
export const LANGUAGES = { en, zh };

let chosen = 'en';

/** The language that fits: the chosen one, else the first of the browser's that there is. */
export function pickLanguage(preference, browsers) {
  if (LANGUAGES[preference]) return preference;
  const codes = browsers.map((tag) => tag.toLowerCase().split('-')[0]);
  return codes.find((code) => LANGUAGES[code]) ?? 'en';
}

export function speak(language) {
  chosen = language;
}

/** The BCP 47 tag for dates and for the page. */
export function languageTag() {
  return chosen === 'zh' ? 'zh-CN' : navigator.languages.find((tag) => tag.startsWith(chosen)) ?? chosen;
}

/** A text in the language of the page; some take parameters. */
export function t(key, ...parameters) {
  const text = LANGUAGES[chosen][key] ?? en[key];
  return typeof text === 'function' ? text(...parameters) : text;
}

/**
 * What to tell of a failure: our words for a code that we know, else the server's sentence; `otherwise` of one that did
 * not come from the server.
 */
export function explain(failure, otherwise) {
  const code = typeof failure === 'string' ? failure : failure.code;
  const words = LANGUAGES[chosen].error;
  if (typeof code !== 'string') return otherwise ?? words.other;
  const reasons = Object.values(failure.fields ?? {});
  if (code === 'invalid' && reasons.length > 0) return [...new Set(reasons.map(because))].join(' ');
  return words[code] ?? (failure.status === 429 ? words.too_many_requests : failure.detail || words.other);
}

/** What is wrong with a field, in our words: the server gives a reason in English, such as `has more than 64 characters`. */
export function because(reason) {
  const { reason: reasons, error } = LANGUAGES[chosen];
  const numbers = reason.match(/\d+/g) ?? [];
  const words = reasons[reason.replace(/\d+/g, '#')];
  return (typeof words === 'function' ? words(...numbers) : words) ?? error.invalid;
}
