import { useEffect } from 'preact/hooks';
import { Store } from '../state/store.js';
import { html, useStore } from './html.js';

const LONG_ENOUGH = 4_000;
const words = new Store({ text: '' });

/** Says a word about something that was done, or could not be, where that cannot be seen. */
export function say(text) {
  words.set({ text });
}

/** Where it is said. */
export function Toast() {
  const word = useStore(words);
  useEffect(() => {
    const timer = word.text && setTimeout(say, LONG_ENOUGH, '');
    return () => clearTimeout(timer);
  }, [word]);
  return html`<div class="word" role="status">${word.text && html`<p key=${word}>${word.text}</p>`}</div>`;
}
