const OPEN = /(?:^|[\s(])(:([a-z0-9_+-]{2,30}))$/i;
const CLOSED = /(?:^|[\s(])(:([a-z0-9_+-]{2,30}):)$/i;

/** The `:shortcode` that somebody writes just before the caret: `{from, word, closed}`. */
export function shortcodeAt(text, caret) {
  const before = text.slice(Math.max(0, caret - 40), caret);
  const closed = CLOSED.exec(before);
  const found = closed ?? OPEN.exec(before);
  return found && { from: caret - found[1].length, word: found[2].toLowerCase(), closed: closed !== null };
}
