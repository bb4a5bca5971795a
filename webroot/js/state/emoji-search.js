// Its words are not set apart: 心 is to find 红心.
const UNSPACED = /\p{Script=Han}/u;

/** The emoji that all words of a text are said of, as names or tags; those that are called so come first. */
export function searched(emoji, text) {
  const wanted = spaced(text);
  const words = wanted.trim().split(' ');
  return emoji
    .map((one) => ({ one, ...saidOf(one) }))
    .filter(({ one, names, tags }) => one.emoticon === text || words.every((word) => begins(names, word) || begins(tags, word)))
    .map((found) => ({ one: found.one, distance: found.one.emoticon === text ? 0 : distance(wanted, found) }))
    .sort((a, b) => a.distance - b.distance)
    .map(({ one }) => one);
}

function saidOf({ annotation, shortcodes = [], tags = [] }) {
  return { names: [annotation, ...shortcodes].map(spaced), tags: tags.map(spaced) };
}

function distance(wanted, { names, tags }) {
  const tagged = tags.includes(wanted);
  if (names.includes(wanted)) return 0;
  if (tagged && begins(names, wanted.trim())) return 1;
  if (names.some((name) => `${name} `.includes(`${wanted} `))) return 2;
  if (tagged) return 3;
  return begins(names, wanted.trim()) ? 4 : 5;
}

/** Whether a word of one of the names begins so. */
function begins(names, word) {
  const beginning = UNSPACED.test(word) ? word : ` ${word}`;
  return names.some((name) => name.includes(beginning));
}

/** In small letters without marks, with a blank before each word; Arabic ones as they are written in haste. */
function spaced(name) {
  const plain = name.toLowerCase().normalize('NFD').replace(/\p{M}/gu, '').replaceAll('ة', 'ه').replaceAll('ى', 'ي');
  return ` ${plain.replace(/[\s_-]+/g, ' ').trim()}`;
}
