import { useEffect, useState } from 'preact/hooks';
import { shortcodeAt } from '../state/shortcode.js';
import { html } from './html.js';
import { extras } from './later.js';
import { t } from './strings/index.js';

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

export function ShortcodeList({ choices, at, take }) {
  if (choices.length === 0) return null;
  return html`
    <ul class="shortcodes" id="shortcodes" role="listbox" aria-label=${t('emoji')}>
      ${choices.map(
        (choice, index) => html`
          <li
            key=${choice.name}
            id=${`shortcode-${index}`}
            class="shortcodes__choice"
            role="option"
            aria-selected=${index === at}
            onMouseDown=${(event) => (event.preventDefault(), take(choice))}
          >
            <span class="shortcodes__sign">${choice.sign}</span>:${choice.name}:
          </li>
        `,
      )}
    </ul>
  `;
}
