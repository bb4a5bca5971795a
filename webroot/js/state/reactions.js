const SEED = ['👍', '❤️', '😂', '😮', '😢', '🙏'];
const MOST = SEED.length;

/** With what one reacts at a press: the last used, and in the beginning what most people use. */
export function quickReactions(used) {
  return [...new Set([...(Array.isArray(used) ? used : []), ...SEED])].slice(0, MOST);
}

/** The last used once one more was. */
export function withUsed(used, emoji) {
  return [...new Set([emoji, ...quickReactions(used)])].slice(0, MOST);
}
