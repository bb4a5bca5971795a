import { useEffect, useState } from 'preact/hooks';
import { ALL, mentionAt } from '../state/mention.js';
import { shortcodeAt } from '../state/shortcode.js';
import { isFoundBy } from '../state/text-match.js';
import { extras } from './lazy.js';

/** So long after the last letter of a name it is looked up. */
const PAUSE = 120;
const NONE = [];

/**
 * Completes what somebody writes just before the caret: `:smi` to an emoji, and with `findMembers`, which gives those
 * whose names have a word, `@an` to a name; `:smile:` becomes an emoji by itself. `replace(from, to, text)` changes what is
 * written. Its `onKeyDown` says whether it used the key; `onCaret` is told where the caret is now.
 */
export function useCompletion({ text, caret, replace, findMembers }) {
  const [choices, setChoices] = useState(NONE);
  const [chosen, choose] = useState(0);
  const [dismissed, dismiss] = useState(null);
  const begun = shortcodeAt(text, caret) ?? (findMembers && mentionAt(text, caret));
  useEffect(() => {
    if (!begun) dismiss(null);
    if (!begun || begun.from === dismissed) {
      setChoices(NONE);
      return undefined;
    }
    let current = true;
    const look = () =>
      found(begun, findMembers).then(
        ({ sign, list }) => {
          if (!current) return;
          if (sign) replace(begun.from, caret, sign);
          setChoices(list);
          choose(0);
        },
        () => {}, // without it one can still write
      );
    if (!isName(begun)) look();
    const timer = isName(begun) && setTimeout(look, PAUSE);
    // Also once it is dismissed: what is still being looked up would come back.
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [text, caret, dismissed]);
  // What was found for the letters before this one.
  const shown = begun && !begun.closed ? choices.filter((choice) => fits(choice, begun.word)) : NONE;
  const at = Math.max(0, Math.min(chosen, shown.length - 1));
  const hide = () => setChoices(NONE);
  const take = ({ insert }) => {
    hide();
    replace(begun.from, caret, /^\s/.test(text.slice(caret)) ? insert : `${insert} `);
  };
  const close = () => (dismiss(begun.from), hide());
  const keys = {
    ArrowDown: () => choose((at + 1) % shown.length),
    ArrowUp: () => choose((at + shown.length - 1) % shown.length),
    Enter: () => take(shown[at]),
    Tab: () => take(shown[at]),
    Escape: close,
  };
  const onKeyDown = (event) => {
    const { key, shiftKey, ctrlKey, altKey, metaKey } = event;
    if (shown.length === 0 || shiftKey || ctrlKey || altKey || metaKey || !keys[key]) return false;
    event.preventDefault();
    event.stopPropagation();
    keys[key]();
    return true;
  };
  const onCaret = (place) => place !== caret && hide();
  return { choices: shown, at, take, onKeyDown, onCaret, hide };
}

/** A name may be empty yet; a shortcode says whether it is closed. */
function isName({ closed }) {
  return closed === undefined;
}

function fits({ sign, user }, word) {
  if (sign) return true;
  return user ? isFoundBy(user, word) : ALL.startsWith(word.toLowerCase());
}

async function found(begun, findMembers) {
  if (isName(begun)) return { list: await findMembers(begun.word) };
  const { emojiLike, emojiNamed } = await extras();
  const { word, closed } = begun;
  return closed ? { sign: await emojiNamed(word), list: [] } : { list: (await emojiLike(word)).map((one) => ({ ...one, insert: one.sign })) };
}
