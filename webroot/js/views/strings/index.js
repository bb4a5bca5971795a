import en from './en.js';

/** What a language is called by those who speak it, and its texts, which only they fetch. English stands in for what is missing. */
export const LANGUAGES = {
  en: { name: 'English', load: async () => en },
  de: { name: 'Deutsch', load: async () => (await import('./de.js')).default },
  ar: { name: 'العربية', load: async () => (await import('./ar.js')).default },
  zh: { name: '简体中文', load: async () => (await import('./zh.js')).default },
};

let chosen = 'en';
let texts = en;

/** The language that fits: the chosen one, else the first of the browser's that there is. */
export function pickLanguage(preference, browsers) {
  if (LANGUAGES[preference]) return preference;
  const codes = browsers.map((tag) => tag.toLowerCase().split('-')[0]);
  return codes.find((code) => LANGUAGES[code]) ?? 'en';
}

/** Fails where the texts cannot be fetched: the page then goes on as before. */
export async function speak(language) {
  texts = await LANGUAGES[language].load();
  chosen = language;
}

/** The BCP 47 tag for dates and for the page. All numbers of a page are of the same digits. */
export function languageTag() {
  if (chosen === 'ar') return 'ar-u-nu-latn';
  return chosen === 'zh' ? 'zh-CN' : navigator.languages.find((tag) => tag.startsWith(chosen)) ?? chosen;
}

/** A text in the language of the page; some take parameters. */
export function t(key, ...parameters) {
  const text = texts[key] ?? en[key];
  return typeof text === 'function' ? parameters.reduce(withOneStop, text(...parameters)) : text;
}

/** A sentence that ends with a name which ends with a full stop has one. */
function withOneStop(text, parameter) {
  return typeof parameter === 'string' && parameter.endsWith('.') && text.endsWith(`${parameter}.`) ? text.slice(0, -1) : text;
}

/**
 * What to tell of a failure: our words for a code that we know, else the server's sentence; `otherwise` of one that did
 * not come from the server.
 */
export function explain(failure, otherwise) {
  const code = typeof failure === 'string' ? failure : failure.code;
  const words = texts.error;
  if (typeof code !== 'string') return otherwise ?? words.other;
  const reasons = Object.values(failure.fields ?? {});
  if (code === 'invalid' && reasons.length > 0) return [...new Set(reasons.map(because))].join(' ');
  return words[code] ?? (failure.status === 429 ? words.too_many_requests : failure.detail || words.other);
}

/** What is wrong with a field, in our words: the server gives a reason in English, such as `has more than 64 characters`. */
export function because(reason) {
  const { reason: reasons, error } = texts;
  const numbers = reason.match(/\d+/g) ?? [];
  const words = reasons[reason.replace(/\d+/g, '#')];
  return (typeof words === 'function' ? words(...numbers) : words) ?? error.invalid;
}
