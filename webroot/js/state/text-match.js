// Blanks, controls, what Unicode calls default-ignorable, and signs whose picture is empty; the server's Signs.java says why.
const VISIBLE =
  /[^\p{Z}\p{Cc}\p{Cs}\p{Default_Ignorable_Code_Point}\u2800\ufff9-\ufffb\u{13430}-\u{1343f}\u{16fe4}\u{1d159}]/u;

/** Whether there is something to see in a text. */
export function hasVisible(text) {
  return VISIBLE.test(text);
}

/** Whether a search finds somebody: each of its words is a part of `@username` or of the display name. */
export function isFoundBy({ username, displayName }, text) {
  const names = folded(`@${username} ${displayName}`);
  return folded(text).split(/\s+/).every((word) => names.includes(word));
}

/** Whether one of these names begins with a text, or one of their words does. */
export function beginsLike({ username, displayName }, text) {
  return [username, ...displayName.split(/\s+/), displayName].some((name) => folded(name).startsWith(folded(text)));
}

/** Without what one does not type: case, accents, another width. Upper case is the same for ß and ss, and for i and ı. */
function folded(text) {
  return text.normalize('NFKD').replace(/\p{M}/gu, '').toUpperCase();
}
