import { searched } from '../state/emoji-search.js';
import { languageTag } from './strings/index.js';

// Fetched when somebody first wants one, never with the page.

const MOST = 6;
const RECENT = 16;
const NEWEST_VERSION = 15;
const TRANSLATED = ['ar', 'de', 'zh'];
/** The groups of the data in the order in which they are shown: number and sign. */
const GROUPS = [[0, '😀'], [1, '👋'], [3, '🐻'], [4, '🍎'], [5, '🚗'], [6, '⚽'], [7, '💡'], [8, '🔣'], [9, '🏁']];

const databases = new Map();

/** All emoji in groups: `[{name, sign, emoji}]`, those used most first; `name` is 'recent' or the group's place. */
export async function emojiGroups() {
  const all = await database(pageLocale());
  const [recent, ...groups] = await Promise.all([
    all.getTopFavoriteEmoji(RECENT),
    ...GROUPS.map(([number]) => all.getEmojiByGroup(number)),
  ]);
  return [
    { name: 'recent', sign: '🕒', emoji: recent },
    ...groups.map((emoji, index) => ({ name: index, sign: GROUPS[index][1], emoji: emoji.filter(isUsual) })),
  ].filter((group) => group.emoji.length > 0);
}

/** Those of the groups whose names have the words, in the language of the page. */
export function emojiFor(words, groups) {
  return searched(groups.filter(({ name }) => name !== 'recent').flatMap(({ emoji }) => emoji), words);
}

export async function skinTone() {
  return (await database(pageLocale())).getPreferredSkinTone();
}

export async function chooseSkinTone(tone) {
  await (await database(pageLocale())).setPreferredSkinTone(tone);
}

export async function noteUse(emoji) {
  await (await database(pageLocale())).incrementFavoriteEmojiCount(emoji.unicode);
}

/** An emoji in a skin tone from 1 to 5, where it has any; 0 is none. */
export function toned(emoji, tone) {
  return emoji.skins?.find((skin) => skin.tone === tone)?.unicode ?? emoji.unicode;
}

/** Emoji whose shortcode begins with or has the word: `{sign, name}`, the nearest first. */
export async function emojiLike(word) {
  const found = await (await database('en')).getEmojiBySearchQuery(word.replaceAll('_', ' '));
  const named = found.filter(isUsual).flatMap(({ unicode, shortcodes = [] }) => {
    const name = shortcodes.find((code) => code.startsWith(word)) ?? shortcodes.find((code) => code.includes(word));
    return name ? [{ sign: unicode, name }] : [];
  });
  const far = ({ name }) => (name.startsWith(word) ? 0 : 100) + name.length;
  return named.sort((a, b) => far(a) - far(b)).slice(0, MOST);
}

/** The emoji with exactly this shortcode, if there is one. */
export async function emojiNamed(code) {
  return (await (await database('en')).getEmojiByShortcode(code))?.unicode;
}

// The newest are boxes in most fonts.
function isUsual({ version }) {
  return version <= NEWEST_VERSION;
}

function pageLocale() {
  const [language] = languageTag().split('-');
  return TRANSLATED.includes(language) ? language : 'en';
}

function database(locale) {
  if (!databases.has(locale)) databases.set(locale, open(locale));
  return databases.get(locale);
}

async function open(locale) {
  try {
    const { default: Database } = await import('../../vendor/emoji-database.js');
    const opened = new Database({ locale, dataSource: `/vendor/emoji-${locale}.json` });
    await opened.ready();
    return opened;
  } catch (failure) {
    databases.delete(locale);
    throw failure;
  }
}
