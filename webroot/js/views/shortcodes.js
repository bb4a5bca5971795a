import { useEffect, useState } from 'preact/hooks';
import { shortcodeAt } from '../state/shortcode.js';
import { extras } from './later.js';

/**
 * Completes `:smi` to an emoji while somebody writes, and turns `:smile:` into one. `replace(from, to, text)` changes
 * what is written. Its `onKeyDown` says whether it used the key.
 */
export function useShortcodes({ text, caret, replace }) {
  const [choices, setChoices] = useState([]);
  const [at, setAt] = useState(0);
  const [dismissed, dismiss] = useState(null);
  const code = shortcodeAt(text, caret);
  useEffect(() => {
    if (!code || code.from === dismissed) {
      setChoices([]);
      return undefined;
    }
    let current = true;
    look(code).then(
      ({ sign, list }) => {
        if (!current) return;
        if (sign) replace(code.from, caret, sign);
        setChoices(list);
        setAt(0);
      },
      () => {}, // without emoji one can still write
    );
    // Also once it is dismissed: what is still being looked up would come back.
    return () => (current = false);
  }, [text, caret, dismissed]);
  const shown = code && !code.closed ? choices : [];
  const take = (choice) => {
    setChoices([]);
    replace(code.from, caret, `${choice.sign} `);
  };
  const keys = {
    ArrowDown: () => setAt((at + 1) % shown.length),
    ArrowUp: () => setAt((at + shown.length - 1) % shown.length),
    Enter: () => take(shown[at]),
    Tab: () => take(shown[at]),
    Escape: () => (dismiss(code.from), setChoices([])),
  };
  const onKeyDown = (event) => {
    if (shown.length === 0 || event.shiftKey || !keys[event.key]) return false;
    event.preventDefault();
    event.stopPropagation();
    keys[event.key]();
    return true;
  };
  return { choices: shown, at, take, onKeyDown };
}

async function look({ word, closed }) {
  const { emojiLike, emojiNamed } = await extras();
  return closed ? { sign: await emojiNamed(word), list: [] } : { list: await emojiLike(word) };
}
